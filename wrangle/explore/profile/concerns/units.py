"""Quantities with their units in the cell."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 52


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns whose numbers carry units."""
    from wrangle.expressions.units import find as unit_of

    for name, column in evidence.columns.items():
        if column.looks != "quantity" or not column.texts:
            continue
        units = column.texts.units
        known = {found for each in units if each and (found := unit_of(each))}
        if not known:
            continue
        to = next(found[1] for each in units if each and (found := unit_of(each)))
        plain = {"from": to} if "" in units else {}
        many = len({unit for _, unit in known}) > 1
        text = f"numbers with their unit{'s, of which there are several' if many else ''}"
        if "" in units:
            text += "; some have none: say in `from` which is theirs"
        if len({dimension for dimension, _ in known}) > 1:
            text += "; not all can be turned into one another"
        rows = sum(units.values())
        examples = tuple(f"{each or 'no unit'} {count:,}" for each, count in list(units.items())[:5])
        step = {"convert_units": {"column": name, **plain, "to": to, "otherwise": "null"}}
        yield Concern("units", (name,), text, rows, column.exact, examples=examples, step=step)
        odd = column.texts.kinds.get("text", 0) + column.texts.kinds.get("boolean", 0)
        if odd:
            yield Concern("odd_quantities", (name,), "cells that hold no quantity among cells that do", odd,
                          column.exact, examples=tuple(map(repr, column.texts.odd[:3])), step=step)  # fmt: skip
