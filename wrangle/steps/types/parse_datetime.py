"""Reads text as times or dates."""

from __future__ import annotations

from functools import partial
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import AfterValidator, Field

from wrangle.expressions.ways import VALUE, first_answer
from wrangle.steps.base import ColumnStep, Learned, NewColumn, TextColumn

TIME = pl.Datetime("us")


def _readable(format_: str) -> str:
    """Hold a format to be one that polars can read: it must read what it writes."""
    from datetime import UTC, datetime

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

    Times carry no zone: those with an offset in the text (`%z`) become UTC. An impossible date (30 February) fits no
    format. Null stays null; empty text, like all that fits no format, is a misfit.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "parse_datetime: {column: a, to: date, formats: ['%Y-%m-%d', '%d/%m/%Y'], otherwise: 'null'}"
    >>> [str(day) for day in apply(rule, a=["2013-01-31", "31/01/2013", "31.1."])["a"]]
    ['2013-01-31', '2013-01-31', 'None']
    """

    cost: ClassVar[float] = 250.0

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the times; without it the text is rewritten in place."""

    formats: Annotated[tuple[Format, ...], Field(min_length=1)]
    """Formats to try, in order: `%Y-%m-%d %H:%M`. See References for the signs."""

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
        ways = [partial(_read, VALUE, each) for each in self.formats]
        times = first_answer(pl.col(self.column), ways, TIME)
        wanted = times.cast(pl.Date) if self.to == "date" else times
        return [wanted.alias(self.into or self.column)]


def _read(text: pl.Expr, format_: str) -> pl.Expr:
    if "%z" in format_ or "%:z" in format_ or "%#z" in format_:
        return text.str.strptime(pl.Datetime("us", "UTC"), format_, strict=False).dt.replace_time_zone(None)
    if not any(sign in format_ for sign in ("%H", "%I", "%k", "%l", "%T", "%R", "%c", "%s", "%X", "%r", "%+")):
        return text.str.strptime(pl.Date, format_, strict=False).cast(TIME)
    return text.str.strptime(TIME, format_, strict=False)
