"""Dates and times that are written as text."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.dates import dates
from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.table import Table

ORDER = 95

MOST = 0.9
"""The share of values that must be dates or times."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the reading of dates and times into columns of their own; the text stays."""
    for column in table.texts:
        counts = table.counts(column)
        found = dates(counts)
        if not found.rows or found.rows < MOST * table.known(column):
            continue
        to = "datetime" if found.timed else "date"
        into = table.free(f"{column}_{'time' if found.timed else 'date'}")
        rule = {"column": column, "into": into, "formats": list(found.formats), "to": to, "otherwise": "null"}
        why = f"{found.rows / table.known(column):.1%} of the values of {column!r} are {to}s"
        if found.ambiguous:
            why += "; day and month may be the other way round: decide by what you know of them"
        sure = 0.6 if found.ambiguous else 0.95
        yield Finding("transform", {"parse_datetime": rule}, why, found.rows, sure)
