from __future__ import annotations

import statistics
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from wrangle.expressions.aggregates import at_end, counts_in, extreme, mean_of, std_of, sum_of
from wrangle.expressions.windows import Bounds

WINDOWS = Bounds(np.array([0, 0, 1, 2, 4]), np.array([0, 2, 4, 3, 4]), np.ones(5, bool))
"""Of four values: none, the first two, the last three, the third, none."""


def test_values_are_counted_without_nulls():
    assert counts_in(pl.Series([1, None, 3, None]), WINDOWS).tolist() == [0, 1, 1, 1, 0]


@pytest.mark.parametrize("last", [False, True])
def test_the_first_and_the_last_value_pass_nulls_over(last):
    values = pl.Series(["a", None, "c", None])
    found = at_end(values, WINDOWS, counts_in(values, WINDOWS), last=last)
    assert found.to_list() == [None, "a", "c", "c", None]
    nothing = pl.Series([None] * 4, dtype=pl.Date)
    assert at_end(nothing, WINDOWS, counts_in(nothing, WINDOWS), last=last).dtype == pl.Date


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([3, 1, -2, 4]),
        pl.Series([3, 1, 250, 4], dtype=pl.UInt8),
        pl.Series([2**63 + 2, 2**64 - 1, 0, 7], dtype=pl.UInt64),
        pl.Series([0.5, -1.5, 2.0, 7.0], dtype=pl.Float32),
        pl.Series([float("inf"), -1.5, -float("inf"), 7.0]),
        pl.Series([True, False, False, True]),
        pl.Series([date(1969, 1, 1), date(2024, 2, 29), date(1970, 1, 1), date(2000, 1, 1)]),
        pl.Series([datetime(1969, 1, 1), datetime(2024, 2, 29), datetime(1970, 1, 1), datetime(2000, 1, 1)]),
        pl.Series([Decimal("1.5"), Decimal("-2.5"), Decimal("0.5"), Decimal("4.5")]),
    ],
    ids=lambda each: str(each.dtype),
)
@pytest.mark.parametrize("least", [True, False])
def test_extremes_are_of_the_values_type(values, least):
    found = extreme(values, WINDOWS, counts_in(values, WINDOWS), least=least)
    assert found.dtype == values.dtype
    wanted = [values[0:2], values[1:4], values[2:3]]
    assert found.to_list() == [None, *(each.min() if least else each.max() for each in wanted), None]


def test_sums_of_whole_numbers_and_truth_values_are_whole():
    counts = np.array([0, 2, 3, 1, 0])
    assert sum_of(pl.Series([2**62, 1, 2, 3]), WINDOWS, counts).to_list() == [0, 2**62 + 1, 6, 2, 0]
    assert sum_of(pl.Series([True, True, None, True]), WINDOWS, counts).to_list() == [0, 2, 2, 0, 0]
    assert sum_of(pl.Series([1, 1, 1, 1], dtype=pl.UInt64), WINDOWS, counts).dtype == pl.Float64


def test_a_large_value_leaves_nothing_behind_in_windows_without_it():
    values = pl.Series([1e300, 1e300, 0.1, 0.2])
    later = Bounds(np.array([0, 2]), np.array([2, 4]), np.ones(2))
    counts = np.array([2, 2])
    assert mean_of(values, later, counts).to_list() == pytest.approx([1e300, 0.15])
    assert std_of(values, later, counts).to_list() == pytest.approx([0.0, statistics.stdev([0.1, 0.2])])


def test_the_spread_of_close_values_far_from_zero_is_not_lost():
    values = [1e9 + step / 10 for step in (1, 5, 2, 9)]
    found = std_of(pl.Series(values), Bounds(np.array([0]), np.array([4]), np.ones(1)), np.array([4]))
    assert found.item() == pytest.approx(statistics.stdev(values), rel=1e-6)
