"""Columns that say the same as another."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 85

SAME = 0.9995
"""Correlation or association from which on two columns say the same."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield pairs of columns that go together in nearly every row."""
    for each in evidence.relations:
        if (
            abs(each.value) >= SAME
            and each.measure != "correlation_ratio"
            and evidence.target not in {each.one, each.other}
        ):
            text = f"say the same: {each.measure.replace('_', ' ')} {each.value:.4f}"
            step = {"drop": {"columns": [each.other]}}
            yield Concern(
                "same_columns", (each.one, each.other), text, evidence.rows, exact=False, of="rows", step=step
            )
