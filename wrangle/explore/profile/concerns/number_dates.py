"""Numbers that are dates: seconds since 1970, or 20130131."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import ColumnProfile, Concern

ORDER = 55

EPOCHS = {"seconds since 1970": 1, "milliseconds since 1970": 1_000, "microseconds since 1970": 1_000_000}
FIRST, LAST = 946_684_800, 2_051_222_400
"""Seconds since 1970 of the years 2000 and 2035, between which nearly all numbers must lie."""

DIFFERENT = 20
"""Different numbers below which nothing is said: a few large numbers may be anything."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of whole numbers that are likely times or days."""
    for name, column in evidence.columns.items():
        kind = _kind(evidence, column) if column.looks == "number" and column.distinct >= DIFFERENT else None
        if kind is not None:
            text = f"numbers that are likely {kind}: read them as times where they are to be compared or parted"
            yield Concern("number_dates", (name,), text, column.known, column.exact)


def _kind(evidence: Evidence, column: ColumnProfile) -> str | None:
    numbers = column.numbers
    if numbers is None or numbers.min is None or numbers.max is None:
        return None
    low, high = numbers.quantiles["0.01"], numbers.quantiles["0.99"]
    for kind, scale in EPOCHS.items():
        if FIRST * scale <= low <= high <= LAST * scale:
            return kind if _are_whole(evidence, column.name) else None
    compact = 19_000_101 <= numbers.min <= numbers.max <= 21_001_231
    return "days, written as 20130131" if compact and _are_days(evidence, column.name) else None


def _texts(evidence: Evidence, name: str) -> pl.Series:
    """Return the numbers as text, without a fraction that is zero."""
    texts = evidence.values[name].frame["value"].cast(pl.String).str.strip_chars()
    return texts.str.replace(r"\.0+$", "")


def _are_whole(evidence: Evidence, name: str) -> bool:
    return bool(_texts(evidence, name).str.contains(r"^\d+$").all())


def _are_days(evidence: Evidence, name: str) -> bool:
    return _texts(evidence, name).str.to_date("%Y%m%d", strict=False).null_count() == 0
