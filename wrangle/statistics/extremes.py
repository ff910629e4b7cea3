"""The smallest and the largest value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import VALUE, aggregate, comparable, numbers, read, stack, table

ANSWERS = ("min", "max")


@dataclass(frozen=True)
class Extremes(Statistic):
    """The smallest and the largest value: of numbers, times, truth values, or text (by its code points).

    Null and NaN are left out, infinities count; -0.0 is 0.0. No value: both are None. Groups without a value
    do not appear.

    Examples
    --------
    >>> extremes = Extremes("a")
    >>> extremes.value(extremes.partial(pl.DataFrame({"a": [2.0, None, float("nan"), 1.0]})))
    {'min': 1.0, 'max': 2.0}
    """

    finite: bool = False
    """Whether infinities are left out too, and numbers and truth values answered as floats."""

    def partial(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the extremes of each group."""
        value = (numbers if self.finite else comparable)(self.column, part.schema[self.column])
        rows = read(part, self.by, value)
        return aggregate(rows, self.by, pl.col(VALUE).min().alias("__min"), pl.col(VALUE).max().alias("__max"))

    def merge(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return the extremes of the extremes."""
        return aggregate(stack(one, other), self.by, pl.col("__min").min(), pl.col("__max").max())

    def value(self, state: pl.DataFrame) -> Any:
        """Return `{"min", "max"}`; with `by`, a frame of the group columns and these two."""
        return table(self.by, state, *ANSWERS) if self.by else dict(zip(ANSWERS, state.row(0), strict=True))
