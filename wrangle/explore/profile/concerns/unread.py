"""Rows that could not be read whole."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 0


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield one concern for all rows that the reader could not make sense of."""
    if evidence.unread_rows:
        text = "could not be read whole: `wrangle run` keeps them in the quarantine; set the options of `source`"
        examples = tuple(f"row {row}: {why}" for row, why in evidence.unread[:3])
        yield Concern("unread", (), text, evidence.unread_rows, of="rows", examples=examples)
