import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made, told

from wrangle.engine.together import together

NAMES = st.lists(st.sampled_from("abcd"), max_size=4, unique=True)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(rows=st.lists(NAMES, max_size=8))
def test_each_pair_is_counted_once_a_row(rows):
    found = {tuple(each["by"]): each["rows"] for each in together(_quarantine(rows))}
    pairs = {(one, other) for one in "abcd" for other in "abcd" if one < other}
    wanted = {pair: sum(set(pair) <= set(row) for row in rows) for pair in pairs}
    assert found == {pair: count for pair, count in wanted.items() if count}


def _quarantine(rows):
    return pl.LazyFrame({"_rejected_by": rows}, schema={"_rejected_by": pl.List(pl.String())})


def test_a_run_tells_what_rejects_the_same_rows(tmp_path):
    body = """
    columns: {a: {type: float, nullable: false}, b: {type: float, max: 5, otherwise: quarantine}}
    expect:
      - between: {column: a, max: 9}
      - condition: {condition: a + b < 12}
      - not_null: {column: b}
    """
    rows = pl.DataFrame({"a": ["1", "x", "10", "11", "11"], "b": ["1", "y", "1", "2", None]})
    result = made(body).run(rows, into=tmp_path / "out")
    assert result.summary["together"] == told(tmp_path / "out")["together"]
    assert result.together.rows() == [
        ("between a", "condition a + b < 12", 1),
        ("between a", "not_null b", 1),
        ("columns.a", "columns.b", 1),
    ]
    assert "columns.a and columns.b reject the same 1 row" in str(result)


def test_a_run_without_such_rows_says_nothing():
    result = made("expect: [between: {column: a, max: 9}]").run(pl.DataFrame({"a": [10]}))
    assert result.summary["together"] == []
    assert result.together.height == 0
    assert "reject the same" not in str(result)
