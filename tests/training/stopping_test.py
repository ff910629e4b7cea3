import pytest

from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.estimators import find
from wrangle.training.stopping import hold_early_stopping, stops_early

STOPS = {
    "sklearn.ensemble.HistGradientBoostingClassifier": True,
    "sklearn.neural_network.MLPRegressor": True,
    "sklearn.linear_model.SGDClassifier": True,
    "sklearn.linear_model.LogisticRegression": False,
    "sklearn.ensemble.RandomForestRegressor": False,
    "sklearn.cluster.KMeans": False,
    "lightgbm.LGBMRegressor": True,
    "xgboost.XGBClassifier": True,
    "xgboost.XGBRFClassifier": False,
}


@pytest.mark.parametrize("name", STOPS)
def test_estimators_tell_whether_they_can_stop_early(name):
    assert stops_early(find(name)) is STOPS[name]


def section(**said):
    return Train(**{"target": "a", "early_stopping": True} | said)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"estimator": "xgboost.XGBRegressor"},
        {"problem": "regression"},
        {"estimator": "linear", "early_stopping": False},
        {"estimator": "linear", "early_stopping": None},
        {"estimator": "linear", "compare": {"boosted": {"estimator": "auto"}}},
    ],
)
def test_early_stopping_is_taken_where_one_of_the_estimators_has_it(said):
    hold_early_stopping(section(**said))


@pytest.mark.parametrize(
    "said",
    [
        {"estimator": "linear"},
        {"estimator": "forest", "compare": {"other": {"estimator": "neighbors"}, "less": {"features": ["b"]}}},
        {"estimator": "xgboost.XGBRFClassifier"},
        {"target": None, "problem": "clustering"},
    ],
)
def test_early_stopping_is_refused_where_none_has_it_with_those_that_do(said):
    with pytest.raises(TrainingError) as caught:
        hold_early_stopping(section(**said))
    text = str(caught.value)
    assert f"{section(**said).estimator} cannot stop early: leave it out, or take auto" in text
    assert "lightgbm.*, xgboost.*" in text
    assert "PassiveAggressive" not in text, "it is on its way out of scikit-learn"


def test_those_are_named_that_do_the_same():
    with pytest.raises(TrainingError) as caught:
        hold_early_stopping(section(estimator="sklearn.svm.SVR"))
    assert "MLPRegressor" in str(caught.value)
    assert "Classifier" not in str(caught.value)


def test_an_object_of_ones_own_has_its_own_options():
    with pytest.raises(TrainingError, match="an object of your own cannot stop early"):
        hold_early_stopping(section(), object())
