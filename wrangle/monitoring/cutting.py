"""Cuts the stream of captured records into windows, by their number or by their time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from wrangle.expressions.durations import microseconds
from wrangle.monitoring.looking import Seen
from wrangle.monitoring.reading import Records
from wrangle.sections.monitor import Window

CHUNK = 20_000
"""Records that are looked at together at most."""

Look = Callable[[Records], Seen]


def windows(stream: Iterable[Records], window: Window, look: Look) -> Iterator[Seen]:
    """Yield what each window of records is like, oldest first; a rest of less than half a window goes with the last.

    Parameters
    ----------
    stream : iterable of Records
        In the order of time.
    window : Window
    look : callable
        Is given the records of one window, or of a part of one.
    """
    pending: Seen | None = None
    for seen in _of_time(stream, window.time, look) if window.time else _of_number(stream, window.size, look):
        is_rest = window.time is None and 2 * seen.rows < window.size
        if pending is not None and is_rest:
            pending.add(seen)
            continue
        if pending is not None:
            yield pending
        pending = seen
    if pending is not None:
        yield pending


def _of_number(stream: Iterable[Records], size: int, look: Look) -> Iterator[Seen]:
    seen = Seen()
    for records in stream:
        start, rows = 0, records.raw.height
        while start < rows:
            take = min(size - seen.rows, rows - start, CHUNK)
            seen.add(look(records.slice(start, take)))
            start += take
            if seen.rows == size:
                yield seen
                seen = Seen()
    if seen.rows:
        yield seen


def _of_time(stream: Iterable[Records], length: str, look: Look) -> Iterator[Seen]:
    seen, number, span = Seen(), None, microseconds(length)
    for records in stream:
        numbers = records.times.dt.epoch("us") // span
        for place, rows in _runs(numbers):
            if seen.rows and numbers[place] != number:
                yield seen
                seen = Seen()
            number = numbers[place]
            seen.add(look(records.slice(place, rows)))
    if seen.rows:
        yield seen


def _runs(numbers: pl.Series) -> Iterator[tuple[int, int]]:
    """Yield where each run of the same number begins, and how long it is.

    Examples
    --------
    >>> list(_runs(pl.Series([3, 3, 4])))
    [(0, 2), (2, 1)]
    """
    starts = [0, *((numbers != numbers.shift()).fill_null(value=False).arg_true().to_list())]
    for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
        if end > start:
            yield start, end - start
