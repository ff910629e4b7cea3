"""A fitted estimator with all that is needed to ask it: encoding, classes, threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.bundle.asking import Asked, Predictions, Problem, ask
from wrangle.bundle.encoding import Encoding

PREDICTION = "prediction"
"""The column that holds the answer."""
Label = bool | int | float | str
"""A class of the target, as it stands in the clean rows."""


@dataclass(frozen=True)
class Model:
    """A fitted estimator, and how to ask it. Classes are learned as their numbers, 0 to n - 1, in `classes`."""

    problem: Problem
    encoding: Encoding
    estimator: Any
    """Has `predict`, and where it can `predict_proba`, `decision_function` or `score_samples`."""
    target: str | None = None
    classes: tuple[Label, ...] = ()
    """The target's classes, in order; none for other problems."""
    positive: int | None = None
    """For two classes: the number of the one that is looked for."""
    threshold: float = 0.5
    """For two classes: from which probability on the answer is the positive class."""

    def predict(self, matrix: Any) -> Predictions:
        """Return what the model says of rows of its matrix.

        Parameters
        ----------
        matrix : numpy.ndarray, (rows, columns of the encoding)
        """
        return ask(self._asked, matrix)

    @cached_property
    def _asked(self) -> Asked:
        return Asked(self.estimator, self.problem, len(self.classes), self.positive, self.threshold)

    def answer(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return what the model says of clean rows, in their order, with classes as they stand in the data.

        Parameters
        ----------
        frame : polars.DataFrame, (rows, clean columns)

        Returns
        -------
        polars.DataFrame, (rows, columns)
            `prediction`; for classes `probability_<class>` of each; for anomalies `score`.
        """
        return self.table(self.predict(self.encoding.matrix(frame)))

    def table(self, found: Predictions) -> pl.DataFrame:
        """Return predictions as `answer` does."""
        columns = {PREDICTION: self._labels(found.values)}
        if found.probabilities is not None:
            names = (f"probability_{label_text(label)}" for label in self.classes)
            columns |= {name: pl.Series(found.probabilities[:, number]) for number, name in enumerate(names)}
        if found.scores is not None:
            columns["score"] = pl.Series(found.scores)
        return pl.DataFrame(columns)

    def labels(self, values: Any) -> list[Any]:
        """Return class numbers as classes; other values as they are."""
        return [self.classes[each] for each in values.tolist()] if self.classes else list(values.tolist())

    def _labels(self, values: Any) -> pl.Series:
        """Return class numbers as classes; other values as they are."""
        return pl.Series(list(self.classes)).gather(values) if self.classes else pl.Series(values)

    def describe(self) -> dict[str, Any]:
        """Return all but the estimator as plain JSON values."""
        return {
            "problem": self.problem,
            "target": self.target,
            "classes": list(self.classes),
            "positive": self.positive,
            "threshold": self.threshold,
            "encoding": self.encoding.describe(),
        }

    @classmethod
    def from_description(cls, value: Mapping[str, Any], estimator: Any) -> Model:
        """Return the model that `describe` described, with its estimator.

        Raises
        ------
        KeyError, TypeError
            The value is no description of a model.
        """
        return cls(
            problem=value["problem"],
            encoding=Encoding.from_description(value["encoding"]),
            estimator=estimator,
            target=value["target"],
            classes=tuple(value["classes"]),
            positive=value["positive"],
            threshold=value["threshold"],
        )


def label_text(label: Label) -> str:
    """Return a class as text, as it stands in names and in JSON keys.

    Examples
    --------
    >>> label_text(True), label_text(1), label_text("a")
    ('true', '1', 'a')
    """
    return str(label).lower() if isinstance(label, bool) else str(label)
