"""Asks a fitted estimator about rows of its matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

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
    if asked.problem == "anomaly":
        inside = asked.estimator.predict(matrix)
        return Predictions((inside == -1).astype(np.int64), scores=-asked.estimator.score_samples(matrix))
    if not asked.classes:
        return Predictions(asked.estimator.predict(matrix))
    if not hasattr(asked.estimator, "predict_proba"):
        return Predictions(np.asarray(asked.estimator.predict(matrix), np.int64))
    probabilities = _all_classes(asked, asked.estimator.predict_proba(matrix))
    return Predictions(decide(asked, probabilities), probabilities)


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
