"""Rows that stand more than once."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 20


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield one concern for all rows that are equal to an earlier one."""
    if evidence.equal_rows:
        text = "rows are equal to an earlier one in every column"
        step = {"deduplicate": {"keys": "all"}}
        yield Concern("equal_rows", (), text, evidence.equal_rows, evidence.equal_exact, "rows", step=step)
