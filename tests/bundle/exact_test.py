import warnings

import numpy as np
import pytest
from estimators import CASES, fitted, many_classes_of, rows
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator

from wrangle.bundle.exact import exact, products

METHODS = ("predict", "predict_proba", "decision_function", "score_samples")
EVERY = pytest.mark.parametrize(("name", "classes"), CASES, ids=[many_classes_of(*each) for each in CASES])
pytestmark = pytest.mark.filterwarnings("ignore:X does not have valid feature names:UserWarning")


def asked(model, matrix, height):
    """Return what a model says of rows asked in batches of a height, by method."""
    batches = [matrix[place : place + height] for place in range(0, len(matrix), height)]
    return {
        method: np.concatenate([model.ask(method, each) for each in batches])
        for method in METHODS
        if hasattr(model.estimator, method)
    }


def same_bits(one, other):
    return all(np.array_equal(one[method], other[method], equal_nan=one[method].dtype.kind == "f") for method in one)


@EVERY
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_one_row_and_many_give_the_same_bits(name, classes, precision):
    model, matrix = exact(fitted(name, classes, precision)), rows(40, 1, precision)
    whole = asked(model, matrix, 40)
    assert whole
    assert same_bits(whole, asked(model, matrix, 1))
    assert same_bits(whole, asked(model, matrix, 7))


@EVERY
def test_a_row_gives_the_same_bits_wherever_it_stands(name, classes):
    model, matrix = exact(fitted(name, classes)), rows(40)
    order = np.random.default_rng(2).permutation(40)
    moved = asked(model, np.asfortranarray(matrix[order]), 40)
    assert same_bits({method: found[order] for method, found in asked(model, matrix, 40).items()}, moved)


@EVERY
def test_the_answers_are_those_of_scikit_learn(name, classes):
    estimator, matrix = fitted(name, classes), rows(200)
    model = exact(estimator)
    for method in METHODS:
        if not hasattr(estimator, method):
            continue
        wanted, found = np.asarray(getattr(estimator, method)(matrix)), model.ask(method, matrix)
        assert wanted.shape == found.shape
        if wanted.dtype.kind == "f":
            assert np.allclose(wanted, found, rtol=1e-12, atol=1e-12 * np.abs(wanted).max())
        else:
            assert (wanted == found).all()


def test_the_estimator_given_stays_as_it_is():
    forest = RandomForestClassifier(5, n_jobs=4).fit(rows(), rows()[:, 0] > 0)
    assert exact(forest).estimator.n_jobs == 1
    assert forest.n_jobs == 4
    linear = fitted("logistic", 2)
    assert type(exact(linear).estimator) is not type(linear)
    assert type(linear).__module__ == "sklearn.linear_model._logistic"


def test_a_frozen_model_is_made_exact_behind_its_calibration():
    matrix = rows(300, 0)
    prepared = CalibratedClassifierCV(FrozenEstimator(fitted("logistic pipeline", 2)), method="isotonic")
    prepared.fit(matrix, matrix[:, 0] > 0)
    model = exact(prepared)
    assert not model.by_row
    assert same_bits(asked(model, rows(), 40), asked(model, rows(), 1))


@pytest.mark.parametrize(
    ("name", "classes"),
    [("logistic", 11), ("network", 2), ("histogram boosting", 11), ("adaboost", 11), ("k-means", None)],
)
def test_what_is_common_is_not_asked_row_by_row(name, classes):
    assert not exact(fitted(name, classes)).by_row


class Own:
    """A user's class whose answers depend on how many rows are asked about."""

    def predict(self, matrix):
        return np.full(len(matrix), float(len(matrix)))


def test_an_own_class_is_asked_row_by_row():
    assert exact(Own()).ask("predict", rows(5)).tolist() == [1.0] * 5


def test_products_do_not_depend_on_how_many_rows_there_are():
    draw = np.random.default_rng(0)
    matrix, weights = draw.normal(size=(500, 33)), draw.normal(size=(3, 33))
    whole = products(matrix, weights)
    assert np.allclose(whole, matrix @ weights.T, rtol=1e-12, atol=1e-12)
    assert (whole == np.vstack([products(each[None], weights) for each in matrix])).all()
    assert (whole == products(np.asfortranarray(matrix), weights)).all()
    assert products(matrix[:0], weights).shape == (0, 3)


def test_no_warning_leaves_it():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exact(fitted("logistic", 2)).ask("predict_proba", rows())
