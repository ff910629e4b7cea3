"""Columns that say the same as another one before them."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 85

SAME = 0.9995
"""Correlation or association from which on two columns say the same."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield each column that goes together with one before it in nearly every row, once."""
    said: set[str] = set()
    place = {name: number for number, name in enumerate(evidence.columns)}
    for each in sorted(evidence.relations, key=lambda pair: (place[pair.one], place[pair.other])):
        same = abs(each.value) >= SAME and each.measure in {"pearson", "cramers_v"}
        if same and each.other not in said and evidence.target not in {each.one, each.other}:
            said.add(each.other)
            text = f"say the same: {each.measure.replace('_', ' ')} {each.value:.4f}"
            step = {"drop": {"columns": [each.other]}}
            names = (each.one, each.other)
            yield Concern("same_columns", names, text, evidence.rows, exact=False, of="rows", step=step)
