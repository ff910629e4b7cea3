import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wrangle
from wrangle.errors import SchemaError, SourceError
from wrangle.explore.profile.profile import profile

CELLS = st.one_of(st.none(), st.sampled_from(["a", "b ", "N/A", "1", "2.5", ""]))
ROWS = st.lists(st.tuples(CELLS, st.one_of(st.none(), st.integers(-5, 5))), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_counts_are_those_of_a_loop_over_the_rows(rows):
    frame = pl.DataFrame(rows, schema={"text": pl.String, "number": pl.Int64}, orient="row")
    found = profile(frame)
    for name, column in found.columns.items():
        there = [each for each in frame[name] if each is not None]
        assert (column.rows, column.nulls, column.distinct) == (len(rows), len(rows) - len(there), len(set(there)))
        assert column.repeated == len(there) - len(set(there))
        assert sum(each["rows"] for each in column.top) == (0 if len(there) == len(set(there)) > 1 else len(there))
    assert found.equal_rows == len(rows) - len(set(rows))
    numbers = [number for _, number in rows if number is not None]
    if numbers:
        assert found.columns["number"].numbers.min == min(numbers)
        assert found.columns["number"].numbers.mean == pytest.approx(sum(numbers) / len(numbers))


def test_a_sample_changes_no_count_of_all_rows():
    frame = pl.DataFrame({"a": [f" v{number % 300}" for number in range(5_000)], "n": [*range(4_999), None]})
    whole, few = profile(frame), profile(frame, sample=200)
    for name in ("rows", "nulls", "distinct", "repeated", "missing", "top"):
        assert getattr(few.columns["a"], name) == getattr(whole.columns["a"], name)
    assert few.columns["n"].numbers.mean == whole.columns["n"].numbers.mean
    assert few.sampled == 200
    assert few.equal_rows == whole.equal_rows


def test_the_same_data_give_the_same_facts():
    frame = pl.DataFrame({"a": [f"v{number * 7 % 500}" for number in range(3_000)], "y": [0.5, 1.5, 2.5] * 1_000})
    assert profile(frame, sample=500, target="y").to_dict() == profile(frame.lazy(), sample=500, target="y").to_dict()


def test_small_batches_give_what_one_gives(monkeypatch):
    frame = pl.DataFrame({"day": [d for d in range(60) for _ in range(60)], "shop": [f"s{n}" for n in range(60)] * 60})
    frame = frame.with_columns(sold=pl.col("day") * 0.1 + 1 / 3)
    whole = profile(frame, sample=300).to_dict()
    monkeypatch.setattr("wrangle.explore.profile.profile.BATCH", 70)
    assert profile(frame, sample=300).to_dict() == whole


def test_facts_are_plain_json_values():
    frame = pl.DataFrame({"a": ["x", None], "b": [float("nan"), 1.0], "c": [[1], [2]], "d": [None, None]})
    json.loads(json.dumps(profile(frame).to_dict(), allow_nan=False))


@pytest.mark.parametrize("rows", [1, 2])
def test_few_rows_are_a_table_too(rows):
    found = profile(pl.DataFrame({"a": ["x", "y"], "b": [1, 2], "c": ["2013-01-01", "2013-01-02"]}).head(rows))
    assert found.rows == rows
    assert "<html" in found.html()


def test_without_rows_there_is_nothing_to_tell():
    with pytest.raises(SourceError, match="no rows to profile"):
        profile(pl.DataFrame({"a": []}))


def test_a_target_that_is_not_there_is_refused_with_the_one_that_may_be_meant():
    with pytest.raises(SchemaError, match="did you mean 'late'"):
        profile(pl.DataFrame({"late": [1]}), target="latee")


def test_a_rule_file_says_how_data_are_read_and_its_rules_can_be_applied_first(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n 1 ;x\n2;y\n", encoding="utf-8")
    rules = tmp_path / "p.yaml"
    rules.write_text(
        'name: p\nsource: {path: a.csv, delimiter: ";"}\nclean: [trim: {columns: [a]}]\n', encoding="utf-8"
    )
    assert list(profile(rules=rules).columns) == ["a", "b"]
    assert profile(rules=rules).columns["a"].texts.padded == 1
    assert profile(rules=wrangle.load(rules), cleaned=True).columns["a"].texts.padded == 0


def test_a_key_of_two_columns_is_found():
    frame = pl.DataFrame({"day": [d for d in range(60) for _ in range(60)], "shop": list(range(60)) * 60})
    assert [each["columns"] for each in profile(frame).keys] == [["day", "shop"]]
    twice = profile(pl.concat([frame, frame.head(3).with_columns(shop=pl.col("shop"))]))
    assert [each["repeated"] for each in twice.keys] == [3]


def test_it_is_a_public_name_with_a_notebook_view():
    found = wrangle.profile(pl.DataFrame({"a": ["<b>x</b>", "y"]}))
    assert found._repr_html_().startswith("<iframe srcdoc=")
    assert "1 to look at" not in repr(found)


def test_progress_is_told_the_rows():
    told = []
    profile(pl.DataFrame({"a": [1, 2, 3]}), progress=told.append)
    assert told == [3]
