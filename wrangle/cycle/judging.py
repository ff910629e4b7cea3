"""Judges a challenger beside the champion: better by the margin, no metric worse, every limit met; or kept, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wrangle.errors import RetrainError, did_you_mean
from wrangle.sections.monitor import Retrain


@dataclass(frozen=True)
class Judgement:
    """What is to become of a challenger."""

    promote: bool
    why: tuple[str, ...]
    """Sentences: what speaks against it, or, where nothing does, what it is better by."""
    metric: str
    """The metric that decides."""
    metrics: Mapping[str, Mapping[str, Any]]
    """Metric -> `champion`, `challenger`, `better_by` (each value, low, high), `tolerated` and `worse`."""
    rows: int
    """Rows of the hold-out that both answered."""


def judge(found: Mapping[str, Any], retrain: Retrain) -> Judgement:
    """Judge a challenger by what its evaluation found on the hold-out.

    Parameters
    ----------
    found : mapping
        `metrics.json` of its bundle, with the champion in it.
    retrain : Retrain

    Raises
    ------
    RetrainError
        `retrain` names a metric that was not measured.

    Examples
    --------
    >>> measured = lambda value, low, high: {"value": value, "low": low, "high": high}
    >>> test = {"roc_auc": measured(0.8, 0.7, 0.9)}
    >>> champion = {"rows": 9, "metrics": test, "ours_is_better_by": {"roc_auc": measured(0.02, 0.01, 0.03)}}
    >>> found = {"metrics": {"test": test}, "champion": champion, "verdicts": []}
    >>> judge(found, Retrain()).promote, judge(found, Retrain(margin=0.015)).promote
    (True, False)
    """
    champion = found["champion"]
    measured = found["metrics"]["test"]
    names = [name for name in measured if name in champion["metrics"]]
    metric = retrain.metric or next(iter(measured))
    for name in (metric, *retrain.tolerate):
        if name not in names:
            raise RetrainError(f"monitor: retrain: {name!r} is not measured: {did_you_mean(name, names)}")
    metrics = {name: _compared(name, found, retrain) for name in names}
    against = (
        *_not_better(metric, metrics[metric]["better_by"], retrain.margin),
        *(_worse(name, each) for name, each in metrics.items() if each["worse"]),
        *(f"a limit of `accept:` does not hold: {each['text']}" for each in found["verdicts"] if not each["passed"]),
    )
    gain = metrics[metric]["better_by"]
    why = against or (f"{metric} is better by {_interval(gain)}, and no metric is worse than it may be",)
    return Judgement(not against, why, metric, metrics, int(champion["rows"]))


def _compared(name: str, found: Mapping[str, Any], retrain: Retrain) -> dict[str, Any]:
    gain = found["champion"]["ours_is_better_by"][name]
    return {
        "champion": found["champion"]["metrics"][name],
        "challenger": found["metrics"]["test"][name],
        "better_by": gain,
        "tolerated": retrain.tolerate.get(name),
        "worse": _is_worse(gain, retrain.tolerate.get(name)),
    }


def _is_worse(gain: Mapping[str, Any], tolerated: float | None) -> bool:
    """Tell whether a metric got worse: beyond what is tolerated, or, where nothing is said, beyond chance."""
    if tolerated is not None:
        return gain["value"] is None or gain["value"] < -tolerated
    if gain.get("high") is None:
        return gain["value"] is not None and gain["value"] < 0
    return bool(gain["high"] < 0)


def _not_better(metric: str, gain: Mapping[str, Any], margin: float) -> Iterator[str]:
    low, value = gain.get("low"), gain["value"]
    if value is None:
        yield f"{metric} cannot be told on the hold-out: one class may be missing there"
    elif low is None:
        yield f"{metric}: there are too few records to tell a difference of {value:+.4f} from chance"
    elif low < margin or low <= 0:  # an interval that begins with 0 holds no gain at all
        wanted = f"{margin:g} or more" if margin else "above 0"
        yield f"{metric} is better by {_interval(gain)}: its lower end should be {wanted}"


def _worse(name: str, each: Mapping[str, Any]) -> str:
    if each["tolerated"] is None:
        return f"{name} got worse: better by {_interval(each['better_by'])}"
    return f"{name} got worse by more than {each['tolerated']:g}: better by {_interval(each['better_by'])}"


def _interval(gain: Mapping[str, Any]) -> str:
    if gain["value"] is None:
        return "what cannot be told"
    if gain.get("low") is None:
        return f"{gain['value']:+.4f}"
    return f"{gain['value']:+.4f} ({gain['low']:+.4f} to {gain['high']:+.4f})"
