"""Numbers that are none: NaN and infinities."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 58


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns that hold NaN or infinities."""
    for name, column in evidence.columns.items():
        numbers = column.numbers
        if numbers is None or column.texts is not None:
            continue
        if numbers.nan:
            step = {"impute": {"column": name, "with": "median"}}
            yield Concern("not_a_number", (name,), "cells that hold NaN", numbers.nan, step=step)
        if numbers.infinite:
            ends = {"method": "range", "min": numbers.min, "max": numbers.max, "action": "null"}
            within = {"outliers": {"column": name, **ends}}
            yield Concern("infinite", (name,), "infinite numbers", numbers.infinite, step=within)
