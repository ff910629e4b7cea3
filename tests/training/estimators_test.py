import subprocess
import sys

import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

from wrangle.errors import TrainingError
from wrangle.training.estimators import DEFAULTS, SHORT, choose, find, kind_of_class, scikit_learn

KINDS = {"regression": "regression", "classes": "binary", "clustering": "clustering", "anomaly": "anomaly"}


@pytest.mark.parametrize(("short", "kind"), [(short, kind) for short, kinds in SHORT.items() for kind in kinds])
def test_each_short_name_is_an_estimator_of_its_kind_that_can_be_made(short, kind):
    choice = choose(short, KINDS[kind])
    assert choice.name == SHORT[short][kind]
    assert kind_of_class(choice.cls) == kind
    made = choice.make()
    assert {name: getattr(made, name) for name in DEFAULTS.get(choice.name, {})} == DEFAULTS.get(choice.name, {})


def test_options_of_the_rule_file_go_before_those_of_the_short_name():
    assert choose("linear", "binary", {"max_iter": 7}).make().max_iter == 7
    assert choose("linear", "binary").make().max_iter == 1000
    assert choose("sklearn.linear_model.LogisticRegression", "binary").make().max_iter == LogisticRegression().max_iter


@pytest.mark.parametrize("name", ["lightgbm.LGBMClassifier", "xgboost.XGBClassifier"])
def test_estimators_of_other_libraries_are_found_by_their_full_name(name):
    assert choose(name, "multiclass", {"n_estimators": 3}).make().n_estimators == 3


def test_a_name_is_found_without_importing_all_of_scikit_learn_and_the_same_as_with_it():
    assert {name: find(name) for name in scikit_learn()} == scikit_learn()
    script = (
        "import sys; from wrangle.training.estimators import find; find('sklearn.linear_model.Ridge'); "
        "assert 'sklearn.cluster' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    "name",
    [
        "sklearn.base.BaseEstimator",
        "sklearn.linear_model._ridge.Ridge",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.utils.Bunch",
        "os.system",
    ],
)
def test_nothing_but_an_estimator_under_its_public_name_is_found(name):
    with pytest.raises(TrainingError):
        find(name)


def test_full_names_are_the_public_ones():
    assert find("sklearn.linear_model.LinearRegression") is LinearRegression
    assert all(name.startswith("sklearn.") and "._" not in name for name in scikit_learn())
    assert len(scikit_learn()) > 90


@pytest.mark.parametrize(
    ("name", "problem", "said"),
    [
        ("os.system", "binary", "'os.system' is no estimator that may be named: take a short name (auto, linear,"),
        ("builtins.eval", "binary", "is no estimator that may be named"),
        ("wrangle.training.train.train", "binary", "is no estimator that may be named"),
        ("", "binary", "is no estimator that may be named"),
        ("forrest", "binary", "did you mean 'forest'"),
        ("LogisticRegression", "binary", "did you mean 'sklearn.linear_model.LogisticRegression'?"),
        ("sklearn.LinearSVC", "binary", "did you mean 'sklearn.svm.LinearSVC'?"),
        ("sklearn.svm._classes.SVC", "binary", "did you mean 'sklearn.svm.SVC'?"),
        ("sklearn.linear_model.Rigde", "regression", "did you mean 'sklearn.linear_model.Ridge'"),
        ("sklearn.preprocessing.StandardScaler", "binary", "scikit-learn has no estimator"),
        ("sklearn.model_selection.GridSearchCV", "binary", "scikit-learn has no estimator"),
        ("lightgbm.train", "binary", "lightgbm has no estimator 'train'"),
        ("xgboost.XGBClasifier", "binary", "did you mean 'XGBClassifier'"),
        ("xgboost.dask.DaskXGBClasifier", "binary", "did you mean 'dask.DaskXGBClassifier'"),
        ("xgboost.dask.DaskXGBClassifier", "regression", "take xgboost.dask.DaskXGBRegressor, or say `problem:`"),
        ("xgboost.dask.train", "binary", "xgboost has no estimator 'dask.train'"),
        ("kmeans", "binary", "the estimator 'kmeans' is not for binary: take auto or linear or forest or neighbors"),
        ("linear", "clustering", "the estimator 'linear' is not for clustering: take auto or kmeans"),
        ("sklearn.svm.SVR", "binary", "sklearn.svm.SVR predicts numbers, and the problem is binary"),
        ("sklearn.ensemble.RandomForestRegressor", "binary", "take sklearn.ensemble.RandomForestClassifier"),
        ("lightgbm.LGBMClassifier", "regression", "take lightgbm.LGBMRegressor, or say `problem:`"),
        ("sklearn.cluster.KMeans", "binary", "sklearn.cluster.KMeans finds clusters, and the problem is binary"),
        ("sklearn.ensemble.IsolationForest", "regression", "finds anomalies, and the problem is regression"),
    ],
)
def test_a_name_that_is_not_allowed_unknown_or_unfit_is_refused_with_the_closest(name, problem, said):
    with pytest.raises(TrainingError) as caught:
        choose(name, problem)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("linear", {"c": 1}, "LogisticRegression has no option 'c': did you mean 'C'?"),
        ("linear", {"C": -1}, "LogisticRegression: The 'C' parameter of LogisticRegression must be a float"),
        ("forest", {"n_estimators": "many"}, "The 'n_estimators' parameter of RandomForestClassifier must be an int"),
    ],
)
def test_an_option_that_is_unknown_or_of_a_wrong_value_is_told(name, options, said):
    with pytest.raises(TrainingError) as caught:
        choose(name, "binary", options).make()
    assert said in str(caught.value)
