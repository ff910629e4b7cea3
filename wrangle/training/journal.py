"""Keeps what a search has measured, in a file, so that one that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from wrangle.training.folds import Fold

Value = Callable[[Mapping[str, Any], Fold], float]
"""Options and a fold -> how good they are there; greater is better."""


@dataclass
class Journal:
    """What was measured so far, by options and rows; in a file, so that a search that was stopped goes on."""

    path: Path | None = None
    about: str = ""
    """A digest of all that a value depends on beside options and rows: data, estimator, metric. What another search
    left in the file counts for nothing here."""
    known: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Digest of options and rows -> value and seconds."""
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    """Several threads may ask at a time."""

    def __post_init__(self) -> None:
        if self.path is None or not self.path.exists():
            return
        text = self.path.read_text(encoding="utf-8")
        for line in text.splitlines():
            self._remember(line)
        if text and not text.endswith("\n"):
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n")

    def _remember(self, line: str) -> None:
        try:
            entry = json.loads(line)
            self.known[entry["key"]] = (float(entry["value"]), float(entry["seconds"]))
        except (ValueError, KeyError, TypeError):
            return  # the last line of a search that was killed while it wrote

    def value(self, options: Mapping[str, Any], fold: Fold, measure: Value) -> tuple[float, float]:
        """Return what options are worth on a fold, and the seconds that took: from the journal, or measured now."""
        key = _key(self.about, options, fold)
        if key not in self.known:
            start = time.perf_counter()
            value = float(measure(options, fold))
            with self.lock:
                self.known[key] = (value, time.perf_counter() - start)
                self._write(key, options)
        return self.known[key]

    def _write(self, key: str, options: Mapping[str, Any]) -> None:
        if self.path is None:
            return
        value, seconds = self.known[key]
        entry = {"key": key, "options": dict(options), "value": value, "seconds": seconds}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, default=str) + "\n")


def _key(about: str, options: Mapping[str, Any], fold: Fold) -> str:
    total = hashlib.sha256(json.dumps([about, options], sort_keys=True, default=str).encode())
    for places in fold:
        total.update(memoryview(places.astype("<i8")).cast("B"))
        total.update(b"|")
    return total.hexdigest()
