"""Draws skewed numbers together: logarithms, roots, and a power that is learned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import polars as pl
from pydantic import Field

from wrangle.statistics.base import Statistic
from wrangle.statistics.distribution import Distribution
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import NumberInPlaceStep

FUNCTIONS: Mapping[str, tuple[float, Callable[[pl.Expr], pl.Expr]]] = {
    "log": (0.0, pl.Expr.log),
    "log1p": (-1.0, pl.Expr.log1p),
    "sqrt": (-5e-324, pl.Expr.sqrt),
}
"""Each function, and above which number it has a value."""

ALMOST = 1e-9
"""Powers nearer than this to 0, or to 2, count as it: there the formula is another, and the two meet."""


STEP = 0.5
POWERS = tuple(number * STEP for number in range(-10, 15))
"""Powers that are tried before the likeliest is sought between the neighbours of the best: from -5 to 7."""

SPREAD = 1e-7
"""The least standard deviation of transformed values, by the largest of them: about half of the digits are kept."""


class Power(NumberInPlaceStep):
    """Draw skewed numbers together by a logarithm, a root, or the power that makes them most like a bell curve.

    `log` is the natural logarithm, of numbers above 0; `log1p` that of 1 + x, for numbers above -1; `sqrt` the square
    root, from 0 on; a number outside is a misfit. `yeo_johnson` works on all numbers; its power is learned: that of the
    greatest likelihood for the finite numbers of the training data, of those from -5 to 7 that leave numbers enough
    digits to tell them apart; 1 where there is none. Null and NaN stay, and infinities go through the formula.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("power: {column: a, with: sqrt}", a=[0.0, 9.0, -1.0, None])
    {'a': [0.0, 3.0, None, None]}
    >>> found = apply("power: {column: a, with: yeo_johnson}", a=[1, 2, 4, 8, 16, 32])
    >>> [round(value, 2) for value in found["a"]]
    [0.66, 1.02, 1.44, 1.88, 2.33, 2.75]

    References
    ----------
    Yeo, I.-K., and Johnson, R. A. (2000): A new family of power transformations to improve normality or symmetry.
    Biometrika 87 (4), 954-959.
    """

    with_: Literal["log", "log1p", "sqrt", "yeo_johnson"] = Field(alias="with")
    """The function."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a number that the function has no value for."""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return f"has no {self.with_}"

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about each column, for a power that is learned."""
        return {name: Distribution(name) for name in self.reads_in_place()} if self.with_ == "yeo_johnson" else {}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return the power of each column, or nothing.

        Raises
        ------
        StatisticError
            A column has no number to learn from. Fill it, or leave it out.
        """
        for name, distribution in values.items():
            if not distribution.height:
                raise self.nothing_to_learn(name)
        return {name: {"power": _likeliest(distribution)} for name, distribution in values.items()}

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return what comes of the numbers."""
        value = pl.col(name).cast(pl.Float64)
        if self.with_ == "yeo_johnson":
            return _yeo_johnson(value, learned[name]["power"])
        above, function = FUNCTIONS[self.with_]
        return pl.when(value > above).then(function(value + 0.0))


def _yeo_johnson(value: pl.Expr, power: float) -> pl.Expr:
    """Return the formula: one for numbers from 0 on, its mirror image for those below."""
    above, below = _branch(value, power), -_branch(-value, 2 - power)
    return pl.when(value >= 0).then(above).otherwise(below)


def _branch(value: pl.Expr, power: float) -> pl.Expr:
    return value.log1p() if abs(power) < ALMOST else ((value.log1p() * power).exp() - 1) / power


def _likeliest(distribution: pl.DataFrame) -> float:
    """Return the power of the greatest likelihood."""
    import numpy as np
    from scipy import optimize

    values, counts = (distribution[name].cast(pl.Float64).to_numpy() for name in ("value", "count"))
    if len(values) == 1:
        return 1.0
    if values[-1] < 0:
        return rounded(2 - _likeliest(distribution.select(-pl.col("value"), "count").reverse()))
    logs, weights = np.sign(values) * np.log1p(np.abs(values)), counts / counts.sum()

    def unlikeliness(power: float) -> float:
        with np.errstate(all="ignore"):
            found = _log_variance(logs, weights, power) / 2 - (power - 1) * (weights * logs).sum()
        return float(found) if np.isfinite(found) and _keeps_digits(logs, weights, power) else float("inf")

    start = min(POWERS, key=unlikeliness)
    if unlikeliness(start) == float("inf"):
        return 1.0
    bounds = (start - STEP, start + STEP)
    found = optimize.minimize_scalar(unlikeliness, bounds=bounds, method="bounded", options={"xatol": 1e-9})
    return rounded(float(found.x))


def _keeps_digits(logs: Any, weights: Any, power: float) -> bool:
    """Tell whether transformed values are still told apart well: of far ones, large powers keep no digits."""
    import numpy as np

    found = np.where(logs >= 0, _curve(np.maximum(logs, 0), power), -_curve(np.maximum(-logs, 0), 2 - power))
    mean = (weights * found).sum()
    spread = np.sqrt((weights * (found - mean) ** 2).sum())
    return bool(spread > SPREAD * np.abs(found).max())


def _log_variance(logs: Any, weights: Any, power: float) -> Any:
    """Return the logarithm of the variance of transformed values.

    Parameters
    ----------
    logs : numpy.ndarray, (values,): the logarithm of 1 + size of each value, with its sign
    weights : numpy.ndarray, (values,): they sum up to 1
    power : float

    Notes
    -----
    About the middle of values that are all positive, so that those far from 0 keep their digits.
    """
    import numpy as np

    middle = (weights * logs).sum() if logs[0] >= 0 else 0.0
    above = _curve(np.maximum(logs, 0) - middle, power)
    found = np.where(logs >= 0, above, -_curve(np.maximum(-logs, 0), 2 - power))
    mean = (weights * found).sum()
    return 2 * power * middle + np.log((weights * (found - mean) ** 2).sum())


def _curve(logs: Any, power: float) -> Any:
    import numpy as np

    return logs if abs(power) < ALMOST else np.expm1(power * logs) / power
