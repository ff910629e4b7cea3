"""Values of one column that slipped to the end of another: city "Boulder CO", state missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.sql import named
from wrangle.explore.suggest.table import Table

ORDER = 55

VALUES = 500
"""The most different values of the column that is missing."""

ROWS = 3
"""Rows in which it must have happened."""

SHARE = 0.8
"""The share of rows that miss the value in which it stands at the end of the other column."""

RARE = 0.05
"""The share of the other rows in which the other column may end like that."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the steps that put such values where they belong."""
    for column in table.texts:
        counts = table.counts(column)
        missing = table.frame.filter(pl.col(column).is_null())
        if missing.height < ROWS or not 1 < counts.height <= VALUES:
            continue
        for other in table.texts:
            if other != column:
                yield from _slipped(table, missing, column, other)


def _slipped(table: Table, missing: pl.DataFrame, column: str, other: str) -> Iterator[Finding]:
    ends = "|".join(
        re.escape(value) for value in sorted(table.counts(column)["value"].to_list(), key=len, reverse=True)
    )
    pattern = rf"^(.*\S)\s+({ends})$"
    text = pl.col(other)
    found = missing.filter(text.str.contains(pattern))
    if found.height < max(ROWS, SHARE * missing.height):
        return
    # among rows that have the value: how often does the other column end in one all the same?
    there = table.frame.filter(pl.col(column).is_not_null(), text.is_not_null())
    alike = there.filter(text.str.contains(pattern)).height
    if alike > RARE * max(there.height, 1):
        return
    new = _free(table, f"{column}_of_{other}")
    seen = found.select(text.str.extract(pattern, 2)).to_series().unique().sort().to_list()
    ends_seen = _either(seen)
    pairs = [(value, f"{first}, {end}") for value, first, end in found.select(
        value=text, first=text.str.extract(pattern, 1), end=text.str.extract(pattern, 2)).unique(maintain_order=True)
        .rows()]  # fmt: skip
    where = f"{named(column)} IS NULL"
    why = f"{column!r} is missing, and its value stands at the end of {other!r}"
    end = rf"\s+(?P<{new}>{ends_seen})$"
    sure = max(0.5, 0.99 - alike / max(there.height, 1))
    yield Finding("clean", {"extract": {"column": other, "pattern": end, "where": where}}, why, found.height, sure,
                  shown(pairs))  # fmt: skip
    goes = "goes with the step above"
    cut = {"column": other, "pattern": rf"\s+(?:{ends_seen})$", "with": "", "where": f"{named(new)} IS NOT NULL"}
    yield Finding("clean", {"replace_text": cut}, goes, found.height, sure)
    yield Finding("clean", {"derive": {column: f"COALESCE({named(column)}, {named(new)})"}}, goes, found.height, sure)
    yield Finding("clean", {"drop": {"columns": [new]}}, goes, 0, sure)


def _either(values: list[str]) -> str:
    """Return the pattern of one of some texts."""
    return "|".join(re.escape(value) for value in sorted(values, key=lambda value: (-len(value), value)))


def _free(table: Table, name: str) -> str:
    """Return a name for a column that is not taken, of signs that a group of a pattern may have."""
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    return table.free(f"_{plain}" if plain[0].isdigit() else plain)
