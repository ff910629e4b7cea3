"""What is learned comes from the training rows alone, no row decides over one of another part, all are counted."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pipelines import WEATHER, cut, made, weather
from polars.testing import assert_frame_equal

from wrangle.engine.lineage import learned_digest
from wrangle.engine.parted import PartRows, raw_columns, run_parts
from wrangle.engine.result import RunResult
from wrangle.engine.run import run
from wrangle.engine.session import Session
from wrangle.errors import RunFailedError, SchemaError
from wrangle.sources.input import frame_input


def session(rules, frame, parts=None):
    return Session(made(rules), frame_input(frame), parts=parts)


def ran(rules, frame, parts=None, into=None):
    batches: list[pl.DataFrame] = []
    result = run_parts(session(rules, frame, parts), batches.append, into)
    return pl.concat(batches), result


def drawn(rows, seed=0):
    return np.random.default_rng(seed).choice(np.array([0, 1, 2, 255], np.uint8), rows, p=[0.5, 0.2, 0.2, 0.1])


def test_without_parts_the_clean_rows_are_those_of_a_run_with_their_numbers():
    frame = weather(300)
    clean, result = ran(WEATHER, frame)
    whole = run(session(WEATHER, frame))
    assert_frame_equal(clean.drop("__row"), whole.clean, check_exact=True)
    assert clean["__row"].is_sorted()
    assert clean.schema["__row"] == pl.UInt32
    assert_frame_equal(result.quarantine, whole.quarantine)
    assert_frame_equal(result.audit, whole.audit)
    assert_frame_equal(result.checks, whole.checks)
    dropped = sum(whole.summary["rows_dropped"].values())
    assert result.rows == {"training": PartRows(300, clean.height, whole.quarantine.height, dropped)}


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1000), kept=st.booleans())
def test_nothing_learned_and_no_training_row_changes_when_other_rows_change(seed, kept):
    one, other = weather(80, seed), weather(80, seed + 1)
    parts = drawn(80, seed)
    training = pl.Series(parts == 0)
    swapped = pl.concat([one, other]).select(
        pl.when(pl.lit(training)).then(pl.col(name).head(80)).otherwise(pl.col(name).tail(80)).alias(name)
        for name in one.columns
    )
    if not kept:  # the other rows are not even there
        swapped, parts_of_swapped = one.filter(training), parts[parts == 0]
    else:
        parts_of_swapped = parts
    first, second = ran(WEATHER, one, parts), ran(WEATHER, swapped, parts_of_swapped)
    assert learned_digest(first[1].fitted.learned) == learned_digest(second[1].fitted.learned)
    rows = [clean.filter(pl.Series(codes[clean["__row"]] == 0)).drop("__row")
            for clean, codes in ((first[0], parts), (second[0], parts_of_swapped))]  # fmt: skip
    assert_frame_equal(*rows, check_exact=True)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_batches_of_any_size_give_the_same(monkeypatch, size):
    frame, parts = weather(200), drawn(200)
    whole, told = ran(WEATHER, frame, parts)
    with cut(monkeypatch, batch=size, threads=3):
        found, result = ran(WEATHER, frame, parts)
    assert_frame_equal(found, whole, check_exact=True)
    assert result.rows == told.rows


def test_the_rows_of_each_part_are_conserved():
    frame, parts = weather(400), drawn(400)
    clean, result = ran(WEATHER, frame, parts)
    assert list(result.rows) == ["training", "validation", "test", "none"]
    for code, each in zip((0, 1, 2, 255), result.rows.values(), strict=True):
        assert each.read == (parts == code).sum() == each.written + each.quarantined + each.dropped
        assert each.written == (parts[clean["__row"]] == code).sum()
    assert result.summary["parts"]["test"] == vars(result.rows["test"])
    assert sum(each.dropped for each in result.rows.values()) == result.summary["rows_dropped"]["deduplicate"] > 0


def test_keys_meet_within_their_part_alone():
    frame = pl.DataFrame({"a": ["x", "x", "x", "x", "y"], "b": [1, 2, 3, 4, 5]})
    parts = np.array([2, 0, 0, 2, 0], np.uint8)
    clean, _ = ran("clean: [deduplicate: {keys: a}]", frame, parts)
    assert clean["b"].to_list() == [1, 2, 5]
    expect = "expect: [unique: {column: a, otherwise: %s}]"
    clean, result = ran(expect % "quarantine", frame[[0, 1, 4]], parts[[0, 1, 4]])
    assert (clean.height, result.quarantine.height) == (3, 0)
    clean, result = ran(expect % "quarantine", frame, parts)
    assert clean["b"].to_list() == [5]
    ran(expect % "fail", frame[[0, 1, 4]], parts[[0, 1, 4]])
    with pytest.raises(RunFailedError, match="unique a: 2 of 4 rows"):
        ran(expect % "fail", frame[[0, 1, 2, 4]], parts[[0, 1, 2, 4]])


def test_what_is_written_is_an_output_without_the_clean_rows(tmp_path):
    frame, parts = weather(100), drawn(100)
    clean, result = ran(WEATHER, frame, parts, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"quarantine.parquet", "audit.parquet", "run.json"}
    told = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert told["rows_written"] == clean.height
    assert told["parts"]["training"]["read"] == (parts == 0).sum()
    assert_frame_equal(RunResult.open(tmp_path / "out").quarantine, result.quarantine)
    assert result.quarantine.height == told["rows_quarantined"] > 0


def test_nothing_is_written_when_the_taker_of_the_rows_fails(tmp_path):
    def consume(_):
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        run_parts(session(WEATHER, weather(9)), consume, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [9, 11])
def test_there_must_be_one_part_for_each_row(count):
    with pytest.raises(SchemaError, match=f"there are parts for {count} rows.*give one for each"):
        ran(WEATHER, weather(10), np.zeros(count, np.uint8))


def test_no_training_row_with_a_value_leaves_nothing_to_learn():
    frame = pl.DataFrame({"a": [1.0, None]})
    clean, result = ran("clean: [impute: {column: a, with: constant, value: 3}]", frame, np.full(2, 2, np.uint8))
    assert clean["a"].to_list() == [1.0, 3.0]
    assert set(result.rows) == {"test"}


def test_an_empty_table_has_no_rows_in_any_part():
    clean, result = ran("clean: [trim: {columns: all}]", pl.DataFrame(schema={"a": pl.String}), np.empty(0, np.uint8))
    assert (clean.columns, clean.height, dict(result.rows)) == (["a", "__row"], 0, {})


SPLIT = """
columns:
  id: {type: integer, nullable: false}
  at: {type: datetime, formats: ["%d/%m/%Y"]}
  depth: {type: float, max: 100}
clean:
  - deduplicate: {keys: id}
  - filter: "id < 9"
  - impute: {column: depth, with: mean}
transform:
  - derive: {year: "YEAR(at)", deep: depth > 5}
  - rename: {names: {at: seen_at}}
expect:
  - between: {column: depth, max: 90}
"""
RAW = pl.DataFrame(
    {
        "id": ["1", "1", "", "9", "4"],
        "at": ["01/02/2020", "02/02/2021", "03/02/2022", "04/02/2023", "never"],
        "depth": ["3", "4", "5", "6", "7"],
    }
)


def test_columns_are_worked_out_for_each_raw_row_before_anything_is_learned():
    work = session(SPLIT, RAW)
    found = raw_columns(work, ["seen_at", "year"])
    assert found.columns == ["__row", "seen_at", "year"]
    assert found["__row"].to_list() == [0, 1, 2, 3, 4]
    assert found["year"].to_list() == [2020, 2021, 2022, 2023, None]  # the last has no time
    assert found["seen_at"].dt.year().to_list() == [2020, 2021, 2022, 2023, None]
    assert (work.passes, dict(work.decided)) == (1, {})


@pytest.mark.parametrize(
    ("steps", "years"),
    [
        ('clean: [filter: "YEAR(at) > 2020"]', [None, 2021, 2022, 2023, None]),
        ("clean: [filter: \"YEAR(at) > 2020 AND id = '1'\"]", [2020, 2021, 2022, 2023, None]),
        ("clean: [filter: \"id = '1'\"]", [2020, 2021, 2022, 2023, None]),
        ("clean: [derive: {old: YEAR(at)}, filter: old > 2020]", [2020, 2021, 2022, 2023, None]),
        ("expect: [between: {column: year, min: 2021, otherwise: quarantine}]", [None, 2021, 2022, 2023, None]),
        ("expect: [between: {column: depth, max: 4, otherwise: quarantine}]", [2020, 2021, 2022, 2023, None]),
        ("clean: [parse_number: {column: id, otherwise: quarantine}]", [2020, 2021, 2022, 2023, None]),
        ("clean: [parse_number: {column: id, otherwise: fail}]", [2020, 2021, 2022, 2023, None]),
    ],
)
def test_only_what_looks_at_nothing_but_the_origin_of_a_column_hides_its_values(steps, years):
    contract = "columns:\n  at: {type: datetime, formats: ['%d/%m/%Y']}\n  depth: float\n  id: string\n"
    work = session(f"{contract}{steps}\ntransform: [derive: {{year: YEAR(at)}}]\n", RAW)
    assert raw_columns(work, ["year"])["year"].to_list() == years


def test_without_a_name_the_raw_rows_are_numbered():
    assert raw_columns(session(SPLIT, RAW), []).rows() == [(row,) for row in range(5)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["depth"], "split by 'depth' needs 'impute' to be fitted first: split by a column that no fitted step writes"),
        (["deep"], "split by 'deep' needs 'impute' to be fitted first"),
        (["at"], "split by 'at': there is no such column"),
    ],
)
def test_a_column_that_waits_for_a_fitted_step_is_refused(names, said):
    with pytest.raises(SchemaError, match=said):
        raw_columns(session(SPLIT, RAW), names)


def test_a_column_that_only_fitting_makes_is_refused():
    with pytest.raises(SchemaError, match="split by 'sky_clear' needs 'one_hot' to be fitted first"):
        raw_columns(session("clean: [one_hot: {column: sky}]", pl.DataFrame({"sky": ["clear"]})), ["sky_clear"])


def test_rows_of_many_batches_keep_their_numbers(monkeypatch):
    frame = weather(100)
    whole = raw_columns(session(WEATHER, frame), ["station", "observed_at"])
    with cut(monkeypatch, batch=3, threads=2):
        assert_frame_equal(raw_columns(session(WEATHER, frame), ["station", "observed_at"]), whole)
    assert whole.height == 100
