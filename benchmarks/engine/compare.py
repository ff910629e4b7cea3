"""Hold the clean rows of two contenders against each other, cell by cell in the order of the rows.

    python benchmarks/engine/compare.py ONE/clean.parquet OTHER/clean.parquet

Same columns in the same order, same number of rows, same nulls; texts, times and truth values equal; numbers within
1e-9 of each other, relatively (absolutely below 1). The share of numbers that are equal to the last bit is reported.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Comparison:
    """What two files have in common; `differences` is empty where they are equal."""

    rows: int
    differences: tuple[str, ...]
    exact: float
    """Share of all cells that are equal to the last bit."""

    def __str__(self) -> str:
        verdict = "; ".join(self.differences) or "equal"
        return f"{verdict} ({self.rows:,} rows, {self.exact:.4%} of the cells to the last bit)"


def compare(one: Path, other: Path) -> Comparison:
    """Return how the clean rows of two contenders differ."""
    left, right = pl.scan_parquet(one), pl.scan_parquet(other)
    names, others = left.collect_schema().names(), right.collect_schema().names()
    rows, other_rows = (each.select(pl.len()).collect().item() for each in (left, right))
    if names != others or rows != other_rows:
        columns = f"columns: {sorted(set(names) ^ set(others)) or 'another order'}" if names != others else ""
        count = f"rows: {rows:,} and {other_rows:,}" if rows != other_rows else ""
        return Comparison(rows, tuple(filter(None, (columns, count))), 0.0)
    pairs = {name: _column(left, right, name) for name in names}
    wrong = tuple(f"{name}: {bad:,} cells differ" for name, (bad, _) in pairs.items() if bad)
    return Comparison(rows, wrong, sum(same for _, same in pairs.values()) / max(rows * len(names), 1))


def _column(left: pl.LazyFrame, right: pl.LazyFrame, name: str) -> tuple[int, int]:
    """Return how many cells of a column differ, and how many are equal to the last bit."""
    a, b = (_plain(each.select(name).collect().to_series()) for each in (left, right))
    exact = a.eq_missing(b)
    if not a.dtype.is_float():
        return int((~exact).sum()), int(exact.sum())
    scale = pl.select(pl.max_horizontal(a.abs(), pl.lit(1.0))).to_series()
    near = ((a - b).abs() <= TOLERANCE * scale).fill_null(value=False)
    return int((~(near | exact)).sum()), int(exact.sum())


def _plain(values: pl.Series) -> pl.Series:
    """Return values in the type that all contenders share."""
    if values.dtype.is_numeric():
        return values.cast(pl.Float64)
    if isinstance(values.dtype, pl.Boolean):
        return values.cast(pl.Float64)
    if values.dtype.is_temporal():
        return values.cast(pl.Datetime("us"))
    return values.cast(pl.String)


if __name__ == "__main__":
    result = compare(*map(Path, sys.argv[1:3]))
    print(result)
    sys.exit(bool(result.differences))
