"""Another model on the same test rows: the champion, or a variant that the rule file compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wrangle.bundle.asking import Predictions
from wrangle.bundle.model import Label, Model, label_text
from wrangle.errors import TrainingError


@dataclass(frozen=True)
class Contender:
    """What another model says of rows of the test part."""

    name: str
    said: Predictions
    """Classes are numbered as in the model that is evaluated."""
    index: Any | None = None
    """numpy.ndarray: the places of the rows in the test part; None: all, in order. Rows that the other's pipeline
    rejects have no answer of it: both models are then measured on the others."""
    note: str = ""
    """What it is, in a few words: its estimator and features."""


def contender(
    name: str, model: Model, matrix: Any, classes: Sequence[Label], *, index: Any | None = None, note: str = ""
) -> Contender:
    """Ask another model about rows of the test part, and number its classes as ours.

    Parameters
    ----------
    name : str
    model : Model
        The other model.
    matrix : numpy.ndarray, (rows, columns of its own encoding)
    classes : sequence
        The classes of the model that is evaluated.
    index : numpy.ndarray, optional
        The places of these rows in the test part; all of them where none is given.
    note : str
        What it is, in a few words.

    Raises
    ------
    TrainingError
        It knows a class that ours does not, so answers cannot be compared: train anew, or without it.
    """
    said = model.predict(matrix)
    if tuple(model.classes) == tuple(classes) or not classes:
        return Contender(name, said, index, note)
    return Contender(name, _renumbered(name, said, model.classes, classes), index, note)


def _renumbered(name: str, said: Predictions, theirs: Sequence[Label], ours: Sequence[Label]) -> Predictions:
    import numpy as np

    numbers = {label_text(label): number for number, label in enumerate(ours)}
    foreign = [label_text(label) for label in theirs if label_text(label) not in numbers]
    if foreign or not theirs:
        raise TrainingError(f"{name}: its classes are others ({', '.join(foreign) or 'none'}): it cannot be compared")
    place = np.array([numbers[label_text(label)] for label in theirs])
    probabilities = None
    if said.probabilities is not None:
        probabilities = np.zeros((len(said.values), len(ours)))
        probabilities[:, place] = said.probabilities
    return Predictions(place[said.values], probabilities, said.scores)
