"""What was found in a table, as a rule with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

SURE = 0.9
"""How sure a rule must be to stand in the file as one that is applied."""

SHOWN = 3
"""Examples that are shown of each rule."""

Section = Literal["columns", "clean", "transform", "expect"]


@dataclass(frozen=True)
class Finding:
    """One rule that the data speak for."""

    section: Section
    """Where it stands in the rule file."""

    rule: Mapping[str, Any]
    """The rule: a step or check by its keyword with its options; in `columns`, a column with what the contract says."""

    why: str
    """What speaks for it, in words."""

    cells: int = 0
    """How many cells it changes, or how many it finds fault with."""

    sure: float = 1.0
    """The share of these cells that it is estimated to treat rightly, 0 to 1."""

    examples: Sequence[str] = ()
    """Some of them, as `before -> after`."""

    @property
    def applied(self) -> bool:
        """Whether it stands in the file as a rule; else as a comment, for a person to decide."""
        return self.sure >= SURE

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "section": self.section,
            "rule": self.rule,
            "why": self.why,
            "cells": self.cells,
            "sure": round(self.sure, 3),
            "applied": self.applied,
            "examples": list(self.examples),
        }


def shown(pairs: Sequence[tuple[Any, Any]]) -> tuple[str, ...]:
    """Return the first pairs of before and after as text.

    Examples
    --------
    >>> shown([("Olso", "Oslo"), ("N/A", None)])
    ("'Olso' -> 'Oslo'", "'N/A' -> null")
    """
    return tuple(f"{_cell(before)} -> {_cell(after)}" for before, after in pairs[:SHOWN])


def _cell(value: Any) -> str:
    return "null" if value is None else repr(value if len(str(value)) <= 60 else f"{str(value)[:57]}...")
