"""Decimal fractions that went through binary numbers: 0.057999999999999996 for 0.058."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 33

LONG = r"\d\.\d{14,}([eE][+-]?\d+)?$"
"""A fraction that only a program writes."""

DECIMALS = 6
"""The most decimals that the others may have."""

SHARE = 0.5
"""The most values with noise: more, and the long fractions are how the numbers were measured."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the rounding of columns in which short fractions were meant."""
    for column in table.texts:
        counts = table.counts(column)
        noisy = counts.filter(pl.col("value").str.contains(LONG))
        numbers = counts["value"].cast(pl.Float64, strict=False)
        if not noisy.height or numbers.null_count() or cells_of(noisy) > SHARE * table.known(column):
            continue
        decimals = _decimals(counts.join(noisy, "value", "anti")["value"])
        rounded = noisy["value"].cast(pl.Float64).round(decimals)
        if decimals <= DECIMALS and (rounded - noisy["value"].cast(pl.Float64)).abs().max() < 1e-12:  # type: ignore[operator]
            yield Finding("columns", {column: "float"}, f"all values of {column!r} are numbers")
            why = f"fractions of up to {decimals} decimals that were kept as binary numbers"
            pairs = list(zip(noisy["value"], map(str, rounded), strict=True))
            rule = {"round": {"column": column, "decimals": decimals}}
            yield Finding("clean", rule, why, cells_of(noisy), 0.98, shown(pairs))


def _decimals(values: pl.Series) -> int:
    found = values.str.extract(r"\.(\d+)$").str.len_chars().max()
    return found if isinstance(found, int) else 0
