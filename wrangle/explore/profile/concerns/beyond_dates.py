"""Dates before the year 1 or after 9999, as broken exports hold them."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 42


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns that hold such dates."""
    for name, column in evidence.columns.items():
        if column.times is not None and column.times.beyond:
            text = "a date before the year 1 or after 9999, or as long a duration: see how the file was written"
            yield Concern("beyond_dates", (name,), text, column.times.beyond, exact=True)
