"""Columns without any value."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 30


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns that hold nothing but nulls and marks of a missing value."""
    for name, column in evidence.columns.items():
        if column.rows and not column.known:
            step = {"drop": {"columns": [name]}}
            yield Concern("empty", (name,), "holds no value at all", column.rows, step=step)
