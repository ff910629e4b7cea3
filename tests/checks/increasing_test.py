from math import isnan

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import cut, made

from wrangle.checks.increasing import Increasing
from wrangle.errors import RunFailedError

VALUES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.0, float("nan"), float("inf")]))


def _falls(values):
    """Say in plain Python which values are less than the last one before them."""
    last, found = None, []
    for value in values:
        if value is None or isnan(value):
            found.append(None)
            continue
        found.append(last is not None and value < last)
        last = value
    return found


@settings(max_examples=50, deadline=None, derandomize=True)
@given(values=st.lists(VALUES, max_size=10), turned=st.booleans())
def test_the_order_is_that_of_the_row_numbers_however_the_rows_stand(values, turned):
    part = pl.DataFrame({"a": pl.Series(values, dtype=pl.Float64)}).with_row_index("__row")
    found = Increasing(column="a").violations(part.reverse() if turned else part).to_list()
    assert (found[::-1] if turned else found) == _falls(values)


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_it_looks_across_batches(monkeypatch, batch):
    rows = pl.DataFrame({"a": [1, 2, 1, None, 3, 2, 4], "g": ["x", "x", "y", "y", "y", "x", "y"]})
    with cut(monkeypatch, batch=batch):
        whole = made("expect: [increasing: {column: a, otherwise: warn}]").run(rows)
        grouped = made("expect: [increasing: {column: a, by: g, otherwise: quarantine}]").run(rows)
    assert whole.checks.select("rows", "violations", "success").row(0) == (6, 2, False)
    assert whole.checks["examples"][0][0] == "row 2 is less than the value before it"
    assert grouped.quarantine["_row"].to_list() == []
    assert grouped.clean.height == 7


def test_rows_that_left_before_are_not_seen():
    body = "clean: [filter: a < 9]\nexpect: [increasing: {column: a}]"
    assert made(body).run(pl.DataFrame({"a": [1, 9, 2]})).clean["a"].to_list() == [1, 2]


def test_a_run_fails_with_the_first_rows_that_fall():
    with pytest.raises(RunFailedError, match="increasing a: 1 of 3 rows: row 2 is less than the value before it"):
        made("expect: [increasing: {column: a}]").run(pl.DataFrame({"a": [1, 5, 2]}))


def test_one_record_has_no_row_before_it_and_passes():
    fitted = made("expect: [increasing: {column: a}]").fit(pl.DataFrame({"a": [1, 2]}))
    assert fitted.record({"a": 0}) == {"a": 0}


def test_great_expectations_knows_no_groups():
    assert Increasing(column="a", by="g").expectation() is None
    assert Increasing(column="a").expectation()[1] == {"column": "a", "strictly": False}
