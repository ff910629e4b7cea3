"""Rounds numbers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field

from wrangle.steps.base import Learned
from wrangle.steps.in_place import NumberInPlaceStep

WHOLE = 2.0**52
"""From here on every float64 is a whole number."""


class Round(NumberInPlaceStep):
    """Round numbers to so many decimals, or to tens, hundreds and so on.

    What lies halfway goes to the even neighbour, which favours neither side, unless `to` says otherwise. Whether a
    decimal fraction lies halfway is decided by the binary number that it is stored as, as numpy does: 0.285 is stored
    as a little less, and rounds to 0.28. Whole numbers stay whole. Null, NaN and infinities stay; no zero is negative.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("round: {column: a, decimals: 1}", a=[1.26, -0.04, None, float("inf")])
    {'a': [1.3, 0.0, None, inf]}
    >>> apply("round: {column: a, decimals: -2, to: down}", a=[1299, -1])
    {'a': [1200, -100]}
    """

    decimals: Annotated[int, Field(ge=-15, le=15)] = 0
    """How many decimals; -1 rounds to tens, -2 to hundreds."""

    to: Literal["half_even", "half_away", "down", "up", "toward_zero"] = "half_even"
    """To the nearest, halves to the even neighbour or away from zero; or always down, up, or toward zero."""

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the rounded numbers."""
        dtype = self.dtype(name)
        if dtype.is_integer():
            return pl.col(name) if self.decimals >= 0 else self._whole(name, dtype)
        value = pl.col(name).cast(pl.Float64)
        found = value.map_batches(self._floats, return_dtype=pl.Float64, is_elementwise=True)
        return pl.when(value.is_not_null()).then(found)

    def _floats(self, values: pl.Series) -> pl.Series:
        """Return rounded floats, by numpy: polars multiplies by 0.1 where a division by 10 is asked for."""
        import numpy as np

        ways: Any = {
            "half_even": np.rint,
            "half_away": _half_away,
            "down": np.floor,
            "up": np.ceil,
            "toward_zero": np.trunc,
        }
        numbers, unit = values.to_numpy(), 10.0 ** abs(self.decimals)
        with np.errstate(all="ignore"):
            if self.decimals < 0:
                return pl.Series(values.name, ways[self.to](numbers / unit) * unit + 0.0)
            scaled = numbers * unit
            found = np.where(np.abs(scaled) < WHOLE, ways[self.to](scaled) / unit, numbers)
            return pl.Series(values.name, found + 0.0)

    def _whole(self, name: str, dtype: pl.DataType) -> pl.Expr:
        """Return whole numbers rounded in whole numbers, which float64 might not hold."""
        unit = 10**-self.decimals
        value = pl.col(name) if dtype == pl.UInt64 else pl.col(name).cast(pl.Int64)
        below = value // unit
        rest = value - below * unit
        half = rest * 2 == unit
        above = {
            "half_even": (rest * 2 > unit) | (half & (below % 2 == 1)),
            "half_away": (rest * 2 > unit) | (half & (value >= 0)),
            "down": pl.lit(value=False),
            "up": rest > 0,
            "toward_zero": (rest > 0) & (value < 0),
        }[self.to]
        return pl.when(above).then((below + 1) * unit).otherwise(below * unit)


def _half_away(values: Any) -> Any:
    """Return whole numbers, halves going away from zero."""
    import numpy as np

    return np.trunc(values) + np.copysign(np.abs(values - np.trunc(values)) >= 0.5, values)
