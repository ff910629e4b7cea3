"""Makes columns of the parts of a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal, get_args

import polars as pl
from pydantic import Field, field_validator

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import TimeColumn

Part = Literal[
    "year", "quarter", "month", "week", "day", "day_of_week", "day_of_year", "hour", "minute", "second",
    "is_weekend", "is_month_start", "is_month_end", "date", "time_of_day",
]  # fmt: skip

READ: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "year": lambda time: time.dt.year(),
    "quarter": lambda time: time.dt.quarter(),
    "month": lambda time: time.dt.month(),
    "week": lambda time: time.dt.week(),
    "day": lambda time: time.dt.day(),
    "day_of_week": lambda time: time.dt.weekday() - 1,
    "day_of_year": lambda time: time.dt.ordinal_day(),
    "hour": lambda time: time.dt.hour(),
    "minute": lambda time: time.dt.minute(),
    "second": lambda time: time.dt.second(),
    "is_weekend": lambda time: (time.dt.weekday() > 5).cast(pl.Int8),
    "is_month_start": lambda time: (time.dt.day() == 1).cast(pl.Int8),
    "is_month_end": lambda time: (time.dt.day() == time.dt.days_in_month()).cast(pl.Int8),
    "date": lambda time: time.dt.date(),
    "time_of_day": lambda time: time.dt.hour().cast(pl.Float64) + time.dt.minute() / 60 + time.dt.second() / 3600,
}
"""How each part is read from a time."""

assert set(READ) == set(get_args(Part))

OF_DAYS = frozenset({"hour", "minute", "second", "time_of_day"})
"""Parts that a date does not have: they are 0."""


class DatetimeParts(ColumnStep):
    """Make a column for each part of a time: `<column>_hour`, `<column>_month` and so on.

    Monday is 0, and Sunday 6; January is 1, and so are the first day of a year and the week by ISO 8601 that has its
    first Thursday. `is_weekend` (Saturday, Sunday), `is_month_start` and `is_month_end` are 0 or 1; `time_of_day` is in
    hours, 6.5 for half past six. A time zone's local time counts; a date has the hour 0. Null gives null. For models,
    `cyclical` writes what comes round again as a place on a circle.

    Examples
    --------
    >>> from datetime import datetime
    >>> from wrangle.testing import apply
    >>> rule = "datetime_parts: {column: t, parts: [month, day_of_week, is_weekend, time_of_day], into: at}"
    >>> found = apply(rule, t=[datetime(2024, 3, 2, 6, 30), None])
    >>> {name: values for name, values in found.items() if name != "t"}
    {'at_month': [3, None], 'at_day_of_week': [5, None], 'at_is_weekend': [1, None], 'at_time_of_day': [6.5, None]}
    """

    cost: ClassVar[float] = 20.0

    column: TimeColumn
    """The column of dates or times; it stays as it is."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    """The parts, in the order of the new columns."""

    into: Annotated[str, Field(min_length=1)] | None = None
    """What the new columns' names begin with; without it the column's name."""

    @field_validator("parts")
    @classmethod
    def _names_each_once(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(set(parts)) < len(parts):
            raise ValueError(f"datetime_parts needs each part once: {', '.join(parts)}")
        return parts

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the names of the new columns."""
        return tuple(f"{self.into or self.column}_{part}" for part in self.parts)

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: the column stays as it is."""
        return ()

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each part."""
        time, is_date = pl.col(self.column), isinstance(self.dtype(self.column), pl.Date)
        whole = time.cast(pl.Datetime("us")) if is_date else time
        pairs = zip(self.parts, self.writes(learned), strict=True)
        return [READ[part](whole if part in OF_DAYS else time).alias(name) for part, name in pairs]
