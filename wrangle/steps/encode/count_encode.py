"""Writes values as how often they stood in the training data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import polars as pl
from pydantic import Field

from wrangle.expressions.lookup import gather, levels
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelInPlaceStep


class CountEncode(LevelInPlaceStep):
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

    @property
    def otherwise(self) -> str:
        """What becomes of a value that was not seen, where it is a misfit."""
        return "" if self.unseen == "zero" else self.unseen

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "was not seen in training"

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands."""
        return {name: Counts(name) for name in self.reads_in_place()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return of each column the `values` and how often each stood, as `counts` or shares of all."""
        return {name: self._learned(counts) for name, counts in values.items()}

    def _learned(self, counts: pl.DataFrame) -> dict[str, list[Any]]:
        total, found = counts["count"].sum(), counts["count"].to_list()
        if self.as_ == "fraction":
            found = [rounded(each / total) for each in found]
        return {"values": counts["value"].to_list(), "counts": found}

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return how often each value stood."""
        dtype: pl.DataType = pl.Int64() if self.as_ == "count" else pl.Float64()
        known = levels(learned[name]["values"], name, self.dtype(name))
        counts = gather(pl.col(name), known, pl.Series(learned[name]["counts"], dtype=dtype))
        return counts if self.unseen != "zero" else pl.when(~is_missing(name)).then(counts.fill_null(0))
