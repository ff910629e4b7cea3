"""Asks a fitted estimator about rows of its matrix: the same bits for one row and for many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from wrangle.bundle.exact import Exact, exact

Problem = Literal["regression", "binary", "multiclass", "clustering", "anomaly"]


@dataclass(frozen=True)
class Predictions:
    """What a model says of some rows."""

    values: Any
    """numpy.ndarray, (rows,): for two and more classes their number among the model's classes; for regression the
    value; for clusters their number; for anomalies 1 for an anomaly, else 0."""
    probabilities: Any | None = None
    """numpy.ndarray, (rows, classes): each row sums to 1; None where the estimator gives none."""
    scores: Any | None = None
    """numpy.ndarray, (rows,): for anomalies, the higher the stranger; for two classes of an estimator without
    probabilities, its decision function."""


@dataclass(frozen=True)
class Asked:
    """An estimator, and what its answers mean."""

    estimator: Any
    problem: Problem
    classes: int = 0
    """How many classes the target has; 0 where it has none."""
    positive: int | None = None
    threshold: float = 0.5

    @cached_property
    def exact(self) -> Exact:
        """The estimator, such that it gives the same bits for one row and for many."""
        return exact(self.estimator)


def ask(asked: Asked, matrix: Any) -> Predictions:
    """Return what an estimator says of rows of its matrix; without any row, empty answers.

    Parameters
    ----------
    asked : Asked
    matrix : numpy.ndarray, (rows, columns of the encoding)
    """
    import numpy as np

    if not len(matrix):
        found = ask(asked, np.zeros((1, matrix.shape[1]), matrix.dtype))
        return Predictions(
            *(None if each is None else each[:0] for each in (found.values, found.probabilities, found.scores))
        )
    model = asked.exact
    if asked.problem == "anomaly":
        return _strange(model, matrix)
    if not asked.classes:
        return Predictions(model.ask("predict", matrix))
    if hasattr(asked.estimator, "predict_proba"):
        probabilities = _all_classes(asked, model.ask("predict_proba", matrix))
        return Predictions(decide(asked, probabilities), probabilities)
    scores = None
    if asked.problem == "binary" and hasattr(asked.estimator, "decision_function"):
        scores = model.ask("decision_function", matrix) * (-1 if asked.positive == 0 else 1)
    return Predictions(model.ask("predict", matrix).astype(np.int64), scores=scores)


def _strange(model: Exact, matrix: Any) -> Predictions:
    """Return which rows are anomalies, and how strange each is."""
    import numpy as np

    scores = model.ask("score_samples", matrix)
    offset = getattr(model.estimator, "offset_", None)
    strange = model.ask("predict", matrix) == -1 if offset is None else scores - offset < 0
    return Predictions(strange.astype(np.int64), scores=-scores)


def _all_classes(asked: Asked, found: Any) -> Any:
    """Return a column of probabilities for each class, zeros for one that training did not see."""
    import numpy as np

    if found.shape[1] == asked.classes:
        return found
    whole = np.zeros((len(found), asked.classes), found.dtype)
    whole[:, np.asarray(asked.estimator.classes_, np.int64)] = found
    return whole


def decide(asked: Asked, probabilities: Any) -> Any:
    """Return the number of the class that each row is said to be of.

    Parameters
    ----------
    asked : Asked
    probabilities : numpy.ndarray, (rows, classes)

    Returns
    -------
    numpy.ndarray, (rows,), int64
    """
    import numpy as np

    if asked.problem == "binary" and asked.positive is not None:
        is_positive = probabilities[:, asked.positive] >= asked.threshold
        return np.where(is_positive, asked.positive, 1 - asked.positive).astype(np.int64)
    return probabilities.argmax(axis=1).astype(np.int64)
