"""Columns that give the target away."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 10

ALONE = 0.99
"""AUC or R2 from which on one column alone predicts the target suspiciously well: as training's own look at leaks."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns that alone predict the target."""
    for each in evidence.power:
        if each.value >= ALONE:
            text = (
                f"alone predicts the target {evidence.target!r} with {each.measure} {each.value:.4f}: it may be made "
                "from the target, or known only after it; leave it out unless it is there when the model is asked"
            )
            step = {"drop": {"columns": [each.column]}}
            yield Concern("leak", (each.column,), text, each.rows, exact=False, of="rows", step=step)
