"""A small letter that slipped into text of capitals: "NORnTH"."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 35

CAPITALS = 0.9
"""The share of values that must have capitals and no small letter."""

LEAST = 3
"""Values with one small letter from which on it is no accident."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the taking out of such letters."""
    for column in table.texts:
        counts = table.counts(column)
        text = pl.col("value")
        capital = cells_of(counts.filter(text.str.contains(r"\p{Lu}") & ~text.str.contains(r"\p{Ll}")))
        lettered = cells_of(counts.filter(text.str.contains(r"\p{L}")))
        slipped = counts.filter((text.str.count_matches(r"\p{Ll}") == 1) & text.str.contains(r"\p{Lu}|\d"))
        small = cells_of(counts.filter(text.str.contains(r"\p{Ll}")))
        if not lettered or capital < CAPITALS * lettered or cells_of(slipped) < max(LEAST, 0.9 * small):
            continue
        pairs = slipped.select("value", after=text.str.replace(r"\p{Ll}", "")).rows()
        pattern = r"^([^\p{Ll}]*)\p{Ll}([^\p{Ll}]*)$"
        rule = {"replace_text": {"column": column, "pattern": pattern, "with": "${1}${2}"}}
        why = f"one small letter in {column!r}, which is written in capitals"
        yield Finding("clean", rule, why, cells_of(slipped), 0.95, shown(pairs))
