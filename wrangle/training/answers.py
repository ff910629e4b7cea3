"""What was true of some rows, and what a model said of them: what every metric is computed from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from wrangle.bundle.asking import Predictions, Problem
from wrangle.bundle.model import Model
from wrangle.errors import TrainingError
from wrangle.training.part import Part
from wrangle.training.ranking import Ranking


@dataclass(frozen=True)
class Answers:
    """What was true of some rows, and what a model said of them. All arrays have one entry for each row."""

    problem: Problem
    truth: Any
    """numpy.ndarray, (rows,): numbers of classes or values; for anomalies 1 for one, else 0; None: not known."""
    said: Predictions
    weight: Any | None = None
    """numpy.ndarray, (rows,), float64: how much each row counts; None: all the same."""
    classes: int = 0
    """How many classes the target has; 0 where it has none."""
    positive: int = 1
    """The number of the class that is looked for."""
    matrix: Any = None
    """numpy.ndarray, (rows, columns): what was asked about, for metrics of clusters."""
    seed: int = 0
    """Decides which rows a metric looks at that cannot look at all."""

    def __len__(self) -> int:
        return len(self.said.values)

    def take(self, index: Any) -> Answers:
        """Return some of the rows, by their places here."""
        return replace(
            self,
            truth=_some(self.truth, index),
            said=some(self.said, index),
            weight=_some(self.weight, index),
            matrix=_some(self.matrix, index),
        )

    @cached_property
    def ones(self) -> Any:
        """numpy.ndarray, (rows,), float64: each row counts once."""
        import numpy as np

        return np.ones(len(self))

    @cached_property
    def is_positive(self) -> Any:
        """numpy.ndarray, (rows,), bool: whether the class that is looked for was true."""
        return self.truth == self.positive

    @cached_property
    def rankings(self) -> list[Ranking]:
        """The rows by how likely they were said to be of a class: of the one looked for, or one for each class."""
        return [Ranking.of(truth, score) for truth, score in self.ranked()]

    def ranked(self) -> list[tuple[Any, Any]]:
        """Return whether each row is of a class, and how likely it was said to be: for one class or for each."""
        if self.classes <= 2:
            return [(self.is_positive, self.score)]
        probabilities: Any = self.said.probabilities
        return [(self.truth == number, probabilities[:, number]) for number in range(self.classes)]

    @cached_property
    def score(self) -> Any:
        """numpy.ndarray, (rows,): the higher, the more likely the class that is looked for; None where not given."""
        if self.said.probabilities is not None:
            return self.said.probabilities[:, self.positive]
        if self.said.scores is None:
            return None
        return -self.said.scores if self.classes == 2 and self.positive == 0 else self.said.scores


def _some(array: Any | None, index: Any) -> Any | None:
    return None if array is None else array[index]


def some(said: Predictions, index: Any) -> Predictions:
    """Return what was said of some of the rows, by their places."""
    return Predictions(said.values[index], _some(said.probabilities, index), _some(said.scores, index))


def answers(model: Model, part: Part, said: Predictions | None = None, *, seed: int = 0) -> Answers:
    """Return what was true of the rows of a part and what a model says of them.

    Parameters
    ----------
    model : Model
    part : Part
        Its matrix is that of the model's encoding.
    said : Predictions, optional
        What some model said of these rows, where it was asked before.
    seed : int
        Decides which rows a metric looks at that cannot look at all.

    Raises
    ------
    TrainingError
        The target holds NaN or infinite values; drop or quarantine these rows in the rule file.
    """
    import numpy as np

    if part.target is not None and not np.isfinite(part.target).all():
        bad = int((~np.isfinite(part.target)).sum())
        raise TrainingError(
            f"target {model.target!r}: {bad:,} of {len(part):,} rows hold NaN or an infinite value; "
            "drop or quarantine such rows in the rule file"
        )
    return Answers(
        problem=model.problem,
        truth=part.target,
        said=model.predict(part.matrix) if said is None else said,
        weight=part.weight,
        classes=len(model.classes),
        positive=1 if model.positive is None else model.positive,
        matrix=part.matrix if model.problem == "clustering" else None,
        seed=seed,
    )
