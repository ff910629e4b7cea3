"""How many rows there are, and how many of them have no value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import aggregate, key, stack, table

ANSWERS = ("rows", "nulls", "nans")


@dataclass(frozen=True)
class Count(Statistic):
    """Count rows, nulls and NaN. No rows: three zeros; by groups: an empty frame.

    Examples
    --------
    >>> count = Count("a")
    >>> count.value(count.partial(pl.DataFrame({"a": [1.0, None, float("nan")]})))
    {'rows': 3, 'nulls': 1, 'nans': 1}
    """

    def partial(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the three counts, a row for each group."""
        dtype = part.schema[self.column]
        value = pl.col("__value")
        nans = value.is_nan().sum() if dtype.is_float() else pl.lit(0)
        counts = (pl.len(), value.null_count(), nans)
        rows = part.select(*(key(name, part.schema[name]) for name in self.by), __value=pl.col(self.column))
        return self._together(rows, counts)

    def merge(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return the sums of the counts."""
        return self._together(stack(one, other), [pl.col(f"__{name}").sum() for name in ANSWERS])

    def value(self, state: pl.DataFrame) -> Any:
        """Return `{"rows", "nulls", "nans"}`; with `by`, a frame of the group columns and these three."""
        if self.by:
            return table(self.by, state, *ANSWERS)
        return dict(zip(ANSWERS, state.row(0), strict=True))

    def _together(self, frame: pl.DataFrame, counts: Any) -> pl.DataFrame:
        named = (count.cast(pl.Int64).alias(f"__{name}") for name, count in zip(ANSWERS, counts, strict=True))
        return aggregate(frame, self.by, *named)
