"""Letters among digits, and digits or letters that were written over: 4n19, 1x036."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import polars as pl

from wrangle.explore.suggest.detectors.spellings import grouped
from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 40

DIGITS = r"^[^\p{L}]*\d[^\p{L}]*$"
"""Digits, and no letter."""

MOST = 0.5
"""The share of values of a column that must be of digits."""

TIMES = 8
"""How much more often than the marked value the same without letters must stand, to be what was meant."""

KNOWN = 0.9
"""The share of rows whose value comes up again, before one is told from its other digits."""

FIXED = 0.85
"""The share of values of one length from which on the column has a fixed one."""

ALONE = 3
"""The least marked values of columns of fixed length from which is told whether marks were put in or written over."""


def find(table: Table) -> Iterator[Finding]:
    """Yield what marked values were."""
    columns = {name: marked for name in table.texts if (marked := _marked(table, name)) is not None}
    put_in = _put_in(table, columns)
    for column, marked in columns.items():
        names = _names(table, column, marked, put_in)
        if names:
            cells = sum(table.times(column, value) for value in names)
            why = (
                f"letters in {column!r}, which holds digits: each is a value that is known, or the digits without them"
            )
            rule = {"canonicalize": {"column": column, "names": grouped(names)}}
            yield Finding("clean", rule, why, cells, 0.95, shown(list(names.items())))


def _marked(table: Table, column: str) -> list[str] | None:
    """Return the values with one or more letters among digits, of a column of digits; None of others."""
    counts = table.counts(column)
    plain = counts.filter(pl.col("value").str.contains(DIGITS))
    if not plain.height or cells_of(plain) < MOST * table.known(column):
        return None
    odd = counts.filter(pl.col("value").str.contains(r"\p{L}") & pl.col("value").str.contains(r"^[\p{L}\d\W]+$"))
    # a word is no damaged number: at most half of the signs are letters, or the length is that of the numbers
    return [value for value in odd["value"] if _letters(value) * 2 <= len(value)]


def _letters(value: str) -> int:
    return sum(letter.isalpha() for letter in value)


def _length(table: Table, column: str) -> int | None:
    """Return the length of a column's values of digits, if it is fixed."""
    plain = table.counts(column).filter(pl.col("value").str.contains(DIGITS))
    sizes = plain.group_by(pl.col("value").str.len_chars()).agg(pl.col("count").sum()).sort("count", descending=True)
    size, count = sizes.row(0)
    return size if count >= FIXED * cells_of(plain) else None


def _put_in(table: Table, columns: Mapping[str, list[str]]) -> bool | None:
    """Return whether letters were put in between digits, or written over them; None where the table does not tell."""
    longer = same = 0
    for column, marked in columns.items():
        length = _length(table, column)
        if length is not None:
            longer += sum(len(value) - _letters(value) == length for value in marked)
            same += sum(len(value) == length for value in marked)
    if longer + same < ALONE or 0.1 < longer / (longer + same) < 0.9:
        return None
    return longer > same


def _names(table: Table, column: str, marked: list[str], put_in: bool | None) -> dict[str, str]:
    """Return each marked value -> what it was, where that is told."""
    plain = table.counts(column).filter(pl.col("value").str.contains(DIGITS))
    again = plain.filter(pl.col("count") > 1)
    known = again["value"].to_list() if cells_of(again) >= KNOWN * cells_of(plain) else []
    length, found = _length(table, column), {}
    for value in marked:
        without = "".join(letter for letter in value if not letter.isalpha())
        if put_in and (length is None or len(without) == length) and re.fullmatch(r".*\d.*", without):
            found[value] = without
        elif not put_in and (name := _only(value, known)):
            found[value] = name
        elif put_in is None and table.times(column, without) >= TIMES * table.times(column, value):
            found[value] = without
    return found


def _only(value: str, known: list[str]) -> str | None:
    """Return the one known value that differs in nothing but the letters."""
    pattern = re.compile("".join("." if letter.isalpha() else re.escape(letter) for letter in value))
    fit = [name for name in known if pattern.fullmatch(name)]
    return fit[0] if len(fit) == 1 else None
