"""All values with how often they stand: what no single number tells."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wrangle.statistics.grouping import table
from wrangle.statistics.quantiles import Quantiles
from wrangle.statistics.tally import Tally


@dataclass(frozen=True)
class Distribution(Quantiles):
    """The finite values of a column of numbers with how often each stands, in order.

    Exact while the distinct values fit, then to a stated error: see `Quantiles`. No value: an empty frame.

    Examples
    --------
    >>> distribution = Distribution("a")
    >>> distribution.value(distribution.partial(pl.DataFrame({"a": [2, 1, None, 2]}))).rows()
    [(1.0, 1), (2.0, 2)]
    """

    def value(self, state: Tally) -> pl.DataFrame:
        """Return a frame of the group columns, `value` and `count`."""
        return table(self.by, self.settled(state), "value", "count")
