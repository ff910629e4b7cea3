"""Checks that measure a column, in whole runs: the rows that are written count, whatever the batches."""

import polars as pl
import pytest
from pipelines import cut, made

from wrangle.errors import RunFailedError

ROWS = pl.DataFrame({"a": [float(number % 7) for number in range(100)], "g": ["x", "y"] * 50})
SEEN = {
    "mean_between: {column: a, min: 0}": ROWS["a"].mean(),
    "sum_between: {column: a, min: 0}": ROWS["a"].sum(),
    "quantile_between: {column: a, min: 0}": 3.0,
    "null_fraction: {column: a, min: 0}": 0.0,
    "distinct_count: {column: a, min: 0}": 7,
}


@pytest.mark.parametrize(("check", "value"), SEEN.items())
def test_what_is_measured_does_not_depend_on_the_batches(check, value, monkeypatch):
    with cut(monkeypatch, batch=9):
        found = made(f"expect: [{check}]").run(ROWS).checks
    assert float(found["examples"][0][0].split()[-1]) == pytest.approx(value)


def test_only_rows_that_are_written_count():
    body = "clean: [filter: a > 5]\nexpect: [mean_between: {column: a, min: 6, max: 6}]"
    assert made(body).run(ROWS).checks["success"].item()


def test_a_run_whose_mean_is_out_of_range_fails_and_says_what_was_seen():
    with pytest.raises(RunFailedError, match=r"mean_between a: mean 2\.95, not at least 4"):
        made("expect: [mean_between: {column: a, min: 4}]").run(ROWS)


def test_a_column_that_is_not_there_is_named_before_any_data_is_read():
    with pytest.raises(Exception, match="did you mean 'a'"):
        made("columns: {a: float}\nexpect: [mean_between: {column: aa, min: 4}]")
    with pytest.raises(Exception, match="text"):
        made("columns: {g: string}\nexpect: [mean_between: {column: g, min: 4}]")


def test_two_checks_may_measure_one_column():
    body = "expect: [mean_between: {column: a, max: 9}, quantile_between: {column: a, max: 9, quantile: 1}]"
    assert made(body).run(ROWS).checks["success"].all()
