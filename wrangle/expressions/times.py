"""Times in SQL expressions: parts, truncation, intervals, reading text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import polars as pl

from wrangle.expressions.fault import SqlError

PARTS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "year": lambda x: x.dt.year(),
    "quarter": lambda x: x.dt.quarter(),
    "month": lambda x: x.dt.month(),
    "week": lambda x: x.dt.week(),
    "day": lambda x: x.dt.day(),
    "doy": lambda x: x.dt.ordinal_day(),
    "dow": lambda x: x.dt.weekday() % 7,
    "isodow": lambda x: x.dt.weekday(),
    "hour": lambda x: x.dt.hour(),
    "minute": lambda x: x.dt.minute(),
    "second": lambda x: x.dt.second(),
}
"""The parts of a time, as PostgreSQL names them: `dow` counts from Sunday = 0, `isodow` from Monday = 1."""

UNITS: Mapping[str, str] = {
    "second": "1s",
    "minute": "1m",
    "hour": "1h",
    "day": "1d",
    "week": "1w",
    "month": "1mo",
    "quarter": "1q",
    "year": "1y",
}
"""What a time can be cut to; weeks begin on Monday."""

SPANS: Mapping[str, timedelta] = {
    "microsecond": timedelta(microseconds=1),
    "millisecond": timedelta(milliseconds=1),
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
"""The units of an interval that are always equally long."""

MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
"""The units of an interval that are whole months."""

FORMATS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
"""How a timestamp may be written; other forms are for the step `parse_datetime`."""


def part(name: str, value: pl.Expr) -> pl.Expr:
    """Return one part of a time as a whole number.

    Examples
    --------
    >>> from datetime import date
    >>> pl.select(part("dow", pl.lit(date(2024, 6, 2)))).item()
    0
    """
    return PARTS[name](value).cast(pl.Int64)


def epoch(value: pl.Expr) -> pl.Expr:
    """Return the seconds since 1970 of a date or timestamp, as a float.

    Examples
    --------
    >>> from datetime import datetime
    >>> pl.select(epoch(pl.lit(datetime(1970, 1, 1, 0, 0, 1, 500_000)))).item()
    1.5
    """
    return _seconds(value.dt.epoch("us"))


def seconds_between(difference: pl.Expr) -> pl.Expr:
    """Return the seconds of a difference of times, as a float.

    Examples
    --------
    >>> pl.select(seconds_between(pl.lit(timedelta(minutes=1)))).item()
    60.0
    """
    return _seconds(difference.dt.total_microseconds())


def _seconds(microseconds: pl.Expr) -> pl.Expr:
    """Divide by a million without a division: polars would round it otherwise for one row than for many."""
    whole = (microseconds // 1_000_000).cast(pl.Float64)
    return whole + (microseconds % 1_000_000).cast(pl.Float64) * 1e-6


def truncate(unit: str, value: pl.Expr) -> pl.Expr:
    """Return a time cut to a unit.

    Examples
    --------
    >>> from datetime import datetime
    >>> pl.select(truncate("hour", pl.lit(datetime(2024, 6, 2, 13, 45)))).item()
    datetime.datetime(2024, 6, 2, 13, 0)
    """
    return value.dt.truncate(UNITS[unit])


def interval(text: str) -> tuple[int, timedelta]:
    """Return an interval as months and an exact span: `1 year 2 days`, `90 minutes`.

    Raises
    ------
    SqlError
        The text is no interval, or a longer one than can be held.

    Examples
    --------
    >>> interval("1 month 2 days")
    (1, datetime.timedelta(days=2))
    """
    if not re.fullmatch(r"\s*(?:[+-]?\d+(?:\.\d+)?\s*[A-Za-z]+\s*)+", text) or len(text) > 100:
        raise SqlError(f"{text!r} is no interval", help="write it as in INTERVAL '3 hours'")
    months, span = 0, timedelta()
    try:
        for count, word in re.findall(r"([+-]?\d+(?:\.\d+)?)\s*([A-Za-z]+)", text):
            unit = word.lower().removesuffix("s")
            if unit in MONTHS and "." not in count:
                months += int(count) * MONTHS[unit]
            elif unit in SPANS:
                span += float(count) * SPANS[unit]
            else:
                raise SqlError(f"INTERVAL knows no {count} {word!r}", help=f"known are: {', '.join([*SPANS, *MONTHS])}")
    except OverflowError:
        raise SqlError(f"the interval {text!r} is too long") from None
    if abs(months) > 120_000 or abs(span) > timedelta(days=3_660_000):
        raise SqlError(f"the interval {text!r} is too long")
    return months, span


def shifted(value: pl.Expr, length: tuple[int, timedelta], sign: int) -> pl.Expr:
    """Return a time moved by an interval; a date moved by hours becomes a timestamp.

    Examples
    --------
    >>> from datetime import date
    >>> pl.select(shifted(pl.lit(date(2024, 1, 31)), (1, timedelta()), 1)).item()
    datetime.date(2024, 2, 29)
    """
    months, span = length
    if months:
        value = value.dt.offset_by(f"{sign * months}mo")
    if span % timedelta(days=1):
        value = value.cast(pl.Datetime("us"))
    return value + pl.lit(sign * span) if span else value


def timestamp(value: pl.Expr) -> pl.Expr:
    """Return a timestamp, read from text or cast from a date; null for text that is none.

    Examples
    --------
    >>> pl.select(timestamp(pl.Series(["2024-06-02T13:45", "yesterday"]))).to_series().to_list()
    [datetime.datetime(2024, 6, 2, 13, 45), None]
    """
    value = pl.lit(value) if isinstance(value, pl.Series) else value
    text = value.cast(pl.String)
    return pl.coalesce(text.str.strptime(pl.Datetime("us"), each, strict=False) for each in FORMATS)
