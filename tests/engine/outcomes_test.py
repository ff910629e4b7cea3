"""Every record gets its own outcome, the same alone and among others, the same as in a batch run."""

import polars as pl
import pytest
from pipelines import WEATHER, made, weather

from wrangle.errors import SchemaError


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


def test_a_record_of_other_columns_is_an_error():
    with pytest.raises(SchemaError, match="did you mean 's'"):
        outcomes(CHECKS, [{"S": 1}], fit=pl.DataFrame(ROWS[:1]))
