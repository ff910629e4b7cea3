"""Numbers that stand for a missing value."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern
from wrangle.expressions.nothing import SENTINELS

ORDER = 42

TIMES = 3
"""Rows in which a number must stand to be taken for a mark."""

LEAST = 20
"""Numbers below which nothing is said."""

FAR = 1.0
"""Widths of the middle 90 % of the numbers that a mark must be away from them."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns in which a number like -999 stands far from all others."""
    for name, column in evidence.columns.items():
        if found := marked(evidence, name):
            examples = tuple(f"{each:g} {rows:,}" for each, rows in found.items())
            text = "a number far from all others that may stand for a missing value"
            step = {"null_values": {"columns": [name], "values": [_plain(each) for each in found]}}
            yield Concern("sentinels", (name,), text, sum(found.values()), column.exact, examples=examples, step=step)


def marked(evidence: Evidence, name: str) -> dict[float, int]:
    """Return the numbers of a column that stand for a missing value, each with its rows."""
    numbers = evidence.columns[name].numbers
    if numbers is None or numbers.count < LEAST:
        return {}
    low, high = numbers.quantiles["0.05"], numbers.quantiles["0.95"]
    reach = FAR * (high - low)
    rows = _rows(evidence, name) if reach else {}
    return {each: count for each, count in rows.items() if count >= TIMES and not low - reach <= each <= high + reach}


def _rows(evidence: Evidence, name: str) -> dict[float, int]:
    """Return how often each number that is known as a mark stands in a column."""
    import polars as pl

    values = evidence.values[name].frame
    number = pl.col("value").cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False)
    marks = values.select(number=number, count="count").filter(
        pl.col("number").is_in([float(each) for each in SENTINELS])
    )
    return dict(marks.group_by("number").agg(pl.col("count").sum()).sort("number").iter_rows())


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
