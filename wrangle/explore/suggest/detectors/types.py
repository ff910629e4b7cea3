"""The contract: which columns hold numbers, truth values, dates."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.table import Table
from wrangle.schema import TYPES, type_name

ORDER = 90

CODE = 5
"""So many digits and more, all of one number, are a code and stay text: zip codes, telephone numbers."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the type of each column, as far as text stays the same text when it is read and written again."""
    for column, dtype in table.frame.schema.items():
        name = type_name(dtype)
        if dtype == pl.String:
            name = _type(table, column)
        elif table.raw.get(column) == pl.String:
            name = "string"  # a step made of text what it is now
        yield Finding("columns", {column: name if name in TYPES else "string"}, "")


def _type(table: Table, column: str) -> str:
    values = table.counts(column)["value"]
    if not values.len():
        return "string"
    sizes = values.str.len_chars()
    if sizes.min() == sizes.max() and int(sizes[0]) >= CODE and values.str.contains(r"^\d+$").all():
        return "string"
    if _same(values, values.cast(pl.Int64, strict=False)):
        return "integer"
    if _same(values, values.cast(pl.Float64, strict=False)):
        return "float"
    if _same(values, values.str.to_date("%Y-%m-%d", strict=False)):
        return "date"
    return "boolean" if set(values) == {"true", "false"} else "string"


def _same(texts: pl.Series, read: pl.Series) -> bool:
    return read.null_count() == 0 and bool((read.cast(pl.String) == texts).all())
