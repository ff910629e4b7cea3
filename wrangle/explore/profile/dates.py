"""Finds the formats of dates and times that are written as text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import polars as pl

DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%y",
    "%m/%d/%y", "%d.%m.%y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y",
)  # fmt: skip
CLOCKS = ("%H:%M", "%H:%M:%S", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S%.f%#z")
COMPACT = "%Y%m%d"

SWAPPED = {"%d/%m/": "%m/%d/", "%d-%m-": "%m-%d-", "%m/%d/": "%d/%m/", "%m-%d-": "%d-%m-"}
"""Beginnings of formats that read a text as another day."""

TRIED = 500
"""Different texts by which formats are found."""

FORMATS = 4
"""Formats that are told of a column at most."""

SHARE = 0.005
"""The least share of rows of a format."""


@dataclass(frozen=True)
class Dates:
    """The dates and times among texts."""

    formats: dict[str, int]
    """Format -> rows, each row counted for the first that reads it."""
    moments: pl.DataFrame
    """(texts that are read, `moment` + `count`)."""
    ambiguous: tuple[str, ...] = ()
    """Formats that read the same texts with day and month the other way round, too."""

    @property
    def rows(self) -> int:
        """How many rows hold a date or time."""
        return sum(self.formats.values())

    @property
    def timed(self) -> bool:
        """Whether they tell the time of the day."""
        return any("%H" in each or "%I" in each for each in self.formats)


def dates(values: pl.DataFrame) -> Dates:
    """Return the dates and times among texts.

    Parameters
    ----------
    values : polars.DataFrame, (texts, `value` + `count`)

    Examples
    --------
    >>> found = dates(pl.DataFrame({"value": ["2013-01-31", "31/01/2013", "x"], "count": [2, 1, 1]}))
    >>> found.formats, found.ambiguous, found.timed
    ({'%Y-%m-%d': 2, '%d/%m/%Y': 1}, (), False)
    """
    texts = values.with_columns(pl.col("value").str.strip_chars())
    likely = texts.filter(
        pl.col("value").str.contains(r"^[A-Za-z]{0,9}\.? ?\d{1,4}.*\d$|^\d{1,2}.*[AaPp][Mm]$|\dZ$|\d [AaPp][Mm]$")
    )
    likely = likely.filter(pl.col("value").str.len_chars().is_between(6, 40))
    tried = likely.gather_every(max(likely.height // TRIED, 1))
    formats: dict[str, int] = {}
    ambiguous: list[str] = []
    read = []
    least = SHARE * max(int(tried["count"].sum()), 1)
    for _ in range(FORMATS):
        best = _best(tried, least)
        if best is None:
            break
        if _is_ambiguous(tried, best):
            ambiguous.append(best)
        moments = likely.select("value", "count", moment=_read(best))
        read.append(moments.filter(pl.col("moment").is_not_null()).select("moment", "count"))
        formats[best] = int(read[-1]["count"].sum())
        likely = moments.filter(pl.col("moment").is_null()).select("value", "count")
        tried = tried.filter(_read(best).is_null())
    empty = pl.DataFrame(schema={"moment": pl.Datetime("us"), "count": pl.Int64})
    return Dates(formats, pl.concat([empty, *(each.cast(empty.schema) for each in read)]), tuple(ambiguous))


def _best(tried: pl.DataFrame, least: float) -> str | None:
    """Return the format that reads the most rows; of equal ones the first."""
    if not tried.height:
        return None
    found, most = None, max(least, 1) - 1
    days = [day for day in DAYS if _rows(tried, day, exact=False) > most]
    formats = [COMPACT, *days, *(f"{day}{sep}{clock}" for day, sep, clock in product(days, (" ", "T"), CLOCKS))]
    for each in formats:
        rows = _rows(tried, each)
        if rows > most:
            found, most = each, rows
    return found


def _rows(tried: pl.DataFrame, format_: str, *, exact: bool = True) -> int:
    read = _read(format_) if exact else pl.col("value").str.to_date(format_, strict=False, exact=False)
    return int(tried.filter(read.is_not_null())["count"].sum())


def _read(format_: str) -> pl.Expr:
    """Return what a format reads: between the years 1000 and 2999, so that two digits are no year of four."""
    text = pl.col("value")
    if "%#z" in format_:
        found = text.str.strptime(pl.Datetime("us", "UTC"), format_, strict=False).dt.replace_time_zone(None)
    elif "%H" in format_ or "%I" in format_:
        found = text.str.strptime(pl.Datetime("us"), format_, strict=False)
    else:
        if format_ == COMPACT:
            text = pl.when(text.str.contains(r"^(19|20)\d{6}$")).then(text)
        found = text.str.to_date(format_, strict=False).cast(pl.Datetime("us"))
    return pl.when(found.dt.year().is_between(1000, 2999)).then(found)


def _is_ambiguous(tried: pl.DataFrame, format_: str) -> bool:
    for one, other in SWAPPED.items():
        if format_.startswith(one):
            swapped = other + format_.removeprefix(one)
            mine = tried.filter(_read(format_).is_not_null())
            return mine.filter(_read(swapped).is_null()).is_empty() and not mine.is_empty()
    return False
