"""Targets that cannot be learned from in every row, or hardly."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 15

RARE = 0.01
"""The share of rows below which a class is rare."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield nulls of the target, and classes of few rows."""
    if evidence.target is None:
        return
    column = evidence.columns[evidence.target]
    missing = column.rows - column.known
    if missing:
        step = {"not_null": {"column": column.name, "otherwise": "quarantine"}}
        yield Concern("target_nulls", (column.name,), "the target is missing", missing, of="rows", step=step)
    if column.exact and 1 < column.distinct <= 20:
        rare = [each for each in column.top if each["rows"] < RARE * column.known]
        if rare:
            text = f"{'a class is' if len(rare) == 1 else 'classes are'} rare: less than {RARE:.0%} of the rows"
            examples = tuple(f"{each['value']!r} {each['rows']:,}" for each in rare[:3])
            yield Concern("rare_classes", (column.name,), text, sum(each["rows"] for each in rare), of="rows",
                          examples=examples)  # fmt: skip
