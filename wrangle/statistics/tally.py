"""How often each distinct value of each group stands: what quantiles, counts and modes are read from."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from wrangle.errors import StatisticError
from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import VALUE, comparable, read, stack
from wrangle.statistics.packing import counted

COUNT = "__count"


@dataclass(frozen=True)
class Tally:
    """Values with their counts. A pair of group and value may stand in several rows: they are added up when needed."""

    rows: pl.DataFrame
    """(pairs, by + `__value` + `__count`)"""

    dtype: pl.DataType
    """The type of the column that was counted."""

    level: int = 0
    """How many of the lowest bits of the values were dropped to bound their number."""

    settled: int = 0
    """How many pairs there were when they stood once for the last time, in one of the parts."""


@dataclass(frozen=True)
class Tallied(Statistic):
    """A question that is answered from how often each distinct value stands."""

    limit: int = field(default=1_000_000, kw_only=True)
    """Most pairs of group and distinct value that are kept."""

    def counted(self, dtype: pl.DataType) -> pl.Expr:
        """Return what is counted of a column of this type; null is left out."""
        return comparable(self.column, dtype)

    def partial(self, part: pl.DataFrame) -> Tally:
        """Return the counts of the values of one part."""
        dtype = part.schema[self.column]
        rows = read(part, self.by, self.counted(dtype))
        pairs = _pairs(rows, self.by).cast({COUNT: pl.Int64})
        return self._bounded(Tally(pairs, dtype, settled=pairs.height))

    def merge(self, one: Tally, other: Tally) -> Tally:
        """Return the counts of both; equal pairs are added up only when there are many, to save time."""
        dtype = other.dtype if one.dtype == pl.Null else one.dtype
        settled = max(one.settled, other.settled)
        both = Tally(stack(one.rows, other.rows), dtype, max(one.level, other.level), settled)
        return self._bounded(both) if both.rows.height > max(self.limit, 2 * settled) else both

    def settled(self, tally: Tally) -> pl.DataFrame:
        """Return each pair of group and value once, with its count, sorted by group and value."""
        return self._bounded(self.summed(tally)).rows.sort(*self.by, VALUE)

    def summed(self, tally: Tally) -> Tally:
        """Return a tally in which each pair stands once."""
        rows = tally.rows.group_by(*self.by, VALUE).agg(pl.col(COUNT).sum())
        return replace(tally, rows=rows, settled=rows.height)

    def overflow(self, tally: Tally) -> Tally:
        """Return what becomes of more pairs than the limit.

        Raises
        ------
        StatisticError
            Always, where it is not overridden: ask about a column of fewer values, or raise the limit.
        """
        groups = f" by {', '.join(self.by)}" if self.by else ""
        raise StatisticError(
            f"column {self.column!r}{groups} has {tally.rows.height} distinct values or more; at most {self.limit} are "
            "counted: choose a column of fewer values, round or group it first, or raise `limit`"
        )

    def _bounded(self, tally: Tally) -> Tally:
        if tally.rows.height <= self.limit:
            return tally
        once = self.summed(tally)
        return once if once.rows.height <= self.limit else self.overflow(once)

    @abstractmethod
    def value(self, state: Tally) -> object:
        """Return the answer."""


def _pairs(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    if not by:
        return rows[VALUE].value_counts(name=COUNT)
    packed = counted(rows, by, VALUE, COUNT)
    if packed is not None:
        return packed
    return rows.group_by(*by, VALUE).agg(pl.len().alias(COUNT))
