"""How many distinct values there are."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import polars as pl

from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import VALUE, aggregate, comparable, read, stack, table

SEED = 20_150_715
"""Seed of the hash: any number, the same wherever states are merged."""


@dataclass(frozen=True)
class DistinctCount(Statistic):
    """The number of distinct values: exact up to `size`, then estimated from the smallest hashes.

    Null and NaN are left out; -0.0 is 0.0. No value: 0. Groups without a value do not appear. All states that are
    merged must come from one version of polars, whose hash it is.

    Examples
    --------
    >>> distinct = DistinctCount("a")
    >>> distinct.value(distinct.partial(pl.DataFrame({"a": ["x", "y", None, "x"]})))
    2

    References
    ----------
    Bar-Yossef, Z., et al. (2002): Counting distinct elements in a data stream. RANDOM 2002. k minimum values: with
    k hashes in (0, 1], the largest being u, (k - 1) / u is unbiased; its relative standard error is 1 / sqrt(k - 2).
    """

    size: int = 4096
    """Up to how many distinct values the number is exact; also sets the error beyond."""

    @property
    def error(self) -> float:
        """The relative standard error of an estimate; numbers up to `size` have none."""
        return 1 / sqrt(self.size - 1)

    def partial(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the smallest hashes of each group.

        Returns
        -------
        polars.DataFrame, (hashes, by + `__value`)
        """
        rows = read(part, self.by, comparable(self.column, part.schema[self.column]))
        return self._smallest(rows.with_columns(pl.col(VALUE).hash(SEED)))

    def merge(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return the smallest hashes of both."""
        return self._smallest(stack(one, other))

    def value(self, state: pl.DataFrame) -> Any:
        """Return the number; with `by`, a frame of the group columns and `value`."""
        estimate = (pl.lit(self.size * 2.0**64) / pl.col(VALUE).max().cast(pl.Float64)).round().cast(pl.Int64)
        number = pl.when(pl.len() <= self.size).then(pl.len().cast(pl.Int64)).otherwise(estimate)
        answer = aggregate(state, self.by, number.alias("__value"))
        return table(self.by, answer, "value") if self.by else answer.item()

    def _smallest(self, rows: pl.DataFrame) -> pl.DataFrame:
        once = rows.unique() if self.by else rows.select(pl.col(VALUE).unique())
        if once.height <= self.size + 1:
            return once
        kept = aggregate(once, self.by, pl.col(VALUE).bottom_k(self.size + 1))
        return kept.explode(VALUE) if self.by else kept
