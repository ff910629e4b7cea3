"""Every record gets its own outcome, the same alone and among others, the same as in a batch run."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from pipelines import WEATHER, made, weather
from polars.testing import assert_frame_equal

import wrangle
from wrangle.checks.base import ValueCheck
from wrangle.engine.data import open_data
from wrangle.steps.base import FrameStep

DEICING = Path(__file__).parents[2] / "rules" / "deicing.yaml"


def outcomes(rules, rows, columns=None, fit=None):
    fitted = made(rules).fit(fit if fit is not None else pl.DataFrame(rows))
    return fitted.outcomes(rows, columns)


def told(found):
    rows = dict(zip(found.places, found.frame.to_dicts(), strict=True))
    return rows, dict(found.rejected), {place: list(flags) for place, flags in found.flags.items()}


CHECKS = """
clean:
  - canonicalize: {column: s, names: {A: [a], B: [b]}, otherwise: quarantine}
  - clip: {column: x, min: 0}
  - derive: {y: x / 3}
expect:
  - between: {column: x, max: 100, otherwise: quarantine}
  - between: {column: x, max: 50, otherwise: warn}
  - between: {column: x, max: 90, otherwise: fail}
  - between: {column: x, max: 80, otherwise: fail, mostly: 0.5}
"""
ROWS = [
    {"s": "a", "x": 1.0},
    {"s": "no", "x": 2.0},
    {"s": "b", "x": 60.0},
    {"s": "b", "x": 95.0},
    {"s": "B", "x": 101.0},
    {"s": "A", "x": 85.0},
    {"s": None, "x": None},
]


def test_each_is_cleaned_flagged_or_rejected_with_its_reasons():
    rows, rejected, flags = told(outcomes(CHECKS, ROWS, fit=pl.DataFrame(ROWS[:1])))
    assert sorted(rows) == [0, 2, 5, 6]
    assert rows[0] == {"s": "A", "x": 1.0, "y": 1 / 3}
    by = {place: each.by for place, each in rejected.items()}
    assert by == {
        1: ("canonicalize",),
        3: ("between x",),
        4: ("between x",),
    }
    assert rejected[1].why == ("s 'no' is no known spelling",)
    assert [by for by, _ in flags[2]] == ["between x"]
    assert len(flags[5]) == 2
    assert set(flags) == {2, 5}


def test_alone_and_among_others_it_is_the_same():
    fitted = made(CHECKS).fit(pl.DataFrame(ROWS[:1]))
    together = told(fitted.outcomes(ROWS * 3))
    for place, row in enumerate(ROWS * 3):
        alone = told(fitted.outcomes([row]))
        assert [each.get(0) for each in alone] == [each.get(place) for each in together]


def test_records_are_as_the_batch_run_has_them():
    raw = weather(500)
    fitted = made(WEATHER).fit(raw)
    found = fitted.outcomes(raw.to_dicts())
    run = fitted.run(raw)
    refused = set(run.quarantine["_row"]) if run.quarantine.height else set()
    assert refused <= set(found.rejected)
    for place in list(found.places)[:50]:
        alone = fitted.outcomes([raw.row(place, named=True)])
        assert alone.frame.equals(found.frame[list(found.places).index(place)])


def test_only_the_columns_that_are_wanted_are_given_and_all_checks_hold():
    rows, rejected, flags = told(outcomes(CHECKS, ROWS, columns=["y"], fit=pl.DataFrame(ROWS[:1])))
    assert rows[0] == {"y": 1 / 3}
    assert sorted(rejected) == [1, 3, 4]
    assert set(flags) == {2, 5}


def test_nothing_asked_is_nothing_answered():
    found = outcomes(CHECKS, [], fit=pl.DataFrame(ROWS[:1]))
    assert found.frame.columns == ["s", "x", "y"]
    assert found.frame.is_empty()
    assert not found.places


def test_a_row_that_a_step_drops_is_rejected_by_it():
    rows, rejected, _ = told(
        outcomes("clean: [filter: {condition: x > 0}]", [{"x": 1}, {"x": -1}, {"x": 2}, {"x": -2}])
    )
    assert sorted(rows) == [0, 2]
    assert {each.by for each in rejected.values()} == {("filter",)}


def test_where_layouts_and_other_answers_to_misfits_hold():
    rules = """
clean:
  - clip: {column: x, max: 1, where: "s = 'b'"}
  - parse_number: {column: n}
  - rename: {s: t}
  - canonicalize: {column: t, names: {A: [a]}, otherwise: keep}
"""
    given = [{"s": "a", "x": 1, "n": "1,000"}, {"s": "b", "x": 2, "n": "many"}]
    fitted = made(rules).fit(pl.DataFrame(given))
    run = fitted.run(pl.DataFrame(given)).clean
    assert fitted.outcomes(given).frame.equals(run)
    assert fitted.outcomes(given[:1]).frame.equals(run[:1])


def test_a_record_of_other_columns_is_rejected_or_its_foreign_columns_are_ignored():
    fitted = made(CHECKS).fit(pl.DataFrame(ROWS[:1]))
    rows, rejected, _ = told(fitted.outcomes([ROWS[0], {"S": 1}, ROWS[2]]))
    assert sorted(rows) == [0, 2]
    assert rejected[1].by == ("record",)
    assert "did you mean 's'" in rejected[1].why[0]
    rows, rejected, _ = told(fitted.outcomes([ROWS[0], {"S": 1}], unknown="ignore"))
    assert rows[1] == {"s": None, "x": None, "y": None}
    assert not rejected


@pytest.mark.parametrize("rows", [[{"x": [1]}], [ROWS[0], {"x": [1]}], [{"x": [1]}] * 3])
def test_a_value_that_is_none_of_its_column_rejects_its_record_alone(rows):
    fitted = made(CHECKS).fit(pl.DataFrame(ROWS[:1]))
    found = fitted.outcomes(rows)
    bad = [place for place, row in enumerate(rows) if row == {"x": [1]}]
    assert sorted(found.rejected) == bad
    assert {each.why for each in found.rejected.values()} == {("column 'x' must be Float64, and is [1]",)}
    assert list(found.places) == [place for place in range(len(rows)) if place not in bad]
    assert found.frame.columns == ["s", "x", "y"]


def test_a_table_is_taken_as_its_records():
    fitted = made(CHECKS).fit(pl.DataFrame(ROWS[:1]))
    table = pl.DataFrame(ROWS)
    one, other = fitted.outcomes(table), fitted.outcomes(table.to_dicts())
    assert one.frame.equals(other.frame)
    assert told(one) == told(other)
    whole = pl.DataFrame({"x": [3, 4]})  # a column is left out, another is of whole numbers
    assert fitted.outcomes(whole).frame.rows() == [(None, 3.0, 1.0), (None, 4.0, 4 / 3)]
    foreign = fitted.outcomes(table.with_columns(z=1))
    assert sorted(foreign.rejected) == list(range(7))
    assert told(fitted.outcomes(table.with_columns(z=1), unknown="ignore")) == told(one)


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_records_of_the_sample_are_to_the_bit_as_the_batch_run_has_them(count):
    pipeline = wrangle.load(DEICING)
    steps = tuple(each for each in pipeline.steps if each.at == "always" and not isinstance(each, FrameStep))
    checks = tuple(each for each in pipeline.checks if isinstance(each, ValueCheck))
    fitted = replace(pipeline, steps=steps, checks=checks).fit()
    raw = open_data(pipeline).frame.collect()[::3]
    run = fitted.run(raw)
    rows = raw.to_dicts()
    clean, rejected = [], {}
    for start in range(0, min(len(rows), 15 * count), count):
        found = fitted.outcomes(rows[start : start + count])
        clean.append(found.frame)
        rejected |= {start + place: each for place, each in found.rejected.items()}
    seen = start + count
    gone = run.quarantine.filter(pl.col("_row") < seen)
    written = [row for row in range(min(seen, len(rows))) if row not in rejected]
    assert_frame_equal(pl.concat(clean), run.clean.head(len(written)), check_exact=True)
    assert {row: (tuple(by), tuple(why)) for row, by, why in gone.select("_row", "_rejected_by", "_why").rows()} == {
        row: (each.by, each.why) for row, each in rejected.items()
    }


def test_all_records_of_the_sample_at_once_are_as_the_batch_run_has_them():
    test_records_of_the_sample_are_to_the_bit_as_the_batch_run_has_them(10_000)
