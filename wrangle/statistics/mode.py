"""The most frequent value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wrangle.statistics.grouping import VALUE, table
from wrangle.statistics.tally import COUNT, Tallied, Tally


@dataclass(frozen=True)
class Mode(Tallied):
    """The most frequent value; of equally frequent ones the smallest.

    Null and NaN are left out, infinities count. No value: None. Groups without a value do not appear. More than
    `limit` distinct values: an error.

    Examples
    --------
    >>> import polars as pl
    >>> mode = Mode("a")
    >>> mode.value(mode.partial(pl.DataFrame({"a": ["y", "x", None, "x", "y"]})))
    'x'
    """

    def value(self, state: Tally) -> Any:
        """Return the value; with `by`, a frame of the group columns and `value`."""
        rows = self.settled(state).sort(COUNT, descending=True, maintain_order=True)
        if self.by:
            return table(self.by, rows.unique(self.by, keep="first", maintain_order=True), "value")
        return rows[VALUE].item(0) if rows.height else None
