"""Reads text as values of a type, strictly: null where the text is not one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

ISO_TIMES = (
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
)
ISO_ZONED = ("%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z")
ISO_DATE = "%Y-%m-%d"
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?([nN]a[nN]|[iI]nf(inity)?)$"
TIME = pl.Datetime("us")


def number(text: pl.Expr) -> pl.Expr:
    """Return numbers as Float64: "1.5", "-2e3", "nan" and "inf" are some.

    Examples
    --------
    >>> pl.DataFrame({"a": ["1.5", "1,5", "0x1", ""]}).select(number(pl.col("a")))["a"].to_list()
    [1.5, None, None, None]
    """
    return pl.when(text.str.contains(NUMBER)).then(text).cast(pl.Float64, strict=False)


def whole_number(text: pl.Expr) -> pl.Expr:
    """Return whole numbers as Int64; "7.0" is one, "7.5" is not."""
    whole = pl.when(text.str.contains(r"^[+-]?\d+(\.0*)?$")).then(text.str.replace(r"\.0*$", ""))
    return whole.str.strip_prefix("+").cast(pl.Int64, strict=False)


def truth(text: pl.Expr) -> pl.Expr:
    """Return `true` and `false`, in any case, as Boolean."""
    lower = text.str.to_lowercase()
    return pl.when(lower.is_in(["true", "false"])).then(lower == "true")


def time(text: pl.Expr) -> pl.Expr:
    """Return ISO 8601 times as Datetime in microseconds; those with an offset in UTC; a date as its midnight."""
    zoned = (
        text.str.strptime(pl.Datetime("us", "UTC"), each, strict=False).dt.replace_time_zone(None) for each in ISO_ZONED
    )
    plain = (text.str.strptime(TIME, each, strict=False) for each in ISO_TIMES)
    return pl.coalesce(*plain, date(text).cast(TIME), *zoned)


def date(text: pl.Expr) -> pl.Expr:
    """Return ISO 8601 dates as Date."""
    whole = pl.when(text.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(text)
    return whole.str.strptime(pl.Date, ISO_DATE, strict=False)


READERS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "float": number,
    "integer": whole_number,
    "boolean": truth,
    "datetime": time,
    "date": date,
}
"""Type name -> its reader."""
