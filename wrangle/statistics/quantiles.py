"""Medians and other quantiles: exact while the distinct values fit, then with a stated error."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from wrangle.errors import StatisticError
from wrangle.statistics.grouping import VALUE, numbers, table
from wrangle.statistics.rounding import rounded
from wrangle.statistics.tally import COUNT, Tallied, Tally

_PAIRS = "__pairs"

MANTISSA = 52
SIGN = 1 << 63


@dataclass(frozen=True)
class Quantiles(Tallied):
    """Quantiles of the finite values of a column of numbers or times, by linear interpolation.

    As `numpy.quantile` does by default: the median of an even number of values is the mean of the middle two. Exact
    while group and value make at most `limit` distinct pairs; beyond that the lowest bits of all values are dropped,
    as few as needed, and `error` tells what that may cost. Either way the order of the rows does not matter. Numbers
    are rounded to 12 significant digits, times down to their unit. Null, NaN and infinities are left out. No value:
    None. Groups without a value do not appear.

    Examples
    --------
    >>> quartiles = Quantiles("a", probabilities=(0.25, 0.75))
    >>> quartiles.value(quartiles.partial(pl.DataFrame({"a": [1, 2, 3, None, 4]})))
    [1.75, 3.25]
    """

    probabilities: tuple[float, ...] = (0.5,)
    """Which quantiles: 0 is the smallest value, 0.5 the median, 1 the largest. One gives a number, several a list."""

    def counted(self, dtype: pl.DataType) -> pl.Expr:
        """Return the values as Float64, times as the number of their units since the epoch."""
        if dtype.is_temporal():
            return pl.col(self.column).to_physical().cast(pl.Float64)
        return numbers(self.column, dtype)

    def value(self, state: Tally) -> Any:
        """Return a number or time, a list of them, or with `by` a frame of the group columns and `value`."""
        rows = self.settled(state)
        if not rows.height and not self.by:
            return None if len(self.probabilities) == 1 else [None] * len(self.probabilities)
        whole = rows.select(pl.len().alias(_PAIRS))
        groups = rows.group_by(self.by, maintain_order=True).len(_PAIRS) if self.by else whole
        found = self._quantiles(rows, groups[_PAIRS])
        answers = self._typed(pl.Series("__value", found).arr.to_list(), state.dtype)
        if self.by:
            return table(self.by, groups.with_columns(answers), "value")
        return answers.to_list()[0]

    def error(self, state: Tally) -> float:
        """Return the largest relative error of a value that an answer is interpolated from; 0.0 while exact."""
        settled = self._bounded(self.summed(state))
        return 2.0 ** (settled.level - MANTISSA - 1) if settled.level else 0.0

    def summed(self, tally: Tally) -> Tally:
        """Return a tally in which each pair stands once, all at the tally's level."""
        return super().summed(replace(tally, rows=_coarsened(tally.rows, tally.level)))

    def overflow(self, tally: Tally) -> Tally:
        """Return the tally with as few bits dropped as bring it under the limit.

        Raises
        ------
        StatisticError
            There are more groups than the limit. Group by fewer columns, or raise the limit.
        """
        level = bisect_left(range(MANTISSA + 1), x=True, lo=tally.level, key=lambda each: self._fits(tally, each))
        return super().overflow(tally) if level > MANTISSA else self.summed(replace(tally, level=level))

    def _fits(self, tally: Tally, level: int) -> bool:
        return _coarsened(tally.rows, level).select(*self.by, VALUE).n_unique() <= self.limit

    def _quantiles(self, rows: pl.DataFrame, pairs: pl.Series) -> Any:
        """Return the quantiles of all groups at once.

        Parameters
        ----------
        rows : polars.DataFrame, (pairs, `__value` + `__count`)
            Sorted by group and value.
        pairs : polars.Series, (groups,), integer
            How many pairs each group has.

        Returns
        -------
        numpy.ndarray, (groups, probabilities)
        """
        import numpy as np

        values, ends = rows[VALUE].to_numpy(), np.cumsum(rows[COUNT].to_numpy())
        lasts = np.cumsum(pairs.to_numpy().astype(np.int64)) - 1
        before = np.append(0, ends[lasts[:-1]]) if len(lasts) else lasts
        found = np.empty((len(lasts), len(self.probabilities)))
        for place, probability in enumerate(self.probabilities):
            rank = (ends[lasts] - before - 1) * probability
            lower, upper = (
                values[np.searchsorted(ends, before + each.astype(np.int64), side="right")]
                for each in (np.floor(rank), np.ceil(rank))
            )
            weight = rank - np.floor(rank)
            found[:, place] = np.where(lower == upper, lower, lower * (1 - weight) + upper * weight)
        return found

    def _typed(self, answers: pl.Series, dtype: pl.DataType) -> pl.Series:
        if dtype.is_temporal():
            whole = pl.element().floor().cast(pl.Int32 if dtype == pl.Date else pl.Int64).cast(dtype)
            answers = answers.list.eval(whole)
        else:
            answers = answers.list.eval(pl.element().map_elements(rounded, return_dtype=pl.Float64))
        return answers.list.first() if len(self.probabilities) == 1 else answers

    def __post_init__(self) -> None:
        if not self.probabilities or not all(0 <= each <= 1 for each in self.probabilities):
            raise StatisticError(f"probabilities must lie from 0 to 1, and there must be one: {self.probabilities}")


def _coarsened(rows: pl.DataFrame, level: int) -> pl.DataFrame:
    """Put for each value the middle of its bin: all floats alike but for the lowest `level` bits; those about 0: 0."""
    if not level:
        return rows
    kept = pl.col(VALUE).reinterpret(dtype=pl.UInt64) & pl.lit(2**64 - 2**level, pl.UInt64)
    middle = (kept | pl.lit(2 ** (level - 1), pl.UInt64)).reinterpret(dtype=pl.Float64)
    about_zero = (kept & pl.lit(SIGN - 1, pl.UInt64)) == 0
    return rows.with_columns(pl.when(about_zero).then(0.0).otherwise(middle).alias(VALUE))
