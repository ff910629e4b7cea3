"""Tells in /metrics what `wrangle monitor` found last: its monitor.json is read again when it has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from wrangle.serving.metrics import escaped, head, shown

FILE = Path("monitor") / "monitor.json"
"""Where it is in a deployment's folder."""
LARGEST = 64 << 20
"""Bytes that it may have."""


class Verdict:
    """What monitoring found last of a deployment.

    Parameters
    ----------
    folder : Path
        The deployment's.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: tuple[int, int] | None = None
        self._lines: Sequence[str] = ()

    def lines(self) -> Sequence[str]:
        """Return its gauges in Prometheus' text format; none where there is no such file, or none that can be read."""
        try:
            state = self._path.stat()
            known = state.st_mtime_ns, state.st_size
            if known != self._known:
                small = state.st_size <= LARGEST
                self._lines = tuple(gauges(json.loads(self._path.read_bytes()))) if small else ()
                self._known = known
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._lines, self._known = (), None
        return self._lines


def gauges(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what monitor.json tells, a gauge a line.

    Examples
    --------
    >>> empty = {"alarms": [], "columns": {}, "quality": {}, "made_at": "1970-01-01T00:01:00+00:00", "window": {}}
    >>> [line for line in gauges(empty) if not line.startswith("#")]
    ['wrangle_monitor_alarms 0', 'wrangle_monitor_time_seconds 60']
    """
    yield from head("monitor_alarms", "gauge", "Alarms of the last monitoring.")
    yield f"wrangle_monitor_alarms {len(found['alarms'])}"
    yield from head("monitor_time_seconds", "gauge", "When it was, in seconds since 1970.")
    yield f"wrangle_monitor_time_seconds {shown(datetime.fromisoformat(found['made_at']).timestamp())}"
    window = found["window"]
    for name in ("records", "labelled"):
        if name in window:
            yield from head(f"monitor_{name}", "gauge", f"Records that it looked at{_WITH[name]}.")
            yield f"wrangle_monitor_{name} {shown(window[name])}"
    drift = [
        (part, name, each["psi"])
        for part, columns in found["columns"].items()
        for name, each in columns.items()
        if each.get("psi") is not None
    ]
    if drift:
        yield from head("monitor_drift", "gauge", "Population stability index, as sent (raw) and after the rules.")
        for part, name, value in drift:
            yield f'wrangle_monitor_drift{{column="{escaped(name)}",part="{escaped(part)}"}} {shown(value)}'
    quality = [(name, each["value"]) for name, each in found["quality"].items() if each.get("value") is not None]
    if quality:
        yield from head("monitor_quality", "gauge", "Metrics by the truth that has come.")
        for name, value in quality:
            yield f'wrangle_monitor_quality{{metric="{escaped(name)}"}} {shown(value)}'


_WITH = {"records": "", "labelled": " whose truth is known"}
