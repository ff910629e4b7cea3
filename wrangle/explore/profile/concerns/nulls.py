"""Columns of which many values are missing."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 90

MANY = 0.05
"""The share of nulls and marks of a missing value from which on it is told."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns with many missing values."""
    for name, column in evidence.columns.items():
        missing = column.rows - column.known
        if column.known and missing >= MANY * column.rows:
            how = "median" if column.looks == "number" else "mode"
            text = f"{missing / column.rows:.0%} of the values are missing"
            yield Concern("nulls", (name,), text, missing, step={"impute": {"column": name, "with": how}})
