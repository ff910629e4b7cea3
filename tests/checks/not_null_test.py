import math

import polars as pl
import pytest
from pipelines import made


@pytest.mark.parametrize(("values", "dtype", "missing"), [
    ([1.0, math.nan, None], pl.Float64, 2), (["", None, "x"], pl.String, 1), ([1, None], pl.Int8, 1),
    ([None, None], pl.Null, 2), ([], pl.Float64, 0), ([True, None], pl.Boolean, 1)])  # fmt: skip
def test_null_and_nan_are_missing_and_empty_text_is_not(values, dtype, missing):
    result = made("expect: [not_null: {column: a}]").run(pl.DataFrame({"a": pl.Series(values, dtype=dtype)}))
    (found,) = result.results
    assert (found.rows, found.violations, result.quarantine.height) == (len(values), missing, missing)


def test_it_applies_to_every_row_so_mostly_is_a_share_of_all():
    rules = "expect: [not_null: {{column: a, mostly: {}, otherwise: warn}}]"
    frame = pl.DataFrame({"a": [1, 2, 3, None]})
    assert made(rules.format(0.75)).run(frame).results[0].success
    assert not made(rules.format(0.76)).run(frame).results[0].success


def test_a_text_made_null_before_is_missing():
    rules = "clean: [null_values: {columns: [a], values: ['']}]\nexpect: [not_null: {column: a}]"
    assert made(rules).run(pl.DataFrame({"a": ["", "x"]})).quarantine["a"].to_list() == [""]
