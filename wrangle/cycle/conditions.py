"""Tells which conditions of `when:` hold: kinds of alarms, metrics, counts. They are read, never run."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wrangle.errors import RetrainError, did_you_mean
from wrangle.sections.monitor import KINDS, terms

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True)
class Facts:
    """What conditions are held against."""

    alarms: frozenset[str]
    """Kinds of the alarms that there are."""
    numbers: Mapping[str, float | None]
    """Metric, `labelled` or `age` -> its value; None where it cannot be told."""


def facts_of(report: Mapping[str, Any], labelled: int, age: float) -> Facts:
    """Return the facts of a report of monitoring.

    Parameters
    ----------
    report : mapping
        `monitor.json`.
    labelled : int
        Records with truth that the champion was not trained on.
    age : float
        Days since it was trained.
    """
    quality = report.get("quality") or {}
    numbers = {name: (each or {}).get("value") for name, each in quality.items()}
    kinds = frozenset(str(each["kind"]) for each in report.get("alarms") or ())
    return Facts(kinds, {**numbers, "labelled": float(labelled), "age": age})


def met(when: Sequence[str], facts: Facts, metrics: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the conditions that hold.

    Parameters
    ----------
    when : sequence of str
    facts : Facts
    metrics : sequence of str
        Metrics that may be named although nothing is known of them yet.

    Raises
    ------
    RetrainError
        A condition names what there is not.

    Examples
    --------
    >>> facts = Facts(frozenset({"drift"}), {"roc_auc": 0.8, "labelled": 100.0})
    >>> met(["quality", "drift and roc_auc < 0.88", "labelled >= 5000"], facts)
    ('drift and roc_auc < 0.88',)
    """
    return tuple(each for each in when if all(_holds(*term, facts, metrics) for term in terms(each)))


def _holds(name: str, comparison: str, limit: float, facts: Facts, metrics: Sequence[str]) -> bool:
    if not comparison:
        return bool(facts.alarms) if name == "alarm" else name in facts.alarms
    if name not in facts.numbers and name not in metrics:
        known = [*facts.numbers, *metrics]
        raise RetrainError(f"monitor: retrain: when: there is no {name!r}: {did_you_mean(name, [*known, *KINDS])}")
    value = facts.numbers.get(name)
    return value is not None and COMPARE[comparison](value, limit)
