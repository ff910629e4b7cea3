"""Counts what the server does, and tells it in Prometheus' text format."""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"

Labels = tuple[tuple[str, str], ...]
Gauge = Callable[[], float]


class Histogram:
    """How often values fell below each of some bounds.

    Examples
    --------
    >>> seen = Histogram((1, 2))
    >>> seen.add(1.5)
    >>> list(seen.lines("x", ""))
    ['x_bucket{le="1"} 0', 'x_bucket{le="2"} 1', 'x_bucket{le="+Inf"} 1', 'x_sum 1.5', 'x_count 1']
    """

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = tuple(bounds)
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, value: float) -> None:
        """Take note of a value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def lines(self, name: str, labels: str) -> Iterator[str]:
        """Yield what is told of it."""
        comma = f"{labels}," if labels else ""
        total = 0
        for bound, count in zip((*map(shown, self._bounds), "+Inf"), self._counts, strict=True):
            total += count
            yield f'{name}_bucket{{{comma}le="{bound}"}} {total}'
        braces = f"{{{labels}}}" if labels else ""
        yield f"{name}_sum{braces} {shown(self._sum)}"
        yield f"{name}_count{braces} {total}"


class Metrics:
    """What one worker has done since it started."""

    def __init__(self) -> None:
        self._started = time.time()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, Histogram] = {}
        self._records: Counter[tuple[str, str]] = Counter()
        self._batches = Histogram(SIZES)
        self._gathered = Histogram(SIZES)
        self._gauges: dict[str, tuple[str, Gauge]] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Take note of a request that was answered."""
        self._requests[route, status] += 1
        found = self._seconds.get(route)
        if found is None:
            found = self._seconds[route] = Histogram(SECONDS)
        found.add(seconds)

    def records(self, variant: str, statuses: Sequence[str]) -> None:
        """Take note of what became of records."""
        for status in statuses:
            self._records[variant, status] += 1

    def batch(self, requests: int, records: int) -> None:
        """Take note of a batch."""
        self._gathered.add(requests)
        self._batches.add(records)

    def gauge(self, name: str, what: str, value: Gauge) -> None:
        """Tell a value that is asked for when it is told."""
        self._gauges[name] = (what, value)

    def text(self, further: Mapping[str, float], lines: Sequence[str] = ()) -> bytes:
        """Return all that is known.

        Parameters
        ----------
        further : mapping
            Further gauges: name without `wrangle_` -> value.
        lines : sequence of str
            Further lines, told already.
        """
        return ("\n".join([*self._lines(further), *lines]) + "\n").encode()

    def _lines(self, further: Mapping[str, float]) -> Iterator[str]:
        yield from head("requests_total", "counter", "Requests answered, by route and HTTP status.")
        for (route, status), count in sorted(self._requests.items()):
            yield f'wrangle_requests_total{{route="{route}",status="{status}"}} {count}'
        yield from head("request_seconds", "histogram", "Time from the head of a request to its answer.")
        for route, seconds in sorted(self._seconds.items()):
            yield from seconds.lines("wrangle_request_seconds", f'route="{route}"')
        yield from head("records_total", "counter", "Records answered, by variant and status.")
        for (variant, answer), count in sorted(self._records.items()):
            yield f'wrangle_records_total{{variant="{escaped(variant)}",status="{answer}"}} {count}'
        yield from head("batch_requests", "histogram", "Requests answered together.")
        yield from self._gathered.lines("wrangle_batch_requests", "")
        yield from head("batch_records", "histogram", "Records answered together.")
        yield from self._batches.lines("wrangle_batch_records", "")
        for name, (what, value) in self._gauges.items():
            yield from head(name, "gauge", what)
            yield f"wrangle_{name} {shown(value())}"
        for name, number in further.items():
            yield f"wrangle_{name} {shown(number)}"
        yield from _process(self._started)


def _process(started: float) -> Iterator[str]:
    yield "# TYPE process_start_time_seconds gauge"
    yield f"process_start_time_seconds {started:.3f}"
    yield "# TYPE process_cpu_seconds_total counter"
    yield f"process_cpu_seconds_total {sum(os.times()[:2]):.2f}"
    resident = _resident()
    if resident is not None:
        yield "# TYPE process_resident_memory_bytes gauge"
        yield f"process_resident_memory_bytes {resident}"


def _resident() -> int | None:
    """Return how many bytes of memory the process holds; None where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def head(name: str, kind: str, what: str) -> Iterator[str]:
    """Yield what Prometheus is told of a metric before its values."""
    yield f"# HELP wrangle_{name} {what}"
    yield f"# TYPE wrangle_{name} {kind}"


def escaped(text: str) -> str:
    """Return the value of a label as it stands between quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def shown(value: float) -> str:
    """Return a value as Prometheus reads it."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
