"""Writes values as how often they stood in the training data."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import polars as pl
from pydantic import Field

from wrangle.expressions.lookup import gather, levels
from wrangle.expressions.missing import is_missing
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelInPlaceStep, ValuesInPlaceStep


class CountEncode(LevelInPlaceStep, ValuesInPlaceStep):
    """Write values as how often they stood in the training data: as a number, or as a share of the rows with a value.

    A value that was not seen there stood 0 times, unless `unseen` says that it is a misfit. Null stays null and NaN is
    null, neither is counted; empty text is a value like any other. Works on text, numbers and truth values.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("count_encode: {column: a}", a=["x", "y", "x", None])
    {'a': [2, 1, 2, None]}
    >>> apply("count_encode: {column: a, as: fraction, into: share}", a=["x", "y", "x", "x"])["share"]
    [0.75, 0.25, 0.75, 0.75]
    """

    cost: ClassVar[float] = 60.0

    as_: Literal["count", "fraction"] = Field(default="count", alias="as")
    """The number, or the share of all rows with a value."""

    unseen: Literal["zero", "null", "quarantine", "fail"] = "zero"
    """What becomes of a value that was not seen in training: 0, or it is a misfit."""

    def learned(self, name: str, found: pl.DataFrame) -> dict[str, list[Any]]:
        """Return the `values` and how often each stood, as `counts` or shares of all."""
        total, counts = found["count"].sum(), found["count"].to_list()
        if self.as_ == "fraction":
            counts = [rounded(each / total) for each in counts]
        return {"values": found["value"].to_list(), "counts": counts}

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return how often each value stood."""
        dtype: pl.DataType = pl.Int64() if self.as_ == "count" else pl.Float64()
        known = levels(learned[name]["values"], name, self.dtype(name))
        counts = gather(pl.col(name), known, pl.Series(learned[name]["counts"], dtype=dtype))
        return counts if self.unseen != "zero" else pl.when(~is_missing(name)).then(counts.fill_null(0))
