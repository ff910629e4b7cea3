"""Brings numbers into a range."""

from __future__ import annotations

import math

import polars as pl
from polars.expr.whenthen import ChainedThen, Then
from pydantic import model_validator

from wrangle.expressions.missing import is_nan
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NumberColumn, NumberColumns


class Clip(ColumnStep):
    """Replace numbers outside a range by its nearest end.

    Null and NaN stay; infinities become the end on their side. Whole numbers stay whole, unless the end that is set has
    a fraction: then the column becomes float.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("clip: {column: a, min: 0, max: 100}", a=[-3.5, 20.0, float("inf"), None])
    {'a': [0.0, 20.0, 100.0, None]}
    """

    column: NumberColumn | None = None
    """The column to rewrite, in place."""

    columns: NumberColumns | None = None
    """Several columns to rewrite, in place."""

    min: float | None = None
    """The lower end; none: numbers may be as low as they are."""

    max: float | None = None
    """The upper end; none: numbers may be as high as they are."""

    @model_validator(mode="after")
    def _makes_a_range(self) -> Clip:
        if (self.column is None) == (self.columns is None):
            raise ValueError("clip needs either `column` or `columns`")
        ends = [end for end in (self.min, self.max) if end is not None]
        if not ends:
            raise ValueError("clip needs `min`, `max` or both")
        if any(math.isnan(end) for end in ends):
            raise ValueError("clip needs numbers for `min` and `max`, not NaN")
        if ends != sorted(ends):
            raise ValueError(f"clip needs a `min` that is not above `max`, not {ends[0]:g} and {ends[1]:g}")
        return self

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column within the range."""
        del learned
        return [self._clipped(name) for name in self.reads_in_place()]

    def _clipped(self, name: str) -> pl.Expr:
        value = pl.col(name)
        chain: Then | ChainedThen = pl.when(is_nan(name)).then(value)
        if self.min is not None:
            chain = chain.when(value < self.min).then(_literal(self.min))
        if self.max is not None:
            chain = chain.when(value > self.max).then(_literal(self.max))
        return chain.otherwise(value).alias(name)


def _literal(end: float) -> pl.Expr:
    """Return an end as a literal: a whole one as a whole number, so that whole numbers stay whole."""
    return pl.lit(int(end) if end.is_integer() and abs(end) < 2**53 else end)
