from datetime import date

import polars as pl
import pytest

from wrangle.expressions.members import outside, shown


@pytest.mark.parametrize(("column", "values", "found"), [
    (pl.Series("a", ["5", "true", "x", None]), [5, True], [False, False, True, None]),
    (pl.Series("a", ["x", "y"], dtype=pl.Categorical), ["x"], [False, True]),
    (pl.Series("a", [1, 2, None]), [1.0, 2.5, "2"], [False, True, None]),
    (pl.Series("a", [True, False]), [True, 0], [False, True]),
    (pl.Series("a", [True, False, None]), ["false", "x"], [True, False, None]),
    (pl.Series("a", [date(2024, 1, 1), None]), ["2024-01-02"], [True, None]),
    (pl.Series("a", [None, None]), ["x"], [None, None]),
    (pl.Series("a", ["x"]), [], [True]),
])  # fmt: skip
def test_the_type_of_the_column_says_how_values_are_compared(column, values, found):
    assert column.to_frame().select(outside("a", values)).to_series().to_list() == found


def test_truth_values_are_shown_in_small_letters():
    assert [shown(each) for each in (False, 1, "x")] == ["false", "1", "x"]
