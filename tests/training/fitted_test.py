import numpy as np
import polars as pl
import pytest
from trainings import parts_of, raw, trained

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"


@pytest.mark.parametrize("name", ["auto", "lightgbm.LGBMClassifier", "xgboost.XGBClassifier"])
def test_early_stopping_stops_by_validation_rows(name):
    tries = "max_iter" if name == "auto" else "n_estimators"
    section = (
        f"target: coin\nfeatures: [wet, noise]\nmetrics: [accuracy]\nestimator: {name}\noptions: {{{tries}: 300}}\n"
    )
    data = raw().with_columns(coin=pl.Series(np.random.default_rng(5).random(240) > 0.5))
    found = trained(section + "early_stopping: true", data)
    made = found.model.estimator
    rounds = {
        "auto": lambda: made.n_iter_,
        "lightgbm.LGBMClassifier": lambda: made.best_iteration_,
        "xgboost.XGBClassifier": lambda: made.best_iteration,
    }[name]()
    assert rounds < 200
    assert found.facts.rows["validation"]["read"] == 24
    assert any("taken from training" in note for note in found.notes)


def test_probabilities_are_calibrated_on_validation():
    section = BINARY + "estimator: sklearn.svm.LinearSVC\ncalibrate: sigmoid\nsplit: {test: 0.3, validation: 0.2}"
    found = trained(section.replace("accuracy", "log_loss"))
    assert found.metrics["test"]["log_loss"]["value"] < 0.5


def test_the_threshold_costs_least_on_validation():
    section = BINARY + "estimator: linear\nsplit: {by: at, test: 0.3, validation: 0.3}\nthreshold: {false_negative: 20}"
    data = raw().with_columns(ice=pl.col("value") + pl.col("noise") * 2 > 0.5)
    found = trained(section, data)
    codes = parts_of(section, data)
    valid = found.pipeline.run(data.filter(pl.Series(codes == 1))).clean
    p, y = found.model.answer(valid)["probability_true"].to_numpy(), valid["ice"].to_numpy()

    def cost(border):
        return ((p < border) & y).sum() * 20 + ((p >= border) & ~y).sum()

    best = min(cost(each) for each in np.linspace(0, 1, 2001))
    assert cost(found.model.threshold) == best
    assert found.model.threshold < 0.4
