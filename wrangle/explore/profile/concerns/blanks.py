"""Texts with blanks around them."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 38  # before the words for a missing value: those are compared as whole cells


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of which some texts begin or end with blanks."""
    for name, column in evidence.columns.items():
        if column.texts and column.texts.padded and column.known:
            values = evidence.values[name].frame["value"].cast(str)
            examples = tuple(map(repr, values.filter(values.str.contains(r"^\s|\s$")).head(3)))
            step = {"trim": {"columns": [name]}}
            yield Concern("blanks", (name,), "blanks before or behind the text", column.texts.padded,
                          examples=examples, step=step)  # fmt: skip
