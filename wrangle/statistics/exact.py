"""Sums without rounding: the same bits in any order and any split.

Every finite float64 is an integer times a power of two. `exact_sums` cuts each value at fixed places into such
integers of at most 32 bits, as binned summation does, but down to the last bit; sums of them are exact in float64.

References
----------
Demmel, J., and Nguyen, H. D. (2015): Parallel reproducible summation. IEEE Transactions on Computers 64(7).
Dekker, T. J. (1971): A floating-point technique for extending the available precision. Numerische Mathematik 18.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import inf, isqrt
from typing import Any

LOWEST = -1074
"""Exponent of the smallest float64: every float64 is a multiple of 2 ** LOWEST."""

WIDTH = 32
"""Bits between two places."""

BLOCK = 2**14
"""Rows worked on at once: they stay in the cache, and so many integers of 32 bits add up exactly in 53 bits."""

BANDS = ((0.0, 2.0**-400, 600), (2.0**-400, 2.0**400, 0), (2.0**400, inf, -600))
"""Magnitudes (from, below) with the power of two that brings them where squares neither overflow nor underflow."""


def exact_sums(values: Any, starts: Any, *, squares: bool) -> Mapping[tuple[int, int], Any]:
    """Return the exact sums of values, and of their squares, for each group.

    Parameters
    ----------
    values : numpy.ndarray, (rows,), float64
        Finite values, those of a group side by side.
    starts : numpy.ndarray, (groups,), int64
        Where each group begins; none is empty.
    squares : bool
        Whether the squares are summed too.

    Returns
    -------
    Mapping of (power, place) to numpy.ndarray, (groups,), int64
        Power is 1 for the sum of the values, 2 for that of their squares: add up units * 2 ** place over all places.

    Examples
    --------
    >>> import numpy as np
    >>> sums = exact_sums(np.array([1e308, 1.0, -1e308]), np.array([0]), squares=False)
    >>> from fractions import Fraction
    >>> sum(int(units[0]) * Fraction(2) ** place for (_, place), units in sums.items())
    Fraction(1, 1)
    """
    import numpy as np

    sums: defaultdict[tuple[int, int], Any] = defaultdict(lambda: np.zeros(len(starts), np.int64))
    for begin in range(0, len(values), BLOCK):
        first = starts.searchsorted(begin, side="right") - 1
        last = starts.searchsorted(begin + BLOCK)
        inside = np.maximum(starts[first:last] - begin, 0)
        for power, place, units in _pieces(values[begin : begin + BLOCK], inside, squares=squares):
            sums[power, place][first:last] += units
    return sums


def nearest(above: int, below: int) -> float:
    """Return the float64 nearest to a fraction; infinity beyond the largest.

    Examples
    --------
    >>> nearest(1, 3), nearest(10**400, 1)
    (0.3333333333333333, inf)
    """
    try:
        return above / below
    except OverflowError:
        return inf if above > 0 else -inf


def root(above: int, below: int) -> float:
    """Return the square root of a fraction >= 0, also where the fraction itself is beyond float64.

    Examples
    --------
    >>> root(2, 1), root(10**616, 1)
    (1.4142135623730951, 1e+308)
    """
    shift = max(0, 64 - (above.bit_length() - below.bit_length()) // 2)
    return nearest(isqrt((above << 2 * shift) // below), 1 << shift)


def _pieces(values: Any, starts: Any, *, squares: bool) -> Iterator[tuple[int, int, Any]]:
    for scaled, scale in _bands(values):
        for place, units in _cut(scaled, starts):
            yield 1, place - scale, units
        for term in _square(scaled) if squares else ():
            for place, units in _cut(term, starts):
                yield 2, place - 2 * scale, units


def _bands(values: Any) -> Iterator[tuple[Any, int]]:
    import numpy as np

    size = np.abs(values)
    nonzero = np.where(size > 0, size, 1.0)
    if nonzero.min() >= BANDS[1][0] and nonzero.max() < BANDS[1][1]:
        yield values, 0
        return
    for low, high, scale in BANDS:
        inside = (size >= low) & (size < high)
        yield np.ldexp(np.where(inside, values, 0.0), scale), scale


def _square(values: Any) -> tuple[Any, Any]:
    """Return the rounded squares and what the rounding left out, both exact (Dekker)."""
    square = values * values
    wide = values * 134217729.0  # 2 ** 27 + 1: splits 53 bits into 26 and 27 (Veltkamp)
    high = wide - (wide - values)
    low = values - high
    return square, ((high * high - square) + 2.0 * high * low) + low * low


def _cut(values: Any, starts: Any) -> Iterator[tuple[int, Any]]:
    import numpy as np

    rest = values
    largest = max(rest.max(initial=0.0), -rest.min(initial=0.0))
    place = LOWEST + max(0, -(-(int(np.frexp(largest)[1]) - LOWEST - WIDTH + 1) // WIDTH)) * WIDTH
    while rest.any():
        rounder = 1.5 * 2.0 ** (place + 52)  # x + rounder keeps of x the multiples of 2 ** place
        cut = rest + rounder
        cut -= rounder
        rest = rest - cut
        yield place, np.ldexp(np.add.reduceat(cut, starts), -place).astype(np.int64)
        place -= WIDTH
