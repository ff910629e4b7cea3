"""Rows that stand more than once."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 20

MOST = 0.5
"""The share of rows above which rows are not doubled, but have few values to tell them apart."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield one concern for all rows that are equal to an earlier one."""
    if evidence.equal_rows and len(evidence.columns) > 1 and evidence.equal_rows <= MOST * evidence.rows:
        text = "equal to an earlier one in every column"
        step = {"deduplicate": {"keys": "all"}}
        yield Concern("equal_rows", (), text, evidence.equal_rows, evidence.equal_exact, "rows", step=step)
