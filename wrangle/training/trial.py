"""What a search found: each combination of options, and how good it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trial:
    """One combination of options, measured."""

    options: Mapping[str, Any]
    value: float
    """The mean over the folds; greater is better."""
    spread: float
    """The standard deviation over the folds."""
    rows: int
    """The rows that were learned from, in the largest fold."""
    seconds: float

    def describe(self) -> dict[str, Any]:
        """Return the trial as plain JSON values."""
        return {"options": dict(self.options), "value": self.value, "spread": self.spread, "rows": self.rows,
                "seconds": round(self.seconds, 3)}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a search found."""

    best: Mapping[str, Any]
    trials: Sequence[Trial]
    method: str


def plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with numbers of numpy as those of Python."""
    import numpy as np

    return {name: value.item() if isinstance(value, np.generic) else value for name, value in options.items()}
