"""Takes quantities apart: "21,5 °C" is the number 21.5 and the unit "°c"."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wrangle.numbered import numbered

QUANTITY = r"^([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*)$"
"""A number, with point or comma before the fraction, and what comes after it."""

OF_NUMBERS = frozenset("0123456789.,+-")


def quantities(texts: pl.Series, units: Collection[str]) -> pl.DataFrame:
    """Return the number and the unit, in lower case, of each text; null where it does not begin with a number.

    Most texts are a number with nothing after it but letters that units are written with. These are cut off, which is
    several times cheaper than the pattern that reads all others.

    Parameters
    ----------
    texts : polars.Series, (texts,), String
    units : collection of str
        How units are written, in lower case.

    Returns
    -------
    polars.DataFrame, (texts, `number` + `unit`)

    Examples
    --------
    >>> quantities(pl.Series(["21,5 °C", "-3", "1e3m2", "m"]), ["°c", "m2"]).rows()
    [(21.5, '°c'), (-3.0, ''), (1000.0, 'm2'), (None, None)]
    """
    letters = {letter for unit in units for letter in unit + unit.upper()} - OF_NUMBERS
    ends = "".join(sorted(letters | {" "}))
    number, unit = _cut(texts, ends)
    for way in (lambda text: _cut(text.str.strip_chars().str.replace(",", ".", literal=True), ends), _by_pattern):
        left = (number.is_null() & texts.is_not_null()).arg_true()
        if len(left):
            more, its_unit = way(texts.gather(left))
            number, unit = number.scatter(left, more), unit.scatter(left, its_unit)
    return pl.DataFrame([number.alias("number"), unit.alias("unit")])


def _cut(texts: pl.Series, ends: str) -> tuple[pl.Series, pl.Series]:
    """Return numbers and units of texts that are a number but for letters at the end; the number of others is null."""
    head = texts.str.strip_chars_end(ends)
    number = head.cast(pl.Float64, strict=False)
    number = number.set(~number.is_finite(), None)
    rest = numbered(texts.str.slice(head.str.len_bytes()))  # of units there are few
    return number, rest.texts.str.strip_chars().str.to_lowercase().gather(rest.codes)


def _by_pattern(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return numbers and units of texts that begin with a number; both are null of others."""
    text = texts.str.strip_chars()
    number = text.str.extract(QUANTITY, 1).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return number, text.str.extract(QUANTITY, 2).str.to_lowercase()
