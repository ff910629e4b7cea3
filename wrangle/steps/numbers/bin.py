"""Sorts numbers into bins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.statistics.base import Statistic
from wrangle.statistics.extremes import Extremes
from wrangle.statistics.quantiles import Quantiles
from wrangle.steps.base import Learned
from wrangle.steps.in_place import NumberInPlaceStep


class Bin(NumberInPlaceStep):
    """Sort numbers into bins: between given edges, of equal width, or with equally many numbers of the training data.

    The bins are numbered from 0, or called by `labels`. A bin has its lower edge and not its upper one, or with
    `closed: right` the other way round; the outermost edge belongs to its bin either way. Outside of given edges a
    number is a misfit, or with `outside: bin` in a bin of its own; where edges were learned, the first and the last bin
    go on for ever. Quantiles that are equal make one edge, so there may be fewer bins. Null stays null; NaN is a
    misfit, and infinities are numbers.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "bin: {column: a, edges: [0, 20], outside: bin, labels: [frost, mild, warm]}"
    >>> apply(rule, a=[-3.0, 0.0, 19.9, 35.0, None])
    {'a': ['frost', 'mild', 'mild', 'warm', None]}
    >>> apply("bin: {column: a, with: quantile, bins: 2, into: half}", a=[1, 2, 3, 1000])
    {'a': [1, 2, 3, 1000], 'half': [0, 0, 1, 1]}
    """

    edges: Annotated[tuple[Annotated[float, Field(allow_inf_nan=False)], ...], Field(min_length=1)] | None = None
    """The edges of the bins, the outer ones too, in ascending order."""

    outside: Literal["misfit", "bin"] = "misfit"
    """What numbers outside of given `edges` are: misfits, or in one more bin below the first and above the last."""

    with_: Literal["equal_width", "quantile"] | None = Field(default=None, alias="with")
    """How edges are learned, where none are given: from the smallest to the largest finite number, or by quantiles."""

    bins: Annotated[int, Field(ge=2, le=1000)] = 5
    """How many bins are learned."""

    labels: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """A text for each bin; without it, bins are whole numbers from 0."""

    closed: Literal["left", "right"] = "left"
    """Which of its edges belongs to a bin."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a number that is in no bin."""

    @model_validator(mode="after")
    def _makes_bins(self) -> Bin:
        if (self.edges is None) == (self.with_ is None):
            raise ValueError("bin needs either `edges`, or `with: equal_width` or `with: quantile`")
        if self.edges is not None and not all(low < high for low, high in pairwise(self.edges)):
            raise ValueError("bin needs `edges` that ascend")
        if self.edges is None and self.outside == "bin":
            raise ValueError("bin takes `outside` with `edges` only: where edges are learned, the outer bins are open")
        count = self._count()
        if not count:
            raise ValueError("bin needs two `edges` or more, or `outside: bin`")
        if self.labels is not None and len(self.labels) != count:
            raise ValueError(f"bin needs a label for each of the {count} bins, not {len(self.labels)}")
        return self

    def _count(self) -> int:
        """Return the number of bins; the most there may be where edges are learned."""
        if self.edges is None:
            return self.bins
        return len(self.edges) + 1 if self.outside == "bin" else len(self.edges) - 1

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is in no bin"

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about each column, for edges that are learned."""
        names = self.reads_in_place()
        if self.with_ == "equal_width":
            return {name: Extremes(name, finite=True) for name in names}
        if self.with_ == "quantile":
            shares = tuple(number / self.bins for number in range(self.bins + 1))
            return {name: Quantiles(name, probabilities=shares) for name in names}
        return {}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return the edges of each column's bins.

        Raises
        ------
        StatisticError
            A column has no number to learn from. Fill it, or leave it out.
        """
        if self.edges is not None:
            return {name: list(self.edges) for name in self.reads_in_place()}
        return {name: self._learned(name, answer) for name, answer in values.items()}

    def _learned(self, name: str, answer: Any) -> list[float]:
        if self.with_ == "quantile":
            if answer[0] is None:
                raise self.nothing_to_learn(name)
            return list(dict.fromkeys(answer))
        low, high = answer["min"], answer["max"]
        if low is None:
            raise self.nothing_to_learn(name)
        inner = (low + (high - low) * number / self.bins for number in range(1, self.bins))
        return list(dict.fromkeys((low, *inner, high)))

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the bin of each number."""
        edges, value = learned[name], pl.col(name).cast(pl.Float64)
        inner = edges if self.outside == "bin" else edges[1:-1]
        number = value.map_batches(
            lambda values: self._places(values, inner), return_dtype=pl.Int64, is_elementwise=True
        )
        ends_count = self.edges is not None and self.outside == "misfit"
        inside = value.is_between(edges[0], edges[-1]) if ends_count else value.is_not_nan()
        known = pl.when(inside).then(number)
        if self.labels is None:
            return known
        return pl.lit(pl.Series(self.labels, dtype=pl.String)).gather(known.cast(pl.UInt32))

    def _places(self, values: pl.Series, inner: Sequence[float]) -> pl.Series:
        import numpy as np

        found = np.searchsorted(np.array(inner, float), values.to_numpy(), "right" if self.closed == "left" else "left")
        return pl.Series(values.name, found, pl.Int64)
