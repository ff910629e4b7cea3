"""Quantiles, histogram and far-out values of the numbers of a sample."""

from __future__ import annotations

import sys
from typing import Any

from wrangle.explore.profile.facts import Numbers
from wrangle.explore.profile.moments import Moments

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
BINS = 24
FAR = 3.0
"""Distances of the quartiles from them at which a number lies far out (Tukey 1977)."""
DIGITS = 12
"""Digits that count: sums depend in the last ones on the order of the rows."""


def numbers(values: Any, counts: Any, moments: Moments, *, exact: bool) -> Numbers | None:
    """Return what is told of the numbers of a column.

    Parameters
    ----------
    values : numpy.ndarray, (values,), float64
        Finite, from all rows or from a sample.
    counts : numpy.ndarray, (values,), int64
        How many rows of the column each stands for.
    moments : Moments
        Of all rows, or of the sample.
    exact : bool
        Whether they are of all rows.

    Examples
    --------
    >>> import numpy as np
    >>> moments = Moments()
    >>> moments.add(np.arange(5.0))
    >>> found = numbers(np.arange(5.0), np.ones(5), moments, exact=True)
    >>> found.quantiles["0.5"], found.mean, found.outside
    (2.0, 2.0, 0)
    """
    import numpy as np

    if not len(values) or not moments.count:
        return None
    order = np.argsort(values, kind="stable")
    values, counts = values[order], counts[order]
    quantiles = {f"{level:g}": rounded(_quantile(values, counts, level)) for level in LEVELS}
    near, edges = _histogram(values, counts, quantiles)
    low, high, outside, extremes = _far(values, counts, quantiles)
    return Numbers(
        moments.count, rounded(moments.mean), None if moments.std is None else rounded(moments.std),
        moments.min, moments.max, moments.zeros, moments.negative, moments.nan, moments.infinite, exact,
        quantiles, edges, near, low, high, outside, extremes,
    )  # fmt: skip


def rounded(number: float) -> float:
    """Return a number with as many digits as count."""
    return float(f"{number:.{DIGITS}g}")


def _quantile(values: Any, counts: Any, level: float) -> float:
    """Return the quantile of values that stand several times each, interpolated as `numpy.quantile` does."""
    import numpy as np

    ends = np.cumsum(counts)
    at = level * (ends[-1] - 1)
    low, high = (
        values[min(np.searchsorted(ends, place, "right"), len(values) - 1)] for place in (at // 1, -(-at // 1))
    )
    share = at - at // 1
    with np.errstate(over="ignore"):
        apart = high - low
    return float(low + apart * share if np.isfinite(apart) else 2 * (low / 2 + (high / 2 - low / 2) * share))


def _histogram(values: Any, counts: Any, quantiles: dict[str, float]) -> tuple[list[int], list[float]]:
    """Return rows per bin and the bins' ends; bins reach as far as nearly all numbers, the rest is in the last ones."""
    import numpy as np

    low, high = quantiles["0.01"], quantiles["0.99"]
    width = (high - low) or 1.0
    first, last = max(float(values[0]), low - width / 2), min(float(values[-1]), high + width / 2)
    if first >= last:
        return [int(counts.sum())], [first, last]
    whole = bool((values == np.round(values)).all()) and last - first < BINS
    edges = np.arange(np.floor(first), np.floor(last) + 2) - 0.5 if whole else _evenly(first, last)
    found, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges, weights=counts)
    return [round(each) for each in found.tolist()], [rounded(each) for each in edges.tolist()]


def _evenly(first: float, last: float) -> Any:
    """Return the ends of bins of one width; numbers may lie farther apart than any number is large."""
    import numpy as np

    if np.isfinite(last - first):
        return np.linspace(first, last, BINS + 1)
    return np.linspace(first / 2, last / 2, BINS + 1) * 2


def _far(
    values: Any, counts: Any, quantiles: dict[str, float]
) -> tuple[float | None, float | None, int, tuple[float, ...]]:
    """Return the limits, the rows beyond them, and some of their numbers, the farthest first."""
    import numpy as np

    lower, middle, upper = (quantiles[level] for level in ("0.25", "0.5", "0.75"))
    apart = upper - lower
    if apart <= 0:
        return None, None, 0, ()
    low = rounded(max(lower - FAR * apart, -sys.float_info.max))
    high = rounded(min(upper + FAR * apart, sys.float_info.max))
    beyond = (values < low) | (values > high)
    far = values[beyond]
    first = far[np.argsort(-np.abs(far / 2 - middle / 2), kind="stable")][:5]  # halves: their distance is a number
    return low, high, int(counts[beyond].sum()), tuple(float(each) for each in first)
