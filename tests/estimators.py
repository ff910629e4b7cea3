"""Estimators of every kind that a rule file may name, fitted to the same few rows, for tests over all of them."""

from __future__ import annotations

import os
from functools import cache

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn import (
    calibration,
    cluster,
    covariance,
    discriminant_analysis,
    dummy,
    ensemble,
    impute,
    linear_model,
    mixture,
    model_selection,
    multiclass,
    naive_bayes,
    neighbors,
    neural_network,
    pipeline,
    preprocessing,
    svm,
    tree,
)

COLUMNS = 9
FEW = {"n_estimators": 5, "random_state": 0}


def rows(count=40, seed=1, precision="float64"):
    """Return rows of numbers, the last column with a few whole ones."""
    draw = np.random.default_rng(seed)
    found = draw.normal(size=(count, COLUMNS)) * np.linspace(0.1, 30, COLUMNS)
    found[:, -1] = draw.integers(0, 5, count)
    return found.astype(precision)


def targets(matrix, classes):
    """Return a target with that many classes, or numbers for 0."""
    weights = np.random.default_rng(5).normal(size=COLUMNS) / np.linspace(0.1, 30, COLUMNS)
    value = matrix.astype(np.float64) @ weights
    if not classes:
        return value + 100
    borders = np.quantile(value, np.linspace(0, 1, classes + 1)[1:-1])
    return np.digitize(value, borders)


def _linear():
    return pipeline.make_pipeline(
        impute.SimpleImputer(), preprocessing.StandardScaler(), linear_model.LogisticRegression(max_iter=50)
    )


CLASSIFIERS = {
    "logistic": lambda: linear_model.LogisticRegression(max_iter=50),
    "logistic pipeline": _linear,
    "ridge classifier": linear_model.RidgeClassifier,
    "sgd": lambda: linear_model.SGDClassifier(loss="log_loss", random_state=0),
    "perceptron": lambda: linear_model.Perceptron(random_state=0),
    "linear svm": lambda: svm.LinearSVC(random_state=0),
    "svm": svm.SVC,
    "discriminant": discriminant_analysis.LinearDiscriminantAnalysis,
    "quadratic": lambda: discriminant_analysis.QuadraticDiscriminantAnalysis(reg_param=0.1),
    "gaussian bayes": naive_bayes.GaussianNB,
    "bernoulli bayes": naive_bayes.BernoulliNB,
    "neighbors by tree": lambda: neighbors.KNeighborsClassifier(algorithm="kd_tree"),
    "neighbors by ball": lambda: neighbors.KNeighborsClassifier(algorithm="ball_tree", weights="distance"),
    "neighbors by all": lambda: neighbors.KNeighborsClassifier(algorithm="brute", weights="distance"),
    "network": lambda: neural_network.MLPClassifier((16,), max_iter=20, random_state=0),
    "tree": lambda: tree.DecisionTreeClassifier(random_state=0),
    "forest": lambda: ensemble.RandomForestClassifier(**FEW),
    "forest in threads": lambda: ensemble.RandomForestClassifier(n_estimators=40, n_jobs=4, random_state=0),
    "extra trees": lambda: ensemble.ExtraTreesClassifier(**FEW),
    "boosting": lambda: ensemble.GradientBoostingClassifier(**FEW),
    "histogram boosting": lambda: ensemble.HistGradientBoostingClassifier(max_iter=5, random_state=0),
    "histogram boosting, categories": lambda: ensemble.HistGradientBoostingClassifier(
        max_iter=5, categorical_features=[COLUMNS - 1], min_samples_leaf=5, random_state=0
    ),
    "adaboost": lambda: ensemble.AdaBoostClassifier(**FEW),
    "bagging": lambda: ensemble.BaggingClassifier(_linear(), n_estimators=3, max_features=0.7, random_state=0),
    "voting": lambda: ensemble.VotingClassifier(
        [("a", _linear()), ("b", tree.DecisionTreeClassifier())], voting="soft"
    ),
    "stacking": lambda: ensemble.StackingClassifier([("a", _linear()), ("b", tree.DecisionTreeClassifier())], cv=3),
    "one against rest": lambda: multiclass.OneVsRestClassifier(linear_model.LogisticRegression(max_iter=50)),
    "grid": lambda: model_selection.GridSearchCV(_linear(), {"logisticregression__C": [0.1, 1]}, cv=3),
    "sigmoid calibration": lambda: calibration.CalibratedClassifierCV(_linear(), cv=3),
    "isotonic calibration": lambda: calibration.CalibratedClassifierCV(
        ensemble.RandomForestClassifier(**FEW), method="isotonic", cv=3
    ),
    "dummy": dummy.DummyClassifier,
}

REGRESSORS = {
    "least squares": linear_model.LinearRegression,
    "ridge": linear_model.Ridge,
    "lasso": lambda: linear_model.Lasso(alpha=0.01),
    "elastic net": lambda: linear_model.ElasticNet(alpha=0.01),
    "bayesian ridge": linear_model.BayesianRidge,
    "huber": lambda: linear_model.HuberRegressor(max_iter=1000),
    "poisson": lambda: linear_model.PoissonRegressor(max_iter=200, alpha=1e-3),
    "tweedie": lambda: linear_model.TweedieRegressor(power=1.5, link="log", max_iter=200),
    "quantile": linear_model.QuantileRegressor,
    "sgd": lambda: pipeline.make_pipeline(preprocessing.StandardScaler(), linear_model.SGDRegressor(random_state=0)),
    "linear svm": lambda: svm.LinearSVR(random_state=0, max_iter=100_000),
    "svm": svm.SVR,
    "neighbors": neighbors.KNeighborsRegressor,
    "network": lambda: neural_network.MLPRegressor(hidden_layer_sizes=(16, 8), max_iter=20, random_state=0),
    "tree": lambda: tree.DecisionTreeRegressor(random_state=0),
    "forest": lambda: ensemble.RandomForestRegressor(**FEW),
    "boosting": lambda: ensemble.GradientBoostingRegressor(**FEW),
    "histogram boosting": lambda: ensemble.HistGradientBoostingRegressor(max_iter=5, random_state=0),
}

WITHOUT_TARGET = {
    "k-means": lambda: cluster.KMeans(4, random_state=0, n_init=1),
    "mini-batch k-means": lambda: cluster.MiniBatchKMeans(4, random_state=0, n_init=1),
    "mixture": lambda: mixture.GaussianMixture(2, random_state=0),
    "isolation forest": lambda: ensemble.IsolationForest(**FEW, max_features=0.6),
    "one-class svm": svm.OneClassSVM,
    "outlier factor": lambda: neighbors.LocalOutlierFactor(novelty=True),
    "envelope": lambda: covariance.EllipticEnvelope(random_state=0, support_fraction=0.9),
}


def _light(**options):
    import lightgbm

    return lightgbm.LGBMClassifier(n_estimators=5, verbose=-1, min_child_samples=5, **options)


def _light_numbers():
    import lightgbm

    return lightgbm.LGBMRegressor(n_estimators=5, verbose=-1, min_child_samples=5)


def _extreme(**options):
    import xgboost

    return xgboost.XGBClassifier(n_estimators=5, **options)


def _extreme_numbers():
    import xgboost

    return xgboost.XGBRegressor(n_estimators=5)


CLASSIFIERS |= {"lightgbm": _light, "xgboost": _extreme}
REGRESSORS |= {"lightgbm": _light_numbers, "xgboost": _extreme_numbers}

CASES = [
    *((name, classes) for name in CLASSIFIERS for classes in (2, 11)),
    *((name, 0) for name in REGRESSORS),
    *((name, None) for name in WITHOUT_TARGET),
]
"""Name of an estimator, and the classes of its target: 0 for numbers, None for no target."""


def many_classes_of(name, classes):
    """Return the name of a case."""
    return f"{name}, {classes} classes" if classes else f"{name}, numbers" if classes == 0 else name


@cache
def fitted(name, classes, precision="float64"):
    """Return an estimator fitted to rows of numbers."""
    import warnings

    chosen = CLASSIFIERS if classes else REGRESSORS if classes == 0 else WITHOUT_TARGET
    matrix = rows(300, 0, precision)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # few rows and few steps: nothing converges
        estimator = chosen[name]()
        return estimator.fit(matrix) if classes is None else estimator.fit(matrix, targets(matrix, classes))


__all__ = ["CASES", "fitted", "many_classes_of", "rows", "targets"]
