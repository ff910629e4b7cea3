"""The median."""

from __future__ import annotations

from dataclasses import dataclass

from wrangle.statistics.quantiles import Quantiles


@dataclass(frozen=True)
class Median(Quantiles):
    """The median of the finite values: half of them are smaller, half larger. See `Quantiles`.

    Examples
    --------
    >>> import polars as pl
    >>> median = Median("a", ("g",))
    >>> median.value(median.partial(pl.DataFrame({"a": [1, 4, 9], "g": ["x", "x", "y"]}))).rows()
    [('x', 2.5), ('y', 9.0)]
    """
