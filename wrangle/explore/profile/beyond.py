"""Leaves out moments that Python has no word for: before the year 1, after 9999, as broken exports hold them."""

from __future__ import annotations

from typing import Any

import polars as pl

FIRST, LAST = -719_162, 2_932_896
"""Days from 1970-01-01 to 0001-01-01, and to 9999-12-31."""
LONGEST = 999_999_999
"""Days of the longest time that Python has a word for."""
TICKS = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""Of a day, by the unit of a column."""


def within(column: pl.Series) -> pl.Series:
    """Return dates, times and durations that Python can say; all others are null.

    Examples
    --------
    >>> days = pl.Series([0, 3_000_000], dtype=pl.Int32).cast(pl.Date)
    >>> within(days).to_list()
    [datetime.date(1970, 1, 1), None]
    """
    first, last = _ends(column.dtype)
    numbers = column.to_physical()
    low: Any = numbers.min()
    high: Any = numbers.max()
    if low is None or first is None or (first <= low and high <= last):
        return column
    said = column.to_frame("moment").select(pl.when(numbers.is_between(first, last)).then("moment"))
    return said.to_series().alias(column.name)


def _ends(dtype: pl.DataType) -> tuple[int | None, int]:
    """Return the first and the last number that can be said; none where all can."""
    if isinstance(dtype, pl.Date):
        return FIRST, LAST
    if isinstance(dtype, pl.Datetime):
        ticks = TICKS[dtype.time_unit]
        return FIRST * ticks, (LAST + 1) * ticks - 1
    if isinstance(dtype, pl.Duration):
        return -LONGEST * TICKS[dtype.time_unit], LONGEST * TICKS[dtype.time_unit]
    return None, 0
