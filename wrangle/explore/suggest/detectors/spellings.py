"""Rare values that are likely misspellings of frequent ones, as a whole or in one of their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from wrangle.explore.suggest.finding import SURE, Finding, shown
from wrangle.explore.suggest.similar import misspelled
from wrangle.explore.suggest.table import Table

ORDER = 60

OFTEN = 3
"""How often a value stands that is no misspelling itself."""


def find(table: Table) -> Iterator[Finding]:
    """Yield a list of names with their misspellings for each column."""
    for column in table.texts:
        spellings, sure = misspelled(table.counts(column), SURE)
        spellings = [each for each in spellings if not explained(table, column, each.value, each.name)]
        if spellings:
            names = grouped({each.value: each.name for each in spellings})
            cells = sum(each.count for each in spellings)
            why = f"spellings in {column!r} that stand seldom, each near to one that stands often and to no other"
            examples = shown([(each.value, each.name) for each in spellings])
            yield Finding("clean", {"canonicalize": {"column": column, "names": names}}, why, cells, sure, examples)


def explained(table: Table, column: str, value: str, name: str) -> bool:
    """Return whether another column says that a value is right, though it is near to a frequent one.

    It does where it holds what differs, `ak` beside `ak_1` where others have `al_1`; or where its values stand with
    this one again and again, and with no other: `Anchorage` with `ak`.
    """
    rows = table.frame.filter(pl.col(column) == value)
    others = [each for each in table.texts if each != column]
    return any(_holds(table, other, rows[other][0], value, name) or _goes_with(table, other, rows) for other in others)


def _holds(table: Table, other: str, cell: str | None, value: str, name: str) -> bool:
    in_value = cell is not None and len(cell) > 1 and cell in value and cell not in name
    return in_value and table.times(other, str(cell)) >= OFTEN


def _goes_with(table: Table, other: str, rows: pl.DataFrame) -> bool:
    """Return whether half of some rows have values of another column that stand nowhere else, each more than once."""
    again = rows[other].drop_nulls().alias("value").value_counts(name="count").filter(pl.col("count") > 1)
    own = sum(count for cell, count in again.rows() if table.times(other, cell) == count)
    return bool(2 * own >= rows.height)


def grouped(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return name -> its spellings, from spelling -> name; both in order.

    Examples
    --------
    >>> grouped({"NOE": "NONE", "NNE": "NONE"})
    {'NONE': ['NNE', 'NOE']}
    """
    found: dict[str, list[str]] = {}
    for spelling, name in sorted(names.items(), key=lambda each: (each[1], each[0])):
        found.setdefault(name, []).append(spelling)
    return found
