"""Tells in what range the numbers of a column lie at a point of a pipeline, by trying the steps before on numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from wrangle.engine.ops import CheckOp, ColumnOp
from wrangle.errors import WrangleError
from wrangle.lint.trail import Point, Trail

STEPS = 16
"""Into how many pieces a range is cut to see whether a step keeps the order of numbers."""


@dataclass(frozen=True)
class Range:
    """The range in which all numbers of a column lie, ends included, and the operation that saw to it last."""

    low: float = -math.inf
    high: float = math.inf
    by: Point | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is an end at all."""
        return self.by is not None

    def __str__(self) -> str:
        if math.isinf(self.low):
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if math.isinf(self.high) else f"from {self.low:g} to {self.high:g}"


def range_of(trail: Trail, which: int, before: int) -> Range:
    """Return the range of a column's numbers before a position.

    Parameters
    ----------
    trail : Trail
    which : int
        The column, as the trail counts them.
    before : int
        A position among the operations.
    """
    makers = trail.makers(which, before)
    if not makers:
        return Range()
    point = makers[-1]
    if isinstance(point.op, CheckOp):
        return _held(point, range_of(trail, which, point.position))
    made = point.making(which)
    if made is None or not isinstance(point.op, ColumnOp):
        return Range()
    old = range_of(trail, point.reads[made[0]], point.position)
    new = _rewritten(point, made, old)
    if point.op.where is None:
        return new
    return Range(min(old.low, new.low), max(old.high, new.high), old.by if new.is_known else None)


def _held(point: Point, old: Range) -> Range:
    """Return what is left of a range by a check of the contract."""
    check = point.op.check if isinstance(point.op, CheckOp) else None
    low, high = (getattr(check, end, None) for end in ("min", "max"))
    if check is None or check.keyword() != "between" or any(isinstance(end, str) for end in (low, high)):
        return old
    return Range(
        old.low if low is None else max(float(low), old.low),
        old.high if high is None else min(float(high), old.high),
        point,
    )


def _rewritten(point: Point, made: tuple[str, pl.Expr], old: Range) -> Range:
    """Return the range that a step makes of one, where it keeps or turns round the order of numbers."""
    column, expression = made
    try:
        seen = pl.DataFrame({column: _spread(old)}, schema={column: pl.Float64}).select(expression).to_series()
    except (pl.exceptions.PolarsError, WrangleError):
        return Range()
    if not seen.dtype.is_numeric():
        return Range()
    numbers = seen.cast(pl.Float64).fill_nan(None).to_list()
    if None in numbers or numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        return Range()
    low, high = min(numbers), max(numbers)
    if math.isinf(low) and math.isinf(high):
        return Range()
    return Range(low, high, old.by if (low, high) == (old.low, old.high) else point)


def _spread(old: Range) -> list[float]:
    """Return numbers over a range, its ends among them, in order."""
    low, high = max(old.low, -1e6), min(old.high, 1e6)
    inner = [low + (high - low) * step / STEPS for step in range(STEPS + 1)] if low < high else [low]
    far = [sign * 10.0**power for sign in (-1, 1) for power in (9, 12)]
    return sorted({old.low, old.high, *inner, *(each for each in far if old.low < each < old.high)})
