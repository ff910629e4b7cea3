"""Reads text as times or dates."""

from __future__ import annotations

from functools import partial
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import AfterValidator, Field

from wrangle.expressions.ways import VALUE, first_answer
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NewColumn, TextColumn

TIME = pl.Datetime("us")

_YEAR_1000 = pl.datetime(1000, 1, 1)
"""From here on a year has four digits. A comparison costs a thirtieth of taking the year out of each time."""

EXCEL = "excel"
"""The format of times as spreadsheets hold them: days since the end of 1899, with fractions."""

_MIDNIGHT_1970, _LEAP_THAT_NEVER_WAS, _END_OF_9999 = 25_569, 60, 2_958_466
"""Days as spreadsheets count them, which take 1900 for a leap year."""


def _readable(format_: str) -> str:
    """Hold a format to be one that polars can read: it must read what it writes."""
    from datetime import UTC, datetime

    if format_ == EXCEL:
        return format_
    if "%Z" in format_:
        raise ValueError(f"{format_!r} has %Z, which no time zone is read by: write the letters, or %z for an offset")
    moment = pl.Series([datetime(2001, 2, 3, 16, 5, 6, tzinfo=UTC)], dtype=pl.Datetime("us", "UTC"))
    try:
        written = moment.dt.strftime(format_)
        _ = written.to_frame("t").select(_read(pl.col("t"), format_))
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{format_!r} is no format of times: {str(error).splitlines()[0]}") from None
    if "%" not in format_:
        raise ValueError(f"{format_!r} is no format of times: %Y, %m, %d, %H, %M, %S stand for parts of one")
    return format_


Format = Annotated[str, AfterValidator(_readable)]


class ParseDatetime(ColumnStep):
    """Read text as times or dates by the first of several formats that fits the whole text.

    Blanks around the text do not count. Times carry no zone: those with an offset in the text (`%z`) become UTC. An
    impossible date (30 February) fits no format, and a year of four digits (`%Y`) is 1000 or later: "14-01-01" is not
    the year 14. The format `excel` reads numbers as spreadsheets count days: 44562.75 is 18 o'clock on the first day of
    2022. Null stays null; empty text, like all that fits no format, is a misfit.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "parse_datetime: {column: a, to: date, formats: ['%Y-%m-%d', '%d/%m/%Y'], otherwise: 'null'}"
    >>> [str(day) for day in apply(rule, a=["2013-01-31", "31/01/2013", "31.1."])["a"]]
    ['2013-01-31', '2013-01-31', 'None']
    >>> rule = "parse_datetime: {column: a, to: date, formats: ['%Y-%m-%d', excel]}"
    >>> [str(day) for day in apply(rule, a=["2013-01-31", "41305"])["a"]]
    ['2013-01-31', '2013-01-31']
    """

    cost: ClassVar[float] = 250.0

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the times; without it the text is rewritten in place."""

    formats: Annotated[tuple[Format, ...], Field(min_length=1)]
    """Formats to try, in order: `%Y-%m-%d %H:%M`, or `excel`. See References for the signs."""

    to: Literal["datetime", "date"] = "datetime"
    """Whether times or dates are wanted; a date as a time is its midnight."""

    otherwise: Literal["null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that fits no format."""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return f"fits none of the formats {', '.join(self.formats)}"

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the times."""
        text, stripped = pl.col(self.column), VALUE.str.strip_chars()
        if len(self.formats) == 1:  # blanks are rare, and looking for them costs half of what reading does
            format_ = self.formats[0].strip()
            times = first_answer(text, [partial(_read, VALUE, format_), partial(_read, stripped, format_)], TIME)
        else:
            ways = [partial(_read, VALUE, each.strip()) for each in self.formats]
            times = first_answer(text.str.strip_chars(), ways, TIME)
        wanted = times.cast(pl.Date) if self.to == "date" else times
        return [wanted.alias(self.into or self.column)]


def _read(text: pl.Expr, format_: str) -> pl.Expr:
    if format_ == EXCEL:
        return _days(text)
    if any(sign in format_ for sign in ("%z", "%:z", "%#z", "%+")):
        times = _parsed(text, pl.Datetime("us", "UTC"), format_).dt.replace_time_zone(None)
    elif not any(sign in format_ for sign in ("%H", "%I", "%k", "%l", "%T", "%R", "%c", "%s", "%X", "%r")):
        times = _parsed(text, pl.Date(), format_).cast(TIME)
    else:
        times = _parsed(text, TIME, format_)
    return pl.when(times >= _YEAR_1000).then(times) if "%Y" in format_ or "%F" in format_ else times


def _parsed(text: pl.Expr, dtype: pl.Datetime | pl.Date, format_: str) -> pl.Expr:
    """Return what polars reads; without its cache: where texts stand often, the engine asks for each of them once."""
    return text.str.strptime(dtype, format_, strict=False, cache=False)


def _days(text: pl.Expr) -> pl.Expr:
    """Return times from days as spreadsheets count them, to the millisecond."""
    days = text.cast(pl.Float64, strict=False)
    never = (days >= _LEAP_THAT_NEVER_WAS) & (days < _LEAP_THAT_NEVER_WAS + 1)
    real = pl.when((days >= 1) & (days < _END_OF_9999) & ~never).then(days)
    since = real - _MIDNIGHT_1970 + (real < _LEAP_THAT_NEVER_WAS).cast(pl.Int8)
    return (since * 86_400_000).round().cast(pl.Int64).cast(pl.Datetime("ms")).cast(TIME)
