"""Columns that say the same in every row."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 80


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns with one value."""
    for name, column in evidence.columns.items():
        if column.looks == "constant" and column.rows > 1 and column.known:
            some = ", and nulls" if column.nulls else ""
            examples = tuple(repr(each["value"]) for each in column.top[:1])
            step = {"drop": {"columns": [name]}}
            yield Concern("constant", (name,), f"holds one value{some}", column.there, examples=examples, step=step)
