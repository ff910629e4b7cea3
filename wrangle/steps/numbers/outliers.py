"""Finds numbers that lie far from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.missing import is_nan
from wrangle.statistics.base import Statistic
from wrangle.statistics.distribution import Distribution
from wrangle.statistics.moments import Moments
from wrangle.statistics.quantiles import Quantiles
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import NumberInPlaceStep

THRESHOLDS = {"z_score": 3.0, "modified_z_score": 3.5, "iqr": 1.5}
"""How many spreads a number may lie from the middle: the usual; Iglewicz and Hoaglin 1993; Tukey 1977."""

NORMAL = 0.674489750196082
"""The upper quartile of the standard normal distribution: the median deviation of a normal one, by its standard one."""


class Outliers(NumberInPlaceStep):
    """Bring numbers that lie far from the others to a limit, make null of them, flag them, or refuse their rows.

    The limits are learned from the finite numbers of the training data. `z_score`: mean and standard deviation (divided
    by n), 3 of which are the limit; `modified_z_score`: the median, and 3.5 times the median distance from it over
    0.6745; `iqr`: the quartiles, and 1.5 times their distance beyond; `percentile`: two percentiles; `range`: `min` and
    `max` as they are given. A number at a limit is no outlier. Where the spread is 0, more than half of the numbers
    often being equal, there are no limits, and no outliers. Null and NaN stay, and are flagged 0; infinities are beyond
    every limit. Whole numbers that are brought to a limit with a fraction make the column float.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("outliers: {column: a, method: iqr, action: clip}", a=[1, 2, 3, 4, 5, 99])
    {'a': [1.0, 2.0, 3.0, 4.0, 5.0, 8.5]}
    >>> apply("outliers: {column: a, method: range, min: -90, max: 60, action: flag}", a=[21.5, -999.0, None])
    {'a': [21.5, -999.0, None], 'a_outlier': [0, 1, 0]}

    References
    ----------
    Iglewicz, B., and Hoaglin, D. (1993): How to detect and handle outliers. ASQC Basic References in Quality Control
    16. Tukey, J. W. (1977): Exploratory data analysis.
    """

    method: Literal["z_score", "modified_z_score", "iqr", "percentile", "range"]
    """How limits are found."""

    threshold: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """How many spreads are the limit: 3 for `z_score`, 3.5 for `modified_z_score`, 1.5 for `iqr`."""

    percentiles: Annotated[tuple[float, float], Field()] = (1.0, 99.0)
    """The percentiles that are the limits, for `percentile`."""

    min: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """The lower limit, for `range`."""

    max: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """The upper limit, for `range`."""

    action: Literal["clip", "null", "flag", "quarantine", "fail"]
    """What is done: numbers become the limit or null, are flagged in a new column of 0 and 1 (`<column>_outlier`, or
    `into`), or their rows go to the quarantine, or stop the run."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Outliers:
        ends = [end for end in (self.min, self.max) if end is not None]
        if (self.method == "range") != bool(ends):
            raise ValueError("outliers needs `min`, `max` or both for `method: range`, and only then")
        if self.threshold is not None and self.method not in THRESHOLDS:
            raise ValueError(f"outliers takes no `threshold` for `method: {self.method}`")
        low, high = self.percentiles
        if not 0 <= low < high <= 100 or ends != sorted(ends):
            raise ValueError("outliers needs a lower limit below the upper one, and percentiles from 0 to 100")
        return self

    @property
    def otherwise(self) -> str:
        """What becomes of an outlier, where it is a misfit."""
        return self.action if self.action in {"null", "quarantine", "fail"} else ""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return f"is an outlier by {self.method}"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the columns rewritten, or the names of the flags."""
        if self.action != "flag" or self.into:
            return (self.into,) if self.into else super().reads_in_place()
        return tuple(f"{name}_outlier" for name in super().reads_in_place())

    def reads_in_place(self) -> tuple[str, ...]:
        """Return the columns rewritten in place; none where they are flagged."""
        return () if self.action == "flag" else super().reads_in_place()

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about each column."""
        questions: Mapping[str, Callable[[str], Statistic]] = {
            "z_score": Moments,
            "modified_z_score": Distribution,
            "iqr": lambda name: Quantiles(name, probabilities=(0.25, 0.75)),
            "percentile": lambda name: Quantiles(name, probabilities=tuple(each / 100 for each in self.percentiles)),
        }
        return {} if self.method == "range" else {name: questions[self.method](name) for name in self.reads()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return the limits of each column: two numbers, null where there is none.

        Raises
        ------
        StatisticError
            A column has no number to learn from. Fill it, or leave it out.
        """
        if self.method == "range":
            return {name: [self.min, self.max] for name in self.reads()}
        return {name: self._limits(name, answer) for name, answer in values.items()}

    def _limits(self, name: str, answer: Any) -> list[float | None]:
        if _is_empty(answer):
            raise self.nothing_to_learn(name)
        if self.method == "percentile":
            return list(answer)
        low, high, spread = _middle(self.method, answer)
        reach = spread * (self.threshold or THRESHOLDS[self.method])
        return [rounded(low - reach), rounded(high + reach)] if spread else [None, None]

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column without outliers, or its flags."""
        pairs = zip(self.reads(), self.writes(learned), strict=True)
        return [self._done(name, learned[name]).alias(new) for name, new in pairs]

    def _done(self, name: str, limits: list[float | None]) -> pl.Expr:
        value, (low, high) = pl.col(name), limits
        below, above = (
            pl.lit(value=False) if end is None else test(end) for end, test in ((low, value.lt), (high, value.gt))
        )
        outside = ((below | above) & ~is_nan(name)).fill_null(value=False)
        if self.action == "flag":
            return outside.cast(pl.Int8)
        if self.action != "clip":
            return pl.when(~outside).then(value)
        chain = pl.when(~outside).then(value)
        return chain.when(below).then(_literal(low)).otherwise(_literal(high))


def _literal(end: float | None) -> pl.Expr:
    """Return a limit as a literal: a whole one as a whole number, so that whole numbers stay whole."""
    return pl.lit(int(end) if end is not None and end.is_integer() and abs(end) < 2**53 else end)


def _is_empty(answer: Any) -> bool:
    if isinstance(answer, pl.DataFrame):
        return not answer.height
    return (answer["mean"] if isinstance(answer, Mapping) else answer[0]) is None


def _middle(method: str, answer: Any) -> tuple[float, float, float]:
    """Return the two numbers from which limits are counted, and the spread in which they are."""
    if method == "z_score":
        mean, count = answer["mean"], answer["count"]
        return mean, mean, sqrt((answer["variance"] or 0.0) * (count - 1) / count)
    if method == "iqr":
        return answer[0], answer[1], answer[1] - answer[0]
    middle = _median(answer)
    distances = answer.select((pl.col("value") - middle).abs(), "count").sort("value")
    return middle, middle, _median(distances) / NORMAL


def _median(distribution: pl.DataFrame) -> float:
    """Return the median of sorted values with their counts."""
    ends = distribution["count"].cum_sum()
    half = (int(ends[-1]) - 1) / 2
    places = (int(half), int(half + 0.5))
    return sum(float(distribution["value"][(ends > place).arg_true()[0]]) for place in places) / 2
