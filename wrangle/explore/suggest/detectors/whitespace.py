"""White space around text, and more than one blank between its words."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of
from wrangle.steps.text.collapse_whitespace import SPACE

ORDER = 10


def find(table: Table) -> Iterator[Finding]:
    """Yield trimming, which does both."""
    columns, cells, pairs = list[str](), 0, list[tuple[str, str]]()
    after = pl.col("value").str.replace_all(SPACE, " ").str.strip_chars(" ")
    for column in table.texts:
        changed = table.counts(column).with_columns(after=after).filter(pl.col("after") != pl.col("value"))
        if changed.height:
            columns.append(column)
            cells += cells_of(changed)
            pairs += changed.select("value", "after").head(1).rows()
    if columns:
        why = "white space stands around the text, or several blanks between its words"
        yield Finding("clean", {"trim": {"columns": columns}}, why, cells, 0.99, shown(pairs))
