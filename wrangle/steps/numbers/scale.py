"""Brings numbers to a common scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.statistics.base import Statistic
from wrangle.statistics.extremes import Extremes
from wrangle.statistics.moments import Moments
from wrangle.statistics.quantiles import Quantiles
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import NumberInPlaceStep

QUARTILES = (0.25, 0.5, 0.75)

QUESTIONS: Mapping[str, Callable[[str], Statistic]] = {
    "standard": Moments,
    "min_max": lambda name: Extremes(name, finite=True),
    "max_abs": lambda name: Extremes(name, finite=True),
    "robust": lambda name: Quantiles(name, probabilities=QUARTILES),
}
"""What is asked of the training data for each choice of `with`."""


class Scale(NumberInPlaceStep):
    """Subtract from numbers a centre and divide by a spread, both learned: columns of different sizes become alike.

    `standard` takes mean and standard deviation (of the training data as a population, divided by n), `min_max` brings
    smallest and largest to 0 and 1, `max_abs` divides by the largest size, `robust` takes the median and the distance
    of the quartiles, which outliers hardly move. All are learned from finite numbers; a spread of 0 counts as 1. Null
    and NaN stay, infinities stay infinite. Numbers beyond those seen in training land beyond 0 and 1, unless `clip`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("scale: {column: a, with: min_max}", a=[10.0, 15.0, 20.0, None])
    {'a': [0.0, 0.5, 1.0, None]}
    >>> apply("scale: {column: a, with: robust}", a=[1, 2, 3, 4, 1000])
    {'a': [-1.0, -0.5, 0.0, 0.5, 498.5]}

    References
    ----------
    scikit-learn user guide, section "Standardization, or mean removal and variance scaling", with whose scalers it is
    tested to agree.
    """

    with_: Literal["standard", "min_max", "max_abs", "robust"] = Field(default="standard", alias="with")
    """What is subtracted and divided by."""

    range: Annotated[tuple[float, float], Field()] = (0.0, 1.0)
    """What `min_max` brings the smallest and the largest number to."""

    clip: bool = False
    """Whether `min_max` brings numbers beyond those seen in training to the ends of the range."""

    @model_validator(mode="after")
    def _makes_a_range(self) -> Scale:
        low, high = self.range
        if not low < high:
            raise ValueError(f"scale needs a `range` that ends above its beginning, not {low:g} and {high:g}")
        if self.with_ != "min_max" and (self.clip or self.range != (0, 1)):
            raise ValueError("scale takes `range` and `clip` for `with: min_max` only")
        return self

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about each column."""
        return {name: QUESTIONS[self.with_](name) for name in self.reads_in_place()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `center` and `spread` of each column.

        Raises
        ------
        StatisticError
            A column has no number to learn from. Fill it, or leave it out.
        """
        return {name: self._learned(name, answer) for name, answer in values.items()}

    def _learned(self, name: str, answer: Any) -> dict[str, float]:
        if (answer[1] if self.with_ == "robust" else answer["mean" if self.with_ == "standard" else "min"]) is None:
            raise self.nothing_to_learn(name)
        if self.with_ == "standard":
            count, center = answer["count"], answer["mean"]
            spread = rounded(sqrt((answer["variance"] or 0.0) * (count - 1) / count))
        elif self.with_ == "robust":
            center, spread = answer[1], answer[2] - answer[0]
        elif self.with_ == "min_max":
            center, spread = answer["min"], answer["max"] - answer["min"]
        else:
            center, spread = 0.0, max(abs(answer["min"]), abs(answer["max"]))
        return {"center": center, "spread": spread or 1.0}

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the scaled numbers."""
        low, high = self.range
        value = (pl.col(name).cast(pl.Float64) - learned[name]["center"]) / learned[name]["spread"]
        if self.range != (0, 1):
            value = value * (high - low) + low
        return pl.when(value.is_nan()).then(value).otherwise(value.clip(low, high)) if self.clip else value
