"""Computes over windows of ordered rows: where each row's window begins and ends, and what stands in it.

Whatever a window gives depends, to the last bit, on the rows in it alone: sums are not carried from one window to the
next, but put together from sums of 1, 2, 4, 8, ... rows. The work grows with the rows and the logarithm of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

ROW, KEY, ORDER = "__row", "__key", "__order"

State = tuple[Any, ...]
"""What is known of some rows: arrays of one entry for each window."""


@dataclass(frozen=True)
class Ordered:
    """The rows of whole keys, those of a key side by side and in order, ties by row number."""

    rows: pl.DataFrame
    """(rows, keys + needs + `__row`); rows without a place in the order (null or NaN) are left out."""
    keys: Any
    """numpy.ndarray, (rows,), int64: the number of each row's key, from 0."""
    first: Any
    """numpy.ndarray, (rows,), int64: the place of the first row of each row's key."""
    last: Any
    """numpy.ndarray, (rows,), int64: the place of its last row."""

    @property
    def places(self) -> Any:
        """numpy.ndarray, (rows,), int64: the place of each row."""
        import numpy as np

        return np.arange(self.rows.height)


def in_order(part: pl.DataFrame, by: Sequence[str]) -> Ordered:
    """Return the rows of whole keys in the order of `__order`.

    Examples
    --------
    >>> part = pl.DataFrame({"a": ["x", "y", "x"], "__order": [2, 1, 1], "__row": [0, 1, 2]})
    >>> in_order(part, ["a"]).rows["__row"].to_list()
    [2, 0, 1]
    """
    import numpy as np

    order = part[ORDER].fill_nan(None) if part.schema[ORDER].is_float() else part[ORDER]
    placed = part.with_columns(order).filter(pl.col(ORDER).is_not_null())
    key = pl.first(ROW).over(list(by)) if by else pl.lit(0)
    rows = placed.with_columns(key.alias(KEY)).sort(KEY, ORDER, ROW)
    keys = rows[KEY].to_numpy()
    starts = np.flatnonzero(np.diff(keys, prepend=-1)) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(starts, append=len(keys))
    numbers = np.repeat(np.arange(len(starts)), sizes)
    return Ordered(rows.drop(KEY), numbers, starts[numbers], (starts + sizes - 1)[numbers])


@dataclass(frozen=True)
class Bounds:
    """Where the window of each row begins and ends."""

    low: Any
    """numpy.ndarray, (rows,), int64: the place of its first row."""
    high: Any
    """numpy.ndarray, (rows,), int64: the place after its last row; `low` where it is empty."""
    whole: Any
    """numpy.ndarray, (rows,), bool: whether it lies wholly inside what is known of the key."""


def by_rows(ordered: Ordered, count: int, *, future: bool) -> Bounds:
    """Return windows of so many rows before each row, or after it.

    Examples
    --------
    >>> part = pl.DataFrame({"__order": [1, 2, 3], "__row": [0, 1, 2]})
    >>> bounds = by_rows(in_order(part, []), 2, future=False)
    >>> bounds.low.tolist(), bounds.high.tolist(), bounds.whole.tolist()
    ([0, 0, 0], [0, 1, 2], [False, False, True])
    """
    import numpy as np

    places = ordered.places
    if future:
        high = np.minimum(places + 1 + count, ordered.last + 1)
        return Bounds(places + 1, high, ordered.last - places >= count)
    return Bounds(np.maximum(places - count, ordered.first), places, places - ordered.first >= count)


def by_time(ordered: Ordered, length: int, *, future: bool) -> Bounds:
    """Return windows of so many microseconds: from then up to before each row's time, or from after it up to then.

    Rows of the same time as a row are not in its window. `__order` must be of dates or times.
    """
    import numpy as np

    times, second = ticks(ordered.rows[ORDER])
    if not len(times):
        return Bounds(ordered.places, ordered.places, np.empty(0, bool))
    length = length * second // 1_000_000
    own, far = _one_line(ordered.keys, times, length if future else -length)
    starts = np.flatnonzero(np.diff(own, prepend=own[0] - 1))
    sizes = np.diff(starts, append=len(own))  # of rows of one key and time
    if future:
        whole = times[ordered.last] - times >= length
        return Bounds(np.repeat(starts + sizes, sizes), np.searchsorted(own, far, side="right"), whole)
    whole = times - times[ordered.first] >= length
    return Bounds(np.searchsorted(own, far), np.repeat(starts, sizes), whole)


def _one_line(keys: Any, times: Any, away: int) -> tuple[Any, Any]:
    """Return keys and times as one ascending number, and the number of the same key so much time away."""
    import numpy as np

    lowest, highest = int(times.min()), int(times.max())
    away = max(-(highest - lowest) - 1, min(away, highest - lowest + 1))
    reach = highest - lowest + abs(away) + 1
    if (int(keys[-1]) + 2) * reach < 2**62:
        own = keys * reach + (times - lowest)
        return own, own + away
    known, ranks = np.unique(times, return_inverse=True)  # as many numbers as there are times
    base = keys * (len(known) + 1)
    return base + ranks, base + np.searchsorted(known, times + away, side="right" if away > 0 else "left") - (away > 0)


def ticks(times: pl.Series) -> tuple[Any, int]:
    """Return times as whole numbers of their unit, and how many of these make a second.

    Examples
    --------
    >>> from datetime import date
    >>> numbers, second = ticks(pl.Series([date(1970, 1, 2)]))
    >>> numbers.tolist(), second
    ([86400000000], 1000000)
    """
    if isinstance(times.dtype, pl.Date):
        times = times.cast(pl.Datetime("us"))
    unit = getattr(times.dtype, "time_unit", "ns")
    return times.to_physical().cast(pl.Int64).to_numpy(), {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[unit]


def gathered(values: State, bounds: Bounds, combine: Callable[[State, State], State], nothing: State) -> State:
    """Return for each window what is put together from the values in it.

    Parameters
    ----------
    values : tuple of numpy.ndarray, (rows,)
    bounds : Bounds
    combine : callable
        Two states of neighbouring rows -> that of both; associative, but for rounding.
    nothing : tuple of scalar
        The state of no rows.

    Examples
    --------
    >>> import numpy as np
    >>> bounds = Bounds(np.array([0, 0, 1]), np.array([0, 3, 3]), np.ones(3, bool))
    >>> gathered((np.array([1, 2, 4]),), bounds, lambda one, other: (one[0] + other[0],), (0,))[0].tolist()
    [0, 7, 6]
    """
    import numpy as np

    at, sizes = bounds.low.copy(), bounds.high - bounds.low
    found = tuple(np.full(len(at), none, each.dtype) for each, none in zip(values, nothing, strict=True))
    width, widest = 1, int(sizes.max(initial=0))
    while width <= widest:
        here = np.flatnonzero(sizes & width)
        more = combine(tuple(each[here] for each in found), tuple(each[at[here]] for each in values))
        for each, new in zip(found, more, strict=True):
            each[here] = new
        at[here] += width
        values = combine(tuple(each[:-width] for each in values), tuple(each[width:] for each in values))
        width *= 2
    return found
