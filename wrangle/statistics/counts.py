"""How often each distinct value stands."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wrangle.statistics.grouping import VALUE, table
from wrangle.statistics.tally import COUNT, Tallied, Tally


@dataclass(frozen=True)
class Counts(Tallied):
    """How often each distinct value stands, the most frequent first, equally frequent ones in their own order.

    Null and NaN are left out, infinities count. No value: an empty frame. More than `limit` distinct values: an error.

    Examples
    --------
    >>> counts = Counts("a")
    >>> counts.value(counts.partial(pl.DataFrame({"a": ["y", "x", None, "x"]}))).rows()
    [('x', 2), ('y', 1)]
    """

    def value(self, state: Tally) -> pl.DataFrame:
        """Return a frame of the group columns, `value` and `count`."""
        rows = self.settled(state).sort(COUNT, descending=True, maintain_order=True)
        if self.by:
            return table(self.by, rows, "value", "count")
        return rows.select(value=VALUE, count=COUNT)
