"""Reads texts as numbers, and tells what they look like."""

from __future__ import annotations

import polars as pl

NUMBERS = 0.8
"""The share of a column's texts from which on it is compared as numbers; the others are told apart."""
LETTERS = 50
"""How many looks a column may have of which the letters are kept; else a run of letters is an `A` or an `a`."""


def as_numbers(column: pl.Series) -> pl.Series:
    """Return a column as numbers, null where it holds none that is finite.

    Examples
    --------
    >>> as_numbers(pl.Series(["1.50", " -2 ", "3,5", "NaN", None])).to_list()
    [1.5, -2.0, None, None, None]
    """
    value = pl.col(column.name)
    if column.dtype == pl.String():
        value = value.str.strip_chars()
    number = value.cast(pl.Float64, strict=False)
    return column.to_frame().select(pl.when(number.is_finite()).then(number).alias(column.name)).to_series()


def looks(column: pl.Series, *, letters: bool) -> pl.Series:
    """Return what each text looks like: 9 for a digit, 9.9 for a number with decimals.

    Parameters
    ----------
    column : polars.Series, text
    letters : bool
        Whether letters stay as they are; else a run of them is an `A` or an `a`.

    Examples
    --------
    >>> looks(pl.Series(["31/01/2013", "-39.02 F", "Jan 2"]), letters=True).to_list()
    ['99/99/9999', '9.9 F', 'Jan 9']
    >>> looks(pl.Series(["Île d'Yeu"]), letters=False).to_list()
    ["Aa a'Aa"]
    """
    found = column.str.replace_all(r"[-+]?\d+\.\d+", "9.9").str.replace_all(r"\d", "9").str.slice(0, 80)
    if not letters:
        found = found.str.replace_all(r"\p{Lu}+", "A").str.replace_all(r"\p{Ll}+", "a")
    return found


def keeps_letters(column: pl.Series) -> bool:
    """Tell whether letters are to be kept in what a column's texts look like."""
    return looks(column, letters=True).n_unique() <= LETTERS
