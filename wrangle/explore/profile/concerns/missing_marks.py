"""Words that stand for a missing value."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 40


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns in which words like "N/A" stand where nothing is known."""
    for name, column in evidence.columns.items():
        if column.missing and column.known:
            words = list(column.missing)
            text = f"{'a word' if len(words) == 1 else 'words'} that may stand for a missing value"
            examples = tuple(f"{word!r} {rows:,}" for word, rows in list(column.missing.items())[:5])
            step = {"null_values": {"columns": [name], "values": words}}
            yield Concern("missing_marks", (name,), text, sum(column.missing.values()), examples=examples, step=step)
