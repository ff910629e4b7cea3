"""Tells how much time lies between two times."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

import polars as pl
from pydantic import model_validator

from wrangle.expressions.durations import UNITS
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NewColumn, TimeColumn

SECONDS = {
    "seconds": UNITS["s"],
    "minutes": UNITS["m"],
    "hours": UNITS["h"],
    "days": UNITS["d"],
    "weeks": UNITS["w"],
    "years": round(365.2425 * UNITS["d"]),
}
"""Unit -> microseconds; a year is the mean one of the Gregorian calendar, 365.2425 days."""


class Elapsed(ColumnStep):
    """Compute how much time lies from one time to another: negative where the other one comes first.

    The other time is a column or a fixed time; never the present one, which would give another answer every day. A date
    is its midnight. Null in either gives null. Both must have a time zone or neither.

    Examples
    --------
    >>> from datetime import date
    >>> from wrangle.testing import apply
    >>> rule = "elapsed: {start: a, end: b, unit: days, into: days}"
    >>> apply(rule, a=[date(2024, 2, 28), None], b=[date(2024, 3, 1), date(2024, 3, 1)])["days"]
    [2.0, None]
    """

    cost: ClassVar[float] = 10.0

    start: TimeColumn
    """The column of the time from which is counted."""

    end: TimeColumn | None = None
    """The column of the time up to which is counted."""

    until: str | None = None
    """A fixed time up to which is counted, by ISO 8601, instead of `end`."""

    unit: Literal["seconds", "minutes", "hours", "days", "weeks", "years"] = "hours"
    """The unit of the result; a year has 365.2425 days."""

    into: NewColumn = "elapsed"
    """The column to make."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Elapsed:
        if (self.end is None) == (self.until is None):
            raise ValueError("elapsed needs either `end`, a column, or `until`, a time")
        if self.until is not None:
            _time(self.until)
        return self

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the time that lies between."""
        if self.until is None:
            assert self.end is not None
            end = _whole(self.end, self.dtype(self.end))
        else:
            time = _time(self.until)
            end = pl.lit(time, dtype=pl.Datetime("us", None if time.tzinfo is None else "UTC"))
        between = end - _whole(self.start, self.dtype(self.start))
        elapsed = between.dt.total_microseconds().cast(pl.Float64) / SECONDS[self.unit]
        return [elapsed.alias(self.into)]


def _whole(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as times in microseconds; those of a time zone in UTC."""
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return pl.col(name).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
    return pl.col(name).cast(pl.Datetime("us"))


def _time(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time by ISO 8601: write it as 2024-01-31 or 2024-01-31T06:00") from None
