"""Text that was decoded with the wrong encoding: "SÃ£o Paulo"."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table

ORDER = 15

LOST = "\ufffd"
"""Stands where a sign is lost for good: text that would hold it after mending stays as it is."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the mending of encodings."""
    from ftfy import fix_encoding

    columns, cells, pairs = [], 0, list[tuple[str, str]]()
    for column in table.texts:
        odd = table.counts(column).filter(pl.col("value").str.contains(r"[^\x00-\x7F]"))
        fixed = [(value, fix_encoding(value), count) for value, count in odd.rows()]
        changed = [(value, after, count) for value, after, count in fixed if after != value]
        if changed and not any(LOST in after for _, after, _ in changed):
            columns.append(column)
            cells += sum(count for *_, count in changed)
            pairs += [(value, after) for value, after, _ in changed[:1]]
    if columns:
        why = "the text was written in one encoding and read in another"
        yield Finding("clean", {"fix_encoding": {"columns": columns}}, why, cells, 0.97, shown(pairs))
