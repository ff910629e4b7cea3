"""Mean, variance and standard deviation, without any rounding on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.statistics.base import Statistic
from wrangle.statistics.exact import exact_sums, nearest, root
from wrangle.statistics.grouping import VALUE, numbers, read, stack, table
from wrangle.statistics.rounding import rounded

POWERS = pl.Schema({"__power": pl.Int8(), "__place": pl.Int16(), "__units": pl.Int128()})


@dataclass(frozen=True)
class Moments(Statistic):
    """Mean, variance (n - 1) and standard deviation of the finite values of a column of numbers.

    The sums are exact, the answers rounded to 12 significant digits. Null, NaN and infinities are left out. No
    value: the mean is None; one value: variance and standard deviation are None; a variance beyond the
    largest float64 is infinite. Groups without a value do not appear. Integers beyond 2 ** 53 are read as float64.

    Examples
    --------
    >>> moments = Moments("a")
    >>> moments.value(moments.partial(pl.DataFrame({"a": [1e16, 1.0, -1e16, None]})))["mean"]
    0.333333333333
    """

    spread: bool = True
    """Whether variance and standard deviation are wanted too; they take twice the time."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of what is answered."""
        return ("count", "mean", "variance", "std") if self.spread else ("count", "mean")

    def partial(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the exact sums of the powers 0, 1 and 2: each group's sum is that of units * 2 ** place.

        Returns
        -------
        polars.DataFrame, (pieces, by + `__power`, `__place`, `__units`)
        """
        value = numbers(self.column, part.schema[self.column])
        return self._sums(read(part, self.by, value))

    def merge(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return the sums of the units at each place."""
        return self._together(stack(one, other))

    def value(self, state: pl.DataFrame) -> Any:
        """Return `{"count", "mean", "variance", "std"}`; with `by`, a frame of the group columns and these."""
        lists = [pl.col(name) for name in POWERS]
        groups = state.group_by(self.by).agg(lists) if self.by else state.select(each.implode() for each in lists)
        rows = [self._answer(*row) for row in groups.select(*POWERS).iter_rows()]
        if not self.by:
            return dict(zip(self.answers, rows[0], strict=True))
        types = {f"__{name}": pl.Int64 if name == "count" else pl.Float64 for name in self.answers}
        found = pl.DataFrame(rows, schema=types, orient="row")
        return table(self.by, pl.concat([groups.select(self.by), found], how="horizontal"), *self.answers)

    def _sums(self, rows: pl.DataFrame) -> pl.DataFrame:
        import numpy as np

        if self.by:
            groups = rows.group_by(self.by).agg(VALUE)
            values, sizes = groups[VALUE].explode(empty_as_null=False).to_numpy(), groups[VALUE].list.len().to_numpy()
        else:
            groups, values, sizes = pl.DataFrame(), rows[VALUE].to_numpy(), np.array([rows.height])
        starts = np.cumsum(sizes, dtype=np.int64) - sizes
        sums = {(0, 0): sizes, **exact_sums(values, starts, squares=self.spread)}
        labels = np.repeat(list(sums), len(sizes), axis=0)
        columns = (labels[:, 0], labels[:, 1], np.concatenate(list(sums.values())))
        pieces = pl.DataFrame(dict(zip(POWERS, columns, strict=True))).cast(POWERS)
        keys = groups.select(self.by)[np.tile(np.arange(groups.height), len(sums))]
        return pl.concat([keys, pieces], how="horizontal") if self.by else pieces

    def _together(self, pieces: pl.DataFrame) -> pl.DataFrame:
        return pieces.group_by(*self.by, "__power", "__place").agg(pl.col("__units").sum())

    def _answer(self, *pieces: list[int]) -> tuple[float | None, ...]:
        count, total, squares, shift = totals(*pieces)
        mean = rounded(nearest(total, count << shift)) if count else None
        return (count, mean, *deviations(count, total, squares, shift)) if self.spread else (count, mean)


def totals(powers: Iterable[int], places: Iterable[int], units: Iterable[int]) -> tuple[int, int, int, int]:
    """Return the count, the sums of values * 2 ** shift and of their squares, and the shift: whole numbers all.

    Parameters
    ----------
    powers, places, units : iterable of int
        Pieces of the sums: that of each power is the sum of units * 2 ** place.

    Examples
    --------
    >>> totals([0, 1, 2], [0, -1, -2], [2, 4, 10])  # of 0.5 and 1.5
    (2, 4, 10, 1)
    """
    pieces = list(zip(powers, places, units, strict=True))
    shift = max((-(place // power) for power, place, _ in pieces if power), default=0)
    shift = max(shift, 0)
    sums = [0, 0, 0]
    for power, place, unit in pieces:
        sums[power] += unit << (place + power * shift)
    return sums[0], sums[1], sums[2], shift


def deviations(count: int, total: int, squares: int, shift: int) -> tuple[float | None, float | None]:
    """Return variance and standard deviation (n - 1) from what `totals` returns; None of fewer than two values.

    Examples
    --------
    >>> deviations(2, 4, 10, 1)
    (0.5, 0.707106781187)
    """
    if count < 2:
        return None, None
    variance = (count * squares - total * total, (count * (count - 1)) << 2 * shift)
    return rounded(nearest(*variance)), rounded(root(*variance))
