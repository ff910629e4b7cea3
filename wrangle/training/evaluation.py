"""What is found about a model, beside what: the data that reports are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import polars as pl

from wrangle.bundle.model import Model, label_text
from wrangle.training.accept import Verdict
from wrangle.training.bootstrap import Measured
from wrangle.training.contender import Contender
from wrangle.training.importance import Importance
from wrangle.training.leaks import Leak
from wrangle.training.learning_curve import LearningCurve, Refit
from wrangle.training.metric import METRICS
from wrangle.training.part import PartName
from wrangle.training.remarks import Remark
from wrangle.training.slices import Slice


@dataclass(frozen=True)
class Beside:
    """What a model is evaluated beside: all of it may be left out."""

    champion: Contender | None = None
    """The model that serves now."""
    compared: tuple[Contender, ...] = ()
    """Variants on the same split."""
    refit: Refit | None = None
    """Fits the same estimator to other training rows, for the learning curve; None: no curve."""
    things: Mapping[PartName, pl.DataFrame] = field(default_factory=dict)
    """Part -> the key columns of its rows but for the time: which thing a row is about, for persistence."""
    chosen: Mapping[str, Any] = field(default_factory=dict)
    """Option of the estimator -> the value that the search chose."""
    leaks: tuple[Leak, ...] = ()
    """What `leaks` found."""


@dataclass(frozen=True)
class Compared:
    """Another model on the same test rows."""

    name: str
    note: str
    rows: int
    """Test rows that it answers; both are measured on these."""
    metrics: Mapping[str, Measured]
    ours: Mapping[str, Measured]
    """How much better our model is, on the same rows and draws: greater is better."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        found = {"name": self.name, "note": self.note, "rows": self.rows}
        return found | {"metrics": _measured(self.metrics), "ours_is_better_by": _measured(self.ours)}


@dataclass(frozen=True)
class Diagrams:
    """What diagrams of the test rows show, as plain JSON values."""

    calibration: dict[str, Any] | None = None
    confusion: dict[str, Any] | None = None
    curves: Sequence[dict[str, Any]] = ()
    residuals: dict[str, Any] | None = None


@dataclass(frozen=True)
class Evaluation:
    """How good a model is. `describe` is what metrics.json holds."""

    model: Model
    names: tuple[str, ...]
    """The metrics measured, the deciding one first."""
    rows: Mapping[PartName, int]
    metrics: Mapping[PartName, Mapping[str, Measured]]
    """Part -> metric -> what was measured; of validation and training on at most `bootstrap.LIMIT` rows."""
    intervals: str
    """How intervals were found."""
    baseline: Compared | None
    champion: Compared | None
    compared: tuple[Compared, ...]
    verdicts: tuple[Verdict, ...]
    slices: tuple[Slice, ...]
    importance: tuple[Importance, ...]
    learning_curve: LearningCurve
    diagrams: Diagrams
    leaks: tuple[Leak, ...]
    remarks: tuple[Remark, ...]

    @property
    def accepted(self) -> bool:
        """Whether every limit of `accept` is met."""
        return all(each.passed for each in self.verdicts)

    @property
    def deciding(self) -> str:
        """The deciding metric."""
        return self.names[0]

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values, NaN and infinite ones as null."""
        found: dict[str, Any] = _model(self.model) | {
            "deciding": self.deciding,
            "better": {name: "greater" if METRICS[name].greater else "smaller" for name in self.names},
            "rows": dict(self.rows),
            "metrics": {part: _measured(each) for part, each in self.metrics.items()},
            "intervals": self.intervals,
            "accepted": self.accepted,
            **vars(self.diagrams),
        }
        for name in ("baseline", "champion", "learning_curve"):
            value = getattr(self, name)
            found[name] = None if value is None else value.describe()
        for name in ("compared", "verdicts", "slices", "importance", "leaks", "remarks"):
            found[name] = [each.describe() for each in getattr(self, name)]
        described: dict[str, Any] = _json(found)
        return described


def _model(model: Model) -> dict[str, Any]:
    classes = [label_text(each) for each in model.classes]
    positive = classes[model.positive] if classes and model.positive is not None else None
    threshold = model.threshold if model.problem == "binary" else None
    return {
        "problem": model.problem,
        "target": model.target,
        "classes": classes,
        "positive": positive,
        "threshold": threshold,
    }


def _measured(found: Mapping[str, Measured]) -> dict[str, Any]:
    return {name: each.describe() for name, each in found.items()}


def _json(value: Any) -> Any:
    """Return a value with what JSON does not know as what it knows: NaN as null, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, float):
        return float(value) if isfinite(value) else None
    return value
