"""Looking keys up without a join."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.errors import SchemaError
from wrangle.expressions.lookup import combined, gather, levels

KEYS = {
    "text": (["a", "b", "", None], ["a", ""], [1, None, 2, None]),
    "integers": ([1, 2, None], [2, 1], [2, 1, None]),
    "integers in floats": ([1, 2, None], [1.0, 1.5], [1, None, None]),
    "floats in integers": ([1.0, 1.5, -0.0, float("nan"), float("inf"), None], [1, 0], [1, None, 2, None, None, None]),
    "floats": ([1.5, 0.1 + 0.2, -0.0, float("nan")], [0.3, 1.5, 0.0], [2, None, 3, None]),
    "truths": ([True, False, None], [False], [None, 1, None]),
    "dates": ([date(2024, 1, 1), None], [date(2024, 1, 1)], [1, None]),
    "times in dates": (
        [datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2024-01-01T03")],
        [date(2024, 1, 1)],
        [1, None],
    ),
}


def found(keys, table_keys, values=None):
    table = pl.Series("key", table_keys, strict=False)
    values = pl.Series("value", range(1, len(table) + 1) if values is None else values)
    frame = pl.DataFrame({"k": pl.Series(keys, strict=False)})
    return frame.lazy().select(gather(pl.col("k"), table, values))


@pytest.mark.parametrize("case", KEYS)
def test_a_key_finds_the_value_of_an_equal_key(case):
    keys, table, expected = KEYS[case]
    assert found(keys, table).collect(engine="in-memory").to_series().to_list() == expected


@pytest.mark.parametrize("case", KEYS)
def test_the_streaming_engine_finds_the_same(case):
    keys, table, expected = KEYS[case]
    assert found(keys, table).collect(engine="streaming").to_series().to_list() == expected


@pytest.mark.parametrize("case", KEYS)
def test_one_row_finds_what_many_find(case):
    keys, table, expected = KEYS[case]
    dtype = pl.Series(keys, strict=False).dtype
    singles = [found(pl.Series([key], dtype=dtype), table).collect().to_series().to_list() for key in keys]
    assert singles == [[each] for each in expected]


def test_a_null_among_the_keys_answers_for_null_and_nan():
    assert found(["a", None, "z"], ["a", None]).collect().to_series().to_list() == [1, 2, None]
    assert found([1.0, None, float("nan")], [1.0, None]).collect().to_series().to_list() == [1, 2, 2]


def test_an_empty_table_has_no_answers():
    nothing = pl.Series([], dtype=pl.String)
    assert found(["a", None], nothing, pl.Series([], dtype=pl.Int64)).collect().to_series().to_list() == [None, None]


def test_no_rows_stay_no_rows():
    assert found(pl.Series([], dtype=pl.String), ["a"]).collect().height == 0


def test_categories_and_enums_are_text():
    for dtype in (pl.Categorical(), pl.Enum(["a", "b"])):
        assert found(pl.Series(["a", "b", None], dtype=dtype), ["a"]).collect().to_series().to_list() == [1, None, None]


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="'a' stands more than once"):
        found(["a"], ["a", "b", "a"])


def test_the_plan_is_row_local_and_holds_no_column_in_memory():
    frame = pl.LazyFrame({"k": ["a"], "f": [1.5]})
    table, numbers, values = pl.Series(["a", None]), pl.Series([1.5]), pl.Series("value", [1.0, 2.0])
    graph = frame.with_columns(
        v=gather(pl.col("k"), table, values),
        w=gather(pl.col("f"), numbers, values.head(1)),
        x=gather(combined(["k", "f"]), pl.Series(["a\x1f1.5", "b"]), values),
    ).show_graph(plan_stage="physical", engine="streaming", raw_output=True)
    nodes = [line for line in graph.split("in-memory engine fallback")[1].splitlines() if "[label=" in line]
    assert [node.split('"')[1].split("\\n")[0] for node in nodes] == ["select", "in-memory-source"]


def test_a_combined_key_tells_null_from_text():
    frame = pl.DataFrame({"a": ["x", None, "", "null"], "b": [1, 1, 1, None]})
    assert frame.select(combined(["a", "b"])).to_series().n_unique() == 4


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(), st.integers(-3, 3).map(float)), max_size=20))
def test_every_number_finds_itself_and_no_other(numbers):
    known = list(dict.fromkeys(each + 0.0 for each in numbers if each is not None and each == each))  # noqa: PLR0124
    answers = found(
        pl.Series(numbers, dtype=pl.Float64), pl.Series(known, dtype=pl.Float64), pl.Series(known, dtype=pl.Float64)
    )
    assert answers.collect().to_series().to_list() == [None if each != each else each for each in numbers]  # noqa: PLR0124


def test_levels_are_texts_among_texts_and_of_the_columns_type_elsewhere():
    assert levels([1, True], "a", pl.Categorical()).to_list() == ["1", "True"]
    assert levels([1, 2.5], "a", pl.Int64()).to_list() == [1.0, 2.5]
    assert levels([], "a", pl.Boolean()).dtype == pl.Boolean
    for values, dtype in ((["x"], pl.Int64()), ([True], pl.Float64()), ([1], pl.Boolean())):
        with pytest.raises(SchemaError, match="is no value of the column 'a'"):
            levels(values, "a", dtype)
