"""How good answers were, by the truth that has come: metrics with intervals, calibration, by window and by slice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite, sqrt
from typing import Any

import numpy as np
import polars as pl

from wrangle.bundle.model import label_text
from wrangle.drift.comparing import Limits, compare
from wrangle.drift.counting import Counting
from wrangle.drift.wording import number, share
from wrangle.monitoring.alarms import Alarm
from wrangle.monitoring.truth import Labelled, answers_of
from wrangle.monitoring.watched import Watched
from wrangle.statistics.distances import effect
from wrangle.training.answers import Answers
from wrangle.training.bootstrap import LEAST, LIMIT, Draws, Resampled, resample
from wrangle.training.diagrams import calibration
from wrangle.training.metric import METRICS
from wrangle.training.metrics import can, canonical

TIMES = 200
"""How often records are drawn again."""
OF_CLASS = 20
"""Records of each of two classes below which ranks and shares tell too little to raise an alarm."""
MIDDLE = 1.959964
"""Standard deviations within which 95 % lie."""


@dataclass(frozen=True)
class Quality:
    """How good the answers of some records were."""

    labelled: int = 0
    metrics: Mapping[str, Any] = field(default_factory=dict)
    """Metric -> value, low, high, and baseline: that of the test part."""
    alarms: tuple[Alarm, ...] = ()
    slices: Sequence[Mapping[str, Any]] = ()
    """The first metric by the values of slicing columns, the worst first."""
    calibration: Mapping[str, Any] | None = None


class Measuring:
    """Measures the labelled answers of one model."""

    def __init__(self, watched: Watched, labelled: Labelled) -> None:
        self._watched, self._labelled = watched, labelled
        self._model, self._section = watched.bundle.model, watched.section.quality
        metrics = watched.bundle.metrics
        self._test: Mapping[str, Any] = metrics.get("metrics", {}).get("test", {})
        self._training: Mapping[str, Any] = metrics.get("metrics", {}).get("training", {})
        self._slices = {(each["column"], each["slice"]): each for each in metrics.get("slices", ())}
        self._calibration = metrics.get("calibration")
        named = [canonical(each) for each in self._section.metrics or watched.train.metrics] or list(self._test)
        self.names = tuple(dict.fromkeys(named))
        """Metrics, the first by slice as well."""

    def places(self, since: datetime, until: datetime) -> slice:
        """Return the places of the labelled answers from a moment on and before another."""
        from bisect import bisect_left

        return slice(bisect_left(self._labelled.times, since), bisect_left(self._labelled.times, until))

    def newest(self, windows: Sequence[tuple[datetime, datetime]]) -> slice:
        """Return the places of the newest windows that together have enough labels to be judged."""
        if not windows:
            return slice(0, 0)
        end = self.places(*windows[-1]).stop
        start = end
        for window in reversed(windows):
            start = self.places(*window).start
            if end - start >= self._section.minimum:
                break
        return slice(start, end)

    def measure(self, places: slice, *, judged: bool) -> Quality:
        """Return how good the answers at some places were; alarms only where they are to be judged."""
        rows = max(places.stop - places.start, 0)
        if not rows:
            return Quality()
        given = answers_of(self._labelled, self._model, places)
        found = self._resampled(given, self.names)
        metrics = {name: self._told(found, name) for name in found.values}
        if not judged or rows < self._section.minimum:
            return Quality(rows, metrics)
        if not _tells(given):
            return Quality(rows, metrics)
        slices = list(self._by(places))
        tests = max(len(metrics) + len(slices) + 2, 1)
        alpha = self._section.alpha / tests
        alarms = [*self._worse(found, alpha), *self._slice_alarms(slices, alpha)]
        alarms += [*self._uncalibrated(given, alpha), *self._labels(given, alpha)]
        for each in slices:
            each.pop("sd")
        return Quality(rows, metrics, tuple(alarms), slices, calibration(given))

    def _resampled(self, given: Answers, names: Sequence[str]) -> Resampled:
        rows = np.arange(len(given))
        if len(rows) > LIMIT:
            rows = np.sort(np.random.default_rng(0).choice(rows, LIMIT, replace=False))
        fit = [name for name in names if can(METRICS[name], given)]
        times = TIMES if len(rows) >= LEAST else 0
        return resample(given, fit, Draws(rows, None, len(rows), len(given), "single records", 0, times))

    def _told(self, found: Resampled, name: str) -> dict[str, Any]:
        test = self._test.get(name, {})
        told = {key: _plain(value) for key, value in found.measured(name).describe().items()}
        return told | {
            "baseline": test.get("value"),
            "baseline_low": test.get("low"),
            "baseline_high": test.get("high"),
        }

    def _worse(self, found: Resampled, alpha: float) -> Iterator[Alarm]:
        for name in found.values:
            told = self._told(found, name)
            alarm = self._alarm(name, told, _spread(found, name), alpha, None)
            if alarm is not None:
                yield alarm

    def _alarm(
        self, name: str, told: Mapping[str, Any], spread: float, alpha: float, of: tuple[str, str] | None
    ) -> Alarm | None:
        """Return an alarm where a metric is worse than on the test part by more than is allowed and chance explains."""
        from scipy.stats import norm

        metric, was, value = METRICS[name], told["baseline"], told["value"]
        if was is None or value is None or not isfinite(spread):
            return None
        learned = self._training.get(name, {}).get("value")
        if learned is not None:  # a test part that happened to be easier than the training promised too much
            was = min(was, learned, key=metric.turned)
        low, high = told.get("baseline_low"), told.get("baseline_high")
        before = 0.0 if low is None or high is None else (high - low) / 2 / MIDDLE
        allowed = self._section.drop * (abs(was) if metric.high > 1 else 1.0)
        limit = allowed + float(norm.ppf(1 - alpha)) * sqrt(spread**2 + before**2)
        worse = metric.turned(was) - metric.turned(value)
        if worse <= limit:
            return None
        where = f" where {of[0]} is {of[1]}" if of else ""
        interval = "" if told["low"] is None else f" ({number(told['low'])} to {number(told['high'])})"
        says = f"{name}{where} is {number(value)}{interval}, {number(told['baseline'])} on the test part: "
        says += f"worse by {number(worse)}, alarm from {number(limit)} on"
        if was != told["baseline"]:
            says += f" (from the {number(was)} of the training part)"
        return Alarm("quality", name, name, worse, limit, says, part="quality", slice=of)

    def _by(self, places: slice) -> Iterator[dict[str, Any]]:
        """Yield the first metric by the values of slicing columns that have enough labels."""
        for name, values in self._labelled.by.items():
            texts = pl.Series(values[places], dtype=pl.String)
            for text in sorted(texts.drop_nulls().unique()):
                chosen = (texts == text).fill_null(value=False).arg_true().to_numpy() + places.start
                if len(chosen) < self._section.minimum or not self.names:
                    continue
                given = answers_of(self._labelled, self._model, chosen)
                found = self._resampled(given, self.names[:1])
                if self.names[0] in found.values and _tells(given):
                    test = self._slices.get((name, text)) or self._test.get(self.names[0], {})
                    told = {key: _plain(each) for key, each in found.measured(self.names[0]).describe().items()}
                    before = {f"baseline{end}": test.get(key) for end, key in _ENDS}
                    yield {"column": name, "slice": text, "rows": len(chosen), "metric": self.names[0],
                           **told, **before, "sd": _spread(found, self.names[0])}  # fmt: skip

    def _slice_alarms(self, slices: Sequence[Mapping[str, Any]], alpha: float) -> Iterator[Alarm]:
        for each in slices:
            alarm = self._alarm(each["metric"], each, each["sd"], alpha, (each["column"], each["slice"]))
            if alarm is not None:
                yield alarm

    def _uncalibrated(self, given: Answers, alpha: float) -> Iterator[Alarm]:
        """Tell where what is said to be probable comes true more or less often than it did on the test part."""
        if given.classes != 2 or given.said.probabilities is None:
            return
        from scipy.stats import binomtest

        rows, hits = len(given), int(given.is_positive.sum())
        gap = _gap(self._calibration)
        expected = min(max(float(given.score.mean()) + gap, 1e-6), 1 - 1e-6)
        size = abs(effect(hits / rows, expected))
        least = self._watched.section.drift.rate
        if size < least or binomtest(hits, rows, expected).pvalue >= alpha:
            return
        says = f"calibration: {share(hits / rows)} came true where {share(expected)} were expected by the probabilities"
        yield Alarm("quality", "calibration", "calibration", size, least, says, part="quality")

    def _labels(self, given: Answers, alpha: float) -> Iterator[Alarm]:
        """Tell where what comes true is other than in training."""
        profile = self._watched.baseline.target
        if profile is None:
            return
        classes = [label_text(each) for each in self._model.classes]
        texts = [classes[each] for each in given.truth] if classes else [str(each) for each in given.truth]
        drift = self._watched.section.drift
        counted = Counting(profile).count(pl.Series(texts, dtype=pl.String))
        compared = compare(profile, counted, Limits(drift.threshold, drift.warn, drift.rate, alpha))
        alarming = [each for each in compared.findings if each.is_alarm]
        if alarming:
            first, target = alarming[0], self._model.target or "truth"
            says = f"{target}, as it came true: " + "; ".join(each.says for each in alarming)
            yield Alarm("quality", target, f"truth {first.measure}", first.value, first.threshold, says, part="quality")


_ENDS = (("", "value"), ("_low", "low"), ("_high", "high"))


def _spread(found: Resampled, name: str) -> float:
    """Return the standard deviation of a metric over draws; infinite where it cannot be told."""
    values = found.replicates.get(name)
    finite = values[np.isfinite(values)] if values is not None else np.array([])
    if values is None or len(finite) < 0.9 * len(values) or len(finite) < 2:
        return float("inf")
    return float(finite.std(ddof=1))


def _tells(given: Answers) -> bool:
    """Tell whether there are enough records of each of two classes."""
    if given.classes != 2:
        return True
    hits = int(given.is_positive.sum())
    return min(hits, len(given) - hits) >= OF_CLASS


def _plain(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(value)


def _gap(told: Mapping[str, Any] | None) -> float:
    """Return by how much more came true on the test part than was said."""
    bins = (told or {}).get("bins") or ()
    rows = sum(each["rows"] for each in bins)
    return sum(each["rows"] * (each["observed"] - each["predicted"]) for each in bins) / rows if rows else 0.0
