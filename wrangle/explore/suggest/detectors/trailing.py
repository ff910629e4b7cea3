"""Marks behind text that stands without them elsewhere: "355***"."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 37

MARKS = r"^(.*[^*#~^|!\s])\s*[*#~^|!]{2,}\s*$"
"""Two signs and more that end no word."""

RARE = 0.2
"""The most values that may end in such marks."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the taking away of such marks."""
    columns, cells, pairs = [], 0, list[tuple[str, str]]()
    for column in table.texts:
        marked = table.counts(column).filter(pl.col("value").str.contains(MARKS))
        if 0 < cells_of(marked) <= RARE * table.known(column):
            columns.append(column)
            cells += cells_of(marked)
            pairs += marked.select("value", after=pl.col("value").str.replace(MARKS, "$1")).head(1).rows()
    if columns:
        rule = {"replace_text": {"columns": columns, "pattern": MARKS, "with": "$1"}}
        yield Finding("clean", rule, "marks behind the text", cells, 0.93, shown(pairs))
