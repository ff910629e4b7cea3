"""Divides a column by another."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NumberColumn


class Ratio(ColumnStep):
    """Divide a column of numbers by another.

    What cannot be divided is a misfit, and never gives an infinity: division by zero, infinity by infinity, and a ratio
    too large to be written. Null in either gives null, NaN gives NaN.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("ratio: {numerator: rain, denominator: hours}", rain=[3.0, 1.0, None], hours=[2, 0, 1])
    {'rain': [3.0, 1.0, None], 'hours': [2, 0, 1], 'rain_per_hours': [1.5, None, None]}
    """

    cost: ClassVar[float] = 10.0

    numerator: NumberColumn
    """The column that is divided."""

    denominator: NumberColumn
    """The column that it is divided by."""

    into: Annotated[str, Field(min_length=1)] | None = None
    """The new column; without it the columns' names with `_per_` between them."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a row in which one cannot be divided by the other."""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "cannot be divided"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the new column."""
        return (self.into or f"{self.numerator}_per_{self.denominator}",)

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the ratio."""
        above, below = (pl.col(name).cast(pl.Float64) for name in (self.numerator, self.denominator))
        found = above / below
        missing, infinite = above.is_nan() | below.is_nan(), above.is_infinite()
        sound = missing | ((below != 0) & found.is_not_nan() & (infinite | found.is_finite()))
        return [pl.when(sound).then(found).alias(name) for name in self.writes(learned)]
