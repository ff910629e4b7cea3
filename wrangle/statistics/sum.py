"""The sum alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.statistics.exact import nearest
from wrangle.statistics.grouping import answer
from wrangle.statistics.moments import Moments, totals
from wrangle.statistics.rounding import rounded


@dataclass(frozen=True)
class Sum(Moments):
    """The sum of the finite values, exact, rounded to 12 significant digits; 0.0 where there is no value.

    Examples
    --------
    >>> total = Sum("a")
    >>> total.value(total.partial(pl.DataFrame({"a": [1e16, 1.0, -1e16, None]})))
    1.0
    """

    spread: bool = False
    """Off: the sum needs no squares."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of what is answered."""
        return ("count", "sum")

    def value(self, state: pl.DataFrame) -> Any:
        """Return the sum; with `by`, a frame of the group columns and `value`."""
        found = super().value(state)
        if not self.by:
            return found["sum"]
        return found.select(*self.by, pl.col(answer(self.by, "sum")).alias(answer(self.by, "value")))

    def _answer(self, *pieces: list[int]) -> tuple[float | None, ...]:
        count, total, _, shift = totals(*pieces)
        return count, rounded(nearest(total, 1 << shift))
