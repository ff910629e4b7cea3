"""What is told of a window: alarms, each with a sentence and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal

Kind = Literal["drift", "prediction", "rule", "quality", "schema", "rejections"]

ORDER: tuple[str, ...] = ("schema", "raw", "rule", "clean", "slice", "prediction", "rejections", "quality")
"""What is told first: what is nearest to the cause; what comes of it last."""


@dataclass(frozen=True)
class Alarm:
    """One thing that is other than it was; `is_alarm` tells whether it is worth one, or only told."""

    kind: Kind
    about: str
    """A column, a rule's label, a metric, or what is predicted."""
    measure: str
    value: float
    threshold: float
    says: str
    examples: tuple[str, ...] = ()
    part: str = ""
    """`raw` or `clean` for columns; else as the kind."""
    column: str | None = None
    """The column that a rule is about."""
    slice: tuple[str, str] | None = None
    made_of: tuple[str, ...] = ()
    """The raw columns that a clean one is made of."""
    is_alarm: bool = True

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others, in this and in other windows."""
        return self.kind, self.part, self.about, self.column, self.slice

    @property
    def order(self) -> tuple[int, float]:
        """What alarms are sorted by."""
        place = "slice" if self.slice and self.kind == "drift" else self.part or self.kind
        return ORDER.index(place), -self.value / self.threshold if self.threshold else -inf

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "kind": self.kind,
            "about": self.about,
            "column": self.column,
            "part": self.part or self.kind,
            "slice": None if self.slice is None else {self.slice[0]: self.slice[1]},
            "measure": self.measure,
            "value": self.value,
            "threshold": self.threshold,
            "says": self.says,
            "examples": list(self.examples),
            "made_of": list(self.made_of),
        }


def in_order(alarms: Sequence[Alarm]) -> list[Alarm]:
    """Return alarms, what is nearest to the cause first, then the farthest from its limit."""
    return sorted(alarms, key=lambda each: each.order)
