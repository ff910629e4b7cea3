"""What looks wrong about a model, in sentences: checks on what was measured, none of which stops a training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wrangle.bundle.model import Model, label_text
from wrangle.sections.train import Train
from wrangle.training.bootstrap import Measured
from wrangle.training.importance import Importance
from wrangle.training.metric import METRICS
from wrangle.training.part import Part, PartName

IMBALANCE = 0.1
"""A class of a smaller share of the training rows is told."""
FEW = 30
"""A class of fewer test rows is told: its numbers say little."""
OVERFIT = 0.25
"""Of the way from baseline to perfect (or to training, for unbounded metrics): a greater gap is told."""
USELESS = 0.01
"""A feature whose importance is below this share of the greatest is told, where it is within its spread of 0."""


@dataclass(frozen=True)
class Remark:
    """Something to look at."""

    kind: str
    """baseline, overfit, underfit, imbalance, few, useless, edge, time, undefined or shared."""
    text: str

    def describe(self) -> dict[str, str]:
        """Return it as plain JSON values."""
        return {"kind": self.kind, "text": self.text}


@dataclass(frozen=True)
class Seen:
    """What remarks are made from."""

    deciding: str
    metrics: Mapping[PartName, Mapping[str, Measured]]
    baseline: Mapping[str, Measured]
    over_baseline: Mapping[str, Measured]
    importance: Sequence[Importance]
    chosen: Mapping[str, Any]
    """Option of the estimator -> the value that the search chose."""


def remarks(model: Model, parts: Mapping[PartName, Part], train: Train, seen: Seen) -> list[Remark]:
    """Return all that looks wrong, the gravest first.

    Parameters
    ----------
    model : Model
    parts : mapping
    train : Train
    seen : Seen
    """
    found: list[Remark] = []
    for check in (_undefined, _fits, _useless):
        found += check(seen)
    found += _classes(model, parts)
    found += _edges(train, seen.chosen)
    found += _time(parts, train)
    return found


def _undefined(seen: Seen) -> Iterator[Remark]:
    names = [name for name, each in seen.metrics["test"].items() if not _known(each.value)]
    if names:
        yield Remark(
            "undefined",
            f"{', '.join(names)} cannot be told from the test rows (one class or too few rows): "
            "split otherwise, or bring more data",
        )


def _known(value: float) -> bool:
    return value == value  # noqa: PLR0124 is how NaN is told


def _fits(seen: Seen) -> Iterator[Remark]:
    """Yield what training, test and baseline tell of each other by the deciding metric."""
    name, metric = seen.deciding, METRICS[seen.deciding]
    test, training = (seen.metrics.get(part, {}).get(name) for part in ("test", "training"))
    over = seen.over_baseline.get(name)
    if test is None or training is None:
        return
    if over is not None and over.value <= 0:
        yield Remark("baseline", f"{name}: {test.value:.4g} on test is not better than the baseline, {_value(seen)}")
    elif over is not None and over.low is not None and over.low <= 0:
        yield Remark("baseline", f"{name}: better than the baseline by {over.value:.3g}, which may be chance")
    gap = metric.turned(training.value - test.value)
    base = seen.baseline.get(name)
    reach = abs(training.value - base.value) if base is not None else abs(training.value)
    if reach and gap > OVERFIT * reach:
        yield Remark(
            "overfit",
            f"{name}: {training.value:.4g} on training, {test.value:.4g} on test: the model learned its rows by heart; "
            "make it simpler, or bring more data",
        )
    if base is not None and metric.turned(training.value) <= metric.turned(base.value):
        yield Remark(
            "underfit",
            f"{name}: {training.value:.4g} even on training, against {base.value:.4g} of the baseline: the model "
            "learned nothing; try another estimator or other features",
        )


def _value(seen: Seen) -> str:
    base = seen.baseline.get(seen.deciding)
    return "unknown" if base is None else f"{base.value:.4g}"


def _useless(seen: Seen) -> Iterator[Remark]:
    if not seen.importance or seen.importance[0].mean <= 0:
        return
    bar = USELESS * seen.importance[0].mean
    names = [each.feature for each in seen.importance if each.mean - each.spread <= 0 and each.mean <= bar]
    if names:
        shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        yield Remark("useless", f"without any use on the test rows: {shown}; leave them out, or look why")


def _classes(model: Model, parts: Mapping[PartName, Part]) -> Iterator[Remark]:
    """Yield which classes are rare in training, or too few in test to be measured."""
    import numpy as np

    if not model.classes:
        return
    training, test = (np.bincount(_target(parts[name]), minlength=len(model.classes)) for name in ("training", "test"))
    for number, label in enumerate(model.classes):
        share = training[number] / max(training.sum(), 1)
        if share < min(IMBALANCE, 0.5 / len(model.classes)):
            yield Remark(
                "imbalance",
                f"class {label_text(label)} is {share:.2%} of the training rows: accuracy says little; look at "
                "average_precision and recall, and try `class_weight: balanced`",
            )
        if test[number] < FEW:
            yield Remark("few", f"class {label_text(label)} has {test[number]} test rows: its numbers say little")


def _target(part: Part) -> Any:
    return part.target


def _edges(train: Train, chosen: Mapping[str, Any]) -> Iterator[Remark]:
    """Yield which options chosen by the search stand at the edge of what was tried."""
    space = train.search.parameters if train.search else {}
    for name, value in chosen.items():
        tried = space.get(name)
        low, high = _ends(tried)
        if low is None or high is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        slack = 0.01 * (high - low) if isinstance(tried, Mapping) else 0.0
        if value <= low + slack or value >= high - slack:
            yield Remark(
                "edge", f"search: {name} = {value:g} is at the edge of {low:g} to {high:g}: search further there"
            )


def _ends(tried: Any) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that was tried; None where it is no matter of size."""
    if isinstance(tried, Mapping) and {"min", "max"} <= set(tried):
        return tried["min"], tried["max"]
    if not isinstance(tried, Sequence) or isinstance(tried, str):
        return None, None
    numbers = [each for each in tried if isinstance(each, (int, float)) and not isinstance(each, bool)]
    return (min(numbers), max(numbers)) if len(numbers) > 2 else (None, None)


def _time(parts: Mapping[PartName, Part], train: Train) -> Iterator[Remark]:
    """Yield whether test rows lie within the time of training, by the column of the split or a slice column."""
    training, test = parts["training"], parts["test"]
    if test is training:  # a bundle on data of its own: there are no training rows
        return
    by_time = train.split.how in {"auto", "time"}
    columns = [(training.by, test.by)] if training.by is not None and test.by is not None else []
    columns += [
        (training.slices[name], test.slices[name]) for name in test.slices.columns if name in training.slices.columns
    ]
    for ours, theirs in columns:
        if not ours.dtype.is_temporal() or not len(ours) or not len(theirs):
            continue
        end: Any = ours.max()
        begin: Any = theirs.min()
        if end is not None and begin is not None and begin <= end:
            is_split = ours is training.by
            name = train.split.by if is_split and train.split.by else ours.name
            what = "the test rows were chosen otherwise" if by_time and is_split else f"split by: {name}"
            yield Remark(
                "time",
                f"{name}: test begins at {begin}, before training ends at {end}: answers about the future may be "
                f"worse than they look here ({what})",
            )
            return
