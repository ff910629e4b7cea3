"""Writes what comes round again as a place on a circle."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Reads

PARTS: Mapping[str, tuple[Callable[[pl.Expr], pl.Expr], int, float]] = {
    "minute": (lambda time: time.dt.minute(), 60, 60),
    "hour": (lambda time: time.dt.hour(), 24, 24),
    "day_of_week": (lambda time: time.dt.weekday() - 1, 7, 7),
    "day_of_year": (lambda time: time.dt.ordinal_day() - 1, 366, 365.25),
    "month": (lambda time: time.dt.month() - 1, 12, 12),
}
"""Each part of a time: how it is read, counted from 0; how many values it has; its period."""


class Cyclical(ColumnStep):
    """Write what comes round again, as hours and directions do, as the sine and cosine of its place on the circle.

    23 o'clock and 0 o'clock are far apart as numbers, and neighbours as sine and cosine. Parts of a time are whole
    numbers from 0: hour 0 to 23 (minutes left out), Monday 0, January 0, the first day of the year 0. A time zone's
    local time counts. Null, NaN and infinities give null.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> found = apply("cyclical: {column: wind, period: 360}", wind=[0.0, 90.0, None])
    >>> {name: [value and round(value, 6) for value in values] for name, values in found.items()}
    {'wind': [0.0, 90.0, None], 'wind_sin': [0.0, 1.0, None], 'wind_cos': [1.0, 0.0, None]}
    """

    column: Annotated[str, Reads(("number", "time"))]
    """The column of numbers (with `period`) or of times (with `part`) to look at; it stays as it is."""

    part: Literal["minute", "hour", "day_of_week", "day_of_year", "month"] | None = None
    """What of a time comes round again; its period is known (a year has 365.25 days)."""

    period: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """After how much a number comes round again: 360 for directions in degrees."""

    into: Annotated[str, Field(min_length=1)] | None = None
    """What the new columns' names begin with; without it the column's name, and the part. `_sin` and `_cos` follow."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Cyclical:
        if (self.part is None) == (self.period is None):
            raise ValueError("cyclical needs either `part`, for a time, or `period`, for a number")
        return self

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the names of sine and cosine."""
        del learned
        stem = self.into or "_".join(filter(None, (self.column, self.part)))
        return f"{stem}_sin", f"{stem}_cos"

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return sine and cosine."""
        sine, cosine = self.writes(learned)
        if self.part is not None:
            return [self._of_time(pl.Expr.sin).alias(sine), self._of_time(pl.Expr.cos).alias(cosine)]
        assert self.period is not None
        value = pl.col(self.column).cast(pl.Float64)
        angle = pl.when(value.is_finite()).then(value) * (2 * math.pi / self.period)
        return [angle.sin().alias(sine), angle.cos().alias(cosine)]

    def _of_time(self, wave: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
        """Return sine or cosine from a table of the part's values, which costs a quarter of computing it."""
        assert self.part is not None
        read, values, period = PARTS[self.part]
        table = pl.select(wave(pl.int_range(values).cast(pl.Float64) * (2 * math.pi / period))).to_series()
        return pl.lit(table).gather(read(pl.col(self.column)).cast(pl.UInt32))
