"""Codes of digits, as zip codes, in which some cells are something else."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import ColumnProfile, Concern

ORDER = 51

LEAST = 5
"""Digits from which on numbers of equally many are codes: they are not to be calculated with, and may begin with 0."""

MOST = 0.9
"""The share of such numbers."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of codes with other cells among them."""
    for name, column in evidence.columns.items():
        length = digits(column) if column.looks == "number" else 0
        if length and column.texts:
            others = sum(rows for kind, rows in column.texts.kinds.items() if kind not in {"number", "missing"})
            if others > 0:
                text = f"codes of {length} digits, and cells that are none"
                step = {"matches": {"column": name, "pattern": rf"^\d{{{length}}}$"}}
                examples = tuple(map(repr, column.texts.odd[:3]))
                yield Concern("odd_codes", (name,), text, others, column.exact, examples=examples, step=step)


def digits(column: ColumnProfile) -> int:
    """Return how many digits the codes of a column have; 0 where it holds none, but numbers to calculate with."""
    shapes = column.texts.shapes if column.texts else ()
    if not shapes or set(shapes[0]["shape"]) != {"9"} or len(shapes[0]["shape"]) < LEAST:
        return 0
    return len(shapes[0]["shape"]) if shapes[0]["rows"] >= MOST * column.known else 0
