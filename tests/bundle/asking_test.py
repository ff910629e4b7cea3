import numpy as np
import pytest
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import OneClassSVM

from wrangle.bundle.asking import Asked, ask, decide

DRAW = np.random.default_rng(0)
MATRIX = DRAW.normal(size=(300, 3))
TARGET = (MATRIX[:, 0] > 0).astype(int)


@pytest.mark.parametrize("positive", [0, 1])
@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.9])
def test_the_threshold_is_that_of_the_positive_class(positive, threshold):
    asked = Asked(LogisticRegression().fit(MATRIX, TARGET), "binary", 2, positive, threshold)
    found = ask(asked, MATRIX)
    wanted = np.where(found.probabilities[:, positive] >= threshold, positive, 1 - positive)
    assert (found.values == wanted).all()


def test_without_a_positive_class_the_likeliest_is_said():
    assert decide(Asked(None, "multiclass", 3), np.array([[0.2, 0.5, 0.3], [0.4, 0.3, 0.3]])).tolist() == [1, 0]


def test_a_class_that_training_did_not_see_has_no_probability():
    model = LogisticRegression().fit(MATRIX, TARGET * 2)
    found = ask(Asked(model, "multiclass", 4), MATRIX)
    assert found.probabilities.shape == (300, 4)
    assert (found.probabilities[:, [1, 3]] == 0).all()
    assert set(found.values) <= {0, 2}


@pytest.mark.parametrize("positive", [0, 1])
def test_without_probabilities_the_score_rises_with_the_positive_class(positive):
    found = ask(Asked(RidgeClassifier().fit(MATRIX, TARGET), "binary", 2, positive), MATRIX)
    assert found.probabilities is None
    assert ((found.scores > 0) == (found.values == positive)).all()


@pytest.mark.parametrize(
    "model",
    [
        IsolationForest(n_estimators=10, random_state=0),
        OneClassSVM(nu=0.2),
        make_pipeline(StandardScaler(), IsolationForest(n_estimators=10, random_state=0)),
    ],
    ids=["forest", "svm", "pipeline"],
)
def test_anomalies_are_those_that_scikit_learn_finds(model):
    model.fit(MATRIX)
    found = ask(Asked(model, "anomaly"), MATRIX)
    assert (found.values == (model.predict(MATRIX) == -1)).all()
    assert np.allclose(found.scores, -model.score_samples(MATRIX))
    assert 0 < found.values.mean() < 0.5


@pytest.mark.parametrize("problem", ["binary", "anomaly"])
def test_no_row_gives_empty_answers(problem):
    model = (
        LogisticRegression().fit(MATRIX, TARGET) if problem == "binary" else IsolationForest(n_estimators=3).fit(MATRIX)
    )
    found = ask(Asked(model, problem, 2 if problem == "binary" else 0, 1), MATRIX[:0])
    assert len(found.values) == 0
    assert found.values.dtype == np.int64
    assert problem == "anomaly" or found.probabilities.shape == (0, 2)
