import numpy as np
import pytest

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model
from wrangle.errors import TrainingError
from wrangle.training.contender import contender


class Own:
    """Own code that says what stands in its matrix."""

    classes_ = np.array([0, 1, 2])

    def predict(self, matrix):
        return matrix[:, 0].astype(int)

    def predict_proba(self, matrix):
        return np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7]])[self.predict(matrix)]


OTHER = Model("multiclass", Encoding((Feature("a", "number"),)), Own(), "kind", ("c", "a", "b"))
MATRIX = np.arange(3.0)[:, None]


def test_classes_are_numbered_as_in_ours():
    said = contender("other", OTHER, MATRIX, ("a", "b", "c", "d")).said
    assert said.values.tolist() == [2, 0, 1]
    assert said.probabilities[0].tolist() == [0.3, 0.1, 0.6, 0.0]


def test_the_same_classes_are_left_as_they_are():
    found = contender("other", OTHER, MATRIX, OTHER.classes, index=np.arange(3), note="forest")
    assert (found.name, found.note, found.said.values.tolist()) == ("other", "forest", [0, 1, 2])


def test_a_class_that_ours_does_not_know_cannot_be_compared():
    with pytest.raises(TrainingError, match=r"its classes are others \(c\)"):
        contender("other", OTHER, MATRIX, ("a", "b"))
