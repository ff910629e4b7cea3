"""What is told of the values in windows: counts, sums, means, spreads, extremes, the first and the last.

Nulls are left out of all; NaN must be null before, and infinities too where something is computed. What a window
without values gives is up to the caller.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.expressions.windows import Bounds, State, gathered


def _present(values: pl.Series) -> Any:
    """Return how many values there are before each place, and in all."""
    import numpy as np

    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values.is_not_null().to_numpy())])


def counts_in(values: pl.Series, bounds: Bounds) -> Any:
    """Return how many values there are in each window, as numpy.ndarray, (rows,), int64."""
    before = _present(values)
    return before[bounds.high] - before[bounds.low]


def at_end(values: pl.Series, bounds: Bounds, counts: Any, *, last: bool) -> pl.Series:
    """Return the first or last value of each window; anything where there is none."""
    before = _present(values)
    there = values.is_not_null().arg_true()
    nth = before[bounds.high] - 1 if last else before[bounds.low]
    wanted = pl.select(
        pl.when(pl.Series(counts > 0, dtype=pl.Boolean)).then(pl.Series(nth, dtype=pl.Int64))
    ).to_series()
    return values.gather(there.gather(wanted)) if len(there) else values.clear().extend_constant(None, len(wanted))


def extreme(values: pl.Series, bounds: Bounds, counts: Any, *, least: bool) -> pl.Series:
    """Return the least or the greatest value of each window, of the values' type; null where there is none."""
    import numpy as np

    pick = np.minimum if least else np.maximum
    numbers = _as_numbers(values)
    there = values.is_not_null().to_numpy()
    kind = numbers.dtype
    limits = (-np.inf, np.inf) if kind.kind == "f" else (np.iinfo(kind).min, np.iinfo(kind).max)
    none = limits[least]
    filled = np.where(there, numbers, kind.type(none))
    (found,) = gathered((filled,), bounds, lambda one, other: (pick(one[0], other[0]),), (none,))
    result = pl.Series(found).set(pl.Series(counts == 0, dtype=pl.Boolean), None)
    return result.cast(pl.Int64).cast(values.dtype) if values.dtype.is_temporal() else result.cast(values.dtype)


def _as_numbers(values: pl.Series) -> Any:
    """Return values as numbers that numpy has, in the same order; null as any."""
    if isinstance(values.dtype, pl.Boolean):
        values = values.cast(pl.UInt8)
    if isinstance(values.dtype, (pl.Decimal, pl.Int128)):
        values = values.cast(pl.Float64)
    return values.to_physical().fill_null(0).to_numpy()


def _added(values: Any, bounds: Bounds) -> Any:
    import numpy as np

    with np.errstate(over="ignore"):
        return gathered((values,), bounds, lambda one, other: (one[0] + other[0],), (0,))[0]


def sum_of(values: pl.Series, bounds: Bounds, counts: Any) -> pl.Series:
    """Return the sum of each window: of whole numbers and truth values as Int64, else as Float64."""
    del counts
    whole = values.dtype.is_integer() and values.dtype not in {pl.UInt64, pl.Int128}
    dtype = pl.Int64 if whole or isinstance(values.dtype, pl.Boolean) else pl.Float64
    return pl.Series(_added(values.cast(dtype).fill_null(0).to_numpy(), bounds), dtype=dtype)


def mean_of(values: pl.Series, bounds: Bounds, counts: Any) -> pl.Series:
    """Return the mean of each window as Float64."""
    import numpy as np

    total = _added(values.cast(pl.Float64).fill_null(0).to_numpy(), bounds)
    return pl.Series(np.divide(total, np.maximum(counts, 1)), dtype=pl.Float64)


def std_of(values: pl.Series, bounds: Bounds, counts: Any) -> pl.Series:
    """Return the standard deviation of each window (n - 1) as Float64; anything where there are not two values."""
    import numpy as np

    there = values.is_not_null().to_numpy().astype(np.float64)
    numbers = values.cast(pl.Float64).fill_null(0).to_numpy()
    with np.errstate(over="ignore"):  # a spread beyond the largest float64 is infinite
        _, _, squares = gathered((there, numbers, np.zeros_like(there)), bounds, _merged, (0, 0, 0))
        return pl.Series(np.sqrt(squares / np.maximum(counts - 1, 1)), dtype=pl.Float64)


def _merged(one: State, other: State) -> State:
    """Return number, mean and sum of squares about the mean of two sets of values.

    References
    ----------
    Chan, Golub, LeVeque (1979): Updating formulae and a pairwise algorithm for computing sample variances.
    """
    import numpy as np

    (n, mean, squares), (m, more, others) = one, other
    total = np.maximum(n + m, 1)
    both = n * m > 0
    away = np.where(both, more - mean, 0)
    middle = np.where(both, mean + away * (m / total), np.where(n > 0, mean, more))
    return n + m, middle, squares + others + away * away * (n * m / total)
