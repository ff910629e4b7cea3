"""What of an estimator a cluster can fit, and what it cannot."""

from types import SimpleNamespace

import pytest

from wrangle.cluster import connect
from wrangle.sections.engine import Engine
from wrangle.training.recipe import recipe_of
from wrangle.training.spread import divides, spread, stays

DASK, RAY = (SimpleNamespace(name=name) for name in ("Dask", "Ray"))


@pytest.mark.parametrize(
    ("name", "does"),
    [("forest", True), ("auto", False), ("xgboost.XGBClassifier", False), ("lightgbm.LGBMClassifier", False)],
)
def test_forests_divide_and_boosting_does_not(name, does):
    assert divides(recipe_of(name, "binary", {})) is does


def test_what_is_fitted_here_is_said_by_name():
    forest, boosting = (recipe_of(name, "binary", {}) for name in ("forest", "auto"))
    assert stays(None, boosting) == stays(DASK, forest) == ()
    (told,) = stays(DASK, boosting)
    assert told == f"{boosting.name} is fitted on this machine, not on Dask: one fit of it cannot be divided"
    plain = recipe_of("xgboost.XGBRegressor", "regression", {})
    assert stays(DASK, plain)[0].endswith("the same model (`xgboost.dask.DaskXGBRegressor` gives another)")
    assert "xgboost.dask" not in stays(RAY, plain)[0]
    assert stays(DASK, recipe_of("xgboost.dask.DaskXGBRegressor", "regression", {})) == ()
    assert "Ray would send the rows anew with each of its parts" in stays(RAY, forest)[0]


def test_an_estimator_of_ones_own_is_fitted_here():
    from sklearn.ensemble import RandomForestClassifier

    assert stays(DASK, recipe_of(RandomForestClassifier(), "binary", {}))


def test_a_forest_of_workers_is_the_same_forest():
    import numpy as np
    from joblib import parallel_config

    draw = np.random.default_rng(0)
    matrix = draw.normal(size=(300, 4)).astype("float32")
    target = (matrix[:, 0] > 0).astype(int)
    recipe = recipe_of("forest", "binary", {"n_estimators": 8, "n_jobs": -1})
    with parallel_config(backend="sequential"):
        here = recipe.choice.make({"random_state": 0}).fit(matrix, target)
    with connect(Engine(use="dask", workers=2)) as tasks:
        with spread(tasks, recipe):
            there = recipe.choice.make({"random_state": 0}).fit(matrix, target)
        assert "_build_trees" in str(tasks.client.run(ran))
    assert (there.set_params(n_jobs=1).predict_proba(matrix) == here.set_params(n_jobs=1).predict_proba(matrix)).all()


def ran(dask_worker):
    """Return what a worker did, task by task."""
    return list(map(str, dask_worker.state.stimulus_log))
