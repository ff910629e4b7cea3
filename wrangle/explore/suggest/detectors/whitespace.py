"""White space around and between words."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 10


def find(table: Table) -> Iterator[Finding]:
    """Yield trimming, and the writing of one blank for several."""
    text = pl.col("value")
    yield from _step(table, "trim", text.str.strip_chars(), "white space stands around the text")
    plain = text.str.strip_chars()
    yield from _step(
        table, "collapse_whitespace", plain.str.replace_all(r"\s+", " "), "several blanks, or other white space, stand "
        "between words", plain,
    )  # fmt: skip


def _step(table: Table, keyword: str, after: pl.Expr, why: str, before: pl.Expr | None = None) -> Iterator[Finding]:
    columns, cells, pairs = [], 0, list[tuple[str, str]]()
    for column in table.texts:
        changed = table.counts(column).select(
            "count", before=pl.col("value") if before is None else before, after=after
        )
        changed = changed.filter(pl.col("before") != pl.col("after"))
        if changed.height:
            columns.append(column)
            cells += cells_of(changed)
            pairs += changed.select("before", "after").head(1).rows()
    if columns:
        yield Finding("clean", {keyword: {"columns": columns}}, why, cells, 0.99, shown(pairs))
