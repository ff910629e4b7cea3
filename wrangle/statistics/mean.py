"""The mean alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.statistics.grouping import answer
from wrangle.statistics.moments import Moments


@dataclass(frozen=True)
class Mean(Moments):
    """The mean of the finite values, exact, rounded to 12 significant digits; None where there is no value.

    Examples
    --------
    >>> mean = Mean("a", ("g",))
    >>> mean.value(mean.partial(pl.DataFrame({"a": [1, 2, None], "g": ["x", "x", "y"]}))).rows()
    [('x', 1.5)]
    """

    spread: bool = False
    """Off: the mean needs no squares."""

    def value(self, state: pl.DataFrame) -> Any:
        """Return the mean; with `by`, a frame of the group columns and `value`."""
        found = super().value(state)
        if not self.by:
            return found["mean"]
        return found.select(*self.by, pl.col(answer(self.by, "mean")).alias(answer(self.by, "value")))
