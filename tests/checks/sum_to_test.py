import polars as pl
import pytest
from pipelines import made

from wrangle.checks.sum_to import SumTo


def test_the_reason_shows_all_of_the_columns():
    found = made("expect: [sum_to: {columns: [a, b], total: 100}]").run(pl.DataFrame({"a": [40.0], "b": [50.0]}))
    assert found.quarantine["_why"].to_list() == [["a 40.0, b 50.0 do not sum to 100"]]


def test_great_expectations_knows_no_tolerance():
    assert SumTo(columns=("a", "b"), total=1, tolerance=0.1).expectation() is None
    assert SumTo(columns=("a", "b"), total=1).expectation()[1] == {"column_list": ["a", "b"], "sum_total": 1.0}


def test_rows_are_left_out_as_great_expectations_does_by_default():
    arguments = {"column_list": ["a", "b"], "sum_total": 1, "ignore_row_if": "all_values_are_missing"}
    assert SumTo.of_expectation("expect_multicolumn_sum_to_equal", arguments) == {"columns": ["a", "b"], "total": 1}
    with pytest.raises(ValueError, match="ignore_row_if has no counterpart"):
        SumTo.of_expectation("expect_multicolumn_sum_to_equal", {**arguments, "ignore_row_if": "never"})
