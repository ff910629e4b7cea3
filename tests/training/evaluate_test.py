import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
import sklearn.metrics as sk
from models import TARGETS, clean, fitted, part, parts

from wrangle.bundle.asking import Predictions
from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.contender import Contender
from wrangle.training.evaluate import evaluate
from wrangle.training.evaluation import Beside

BY_TIME = Train(split="at")


@pytest.fixture(scope="module")
def binary():
    found = parts("binary")
    return fitted("binary", found["training"]), found


@pytest.mark.parametrize("problem", TARGETS)
def test_a_model_of_each_problem_is_evaluated_and_described_as_json(problem):
    found = parts(problem, 600)
    model = fitted(problem, found["training"])
    evaluation = evaluate(model, found, BY_TIME, beside=Beside(refit=lambda some: fitted(problem, some)))
    described = evaluation.describe()
    assert json.loads(json.dumps(described, allow_nan=False)) == described
    assert described["rows"] == {"training": 400, "test": 200}
    assert set(described["metrics"]) == {"training", "test"}
    assert evaluation.accepted
    assert "whole blocks of 10 moments of at" in described["intervals"]


def test_metrics_are_those_of_scikit_learn_on_the_test_part(binary):
    model, found = binary
    test = found["test"]
    chance = model.estimator.predict_proba(test.matrix)[:, 1]
    measured = evaluate(model, found, BY_TIME).metrics["test"]
    assert measured["roc_auc"].value == pytest.approx(sk.roc_auc_score(test.target, chance))
    assert measured["brier"].value == pytest.approx(sk.brier_score_loss(test.target, chance))
    assert measured["f1"].value == pytest.approx(sk.f1_score(test.target, chance >= 0.5))
    assert all(each.low <= each.value <= each.high for each in measured.values())


def test_the_same_seed_gives_the_same_evaluation(binary):
    model, found = binary
    one, other, third = (evaluate(model, found, BY_TIME, seed=seed).describe() for seed in (1, 1, 2))
    assert one == other != third


def test_weights_of_rows_count():
    found = parts("regression", 300)
    weighted = {name: replace(each, weight=np.linspace(0.1, 5, len(each))) for name, each in found.items()}
    model = fitted("regression", found["training"])
    test = weighted["test"]
    expected = sk.mean_absolute_error(test.target, model.estimator.predict(test.matrix), sample_weight=test.weight)
    assert evaluate(model, weighted, BY_TIME).metrics["test"]["mae"].value == pytest.approx(expected)


def test_validation_is_measured_where_there_is_some(binary):
    model, found = binary
    three = {**found, "validation": found["test"].take(np.arange(100))}
    described = evaluate(model, three, BY_TIME).describe()
    assert set(described["metrics"]) == {"training", "validation", "test"}


def test_a_metric_that_one_class_does_not_allow_is_null_and_remarked_upon(binary):
    model, found = binary
    one_class = {**found, "test": found["test"].take(np.flatnonzero(found["test"].target == 0))}
    evaluation = evaluate(model, one_class, Train(accept={"roc_auc": {"min": 0.5}}))
    assert evaluation.describe()["metrics"]["test"]["roc_auc"]["value"] is None
    assert "roc_auc, average_precision cannot be told" in evaluation.remarks[0].text
    assert not evaluation.accepted


def test_one_test_row_is_evaluated_without_intervals(binary):
    model, found = binary
    described = evaluate(model, {**found, "test": found["test"].take([0])}, Train()).describe()
    assert described["intervals"] == "no intervals: too few rows, groups or blocks"
    assert described["metrics"]["test"]["brier"]["low"] is None


@pytest.mark.parametrize("problem", ["regression", "binary", "multiclass"])
def test_a_constant_answer_is_evaluated(problem):
    found = parts(problem, 300)
    model = fitted(problem, found["training"])
    flat = {name: replace(each, matrix=np.zeros_like(each.matrix)) for name, each in found.items()}
    evaluation = evaluate(model, flat, Train())
    assert "baseline" in {each.kind for each in evaluation.remarks}


def test_a_target_with_nan_is_refused():
    found = parts("regression", 300)
    target = found["test"].target.copy()
    target[[3, 5]] = np.nan, np.inf
    model = fitted("regression", found["training"])
    with pytest.raises(TrainingError, match="2 of 100 rows hold NaN or an infinite value"):
        evaluate(model, {**found, "test": replace(found["test"], target=target)}, Train())


@pytest.mark.parametrize("name", ["training", "test"])
def test_a_part_without_rows_is_refused(binary, name):
    model, found = binary
    with pytest.raises(TrainingError, match=f"the {name} part has no rows"):
        evaluate(model, {**found, name: found[name].take(np.arange(0))}, Train())


def test_a_metric_that_does_not_fit_is_refused(binary):
    with pytest.raises(TrainingError, match="'r2' fits regression only"):
        evaluate(*binary, Train(metrics=("r2",)))


def test_an_estimator_without_probabilities_is_measured_by_what_it_gives():
    found = parts("binary", 300)

    class Sure:
        """Own code: it has only `predict`."""

        def predict(self, matrix):
            return (matrix[:, 0] > 0).astype(int)

    model = replace(fitted("binary", found["training"]), estimator=Sure())
    described = evaluate(model, found, Train()).describe()
    assert list(described["metrics"]["test"]) == ["balanced_accuracy", "f1", "precision", "recall"]
    assert (described["calibration"], described["curves"]) == (None, [])


def test_the_champion_and_variants_are_measured_on_the_same_rows_and_draws(binary):
    model, found = binary
    said = model.predict(found["test"].matrix)
    half = np.arange(0, 400, 2)
    some = Predictions(said.values[half], said.probabilities[half])
    beside = Beside(champion=Contender("ice@3", some, half), compared=(Contender("same", said, note="boosted"),))
    train = Train(accept={"roc_auc": {"over_champion": 0, "over_baseline": 0.2}, "brier": {"over_champion": 0.01}})
    evaluation = evaluate(model, found, train, beside=beside)
    assert evaluation.champion.rows == 200
    assert evaluation.champion.ours["roc_auc"].describe() == {"value": 0, "low": 0, "high": 0}
    assert evaluation.compared[0].metrics["roc_auc"] == evaluation.metrics["test"]["roc_auc"]
    assert [each.passed for each in evaluation.verdicts] == [True, True, False]
    assert not evaluation.accepted


def test_a_learning_curve_shows_the_metric_by_rows_learned_from(binary):
    model, found = binary
    beside = Beside(refit=lambda some: fitted("binary", some))
    curve = evaluate(model, found, BY_TIME, beside=beside).learning_curve
    assert [point["rows"] for point in curve.points] == [80, 200, 400, 800]
    assert curve.points[-1]["test"] == evaluate(model, found, BY_TIME).metrics["test"]["roc_auc"].value


def test_persistence_within_a_thing_is_a_baseline():
    frame = clean(600)
    frame = pl.concat([frame, frame.with_columns(value=-pl.col("value"))]).sort("at", maintain_order=True)
    where = pl.DataFrame({"where": ["here", "there"] * 600})
    found = {"training": part(frame[:800], "regression"), "test": part(frame[800:], "regression")}
    things = {"training": where[:800], "test": where[800:]}
    model = fitted("regression", found["training"])
    train = Train(split="at", baseline="persistence")
    base = evaluate(model, found, train, beside=Beside(things=things)).baseline
    before = frame["value"].shift(2)[800:].to_numpy()
    assert base.name == "persistence"
    assert base.metrics["mae"].value == pytest.approx(sk.mean_absolute_error(found["test"].target, before))


def test_the_time_of_test_within_that_of_training_is_remarked_upon(binary):
    model, found = binary
    early = replace(found["test"], by=found["test"].by - timedelta(hours=700))
    kinds = {each.kind for each in evaluate(model, {**found, "test": early}, Train()).remarks}
    assert "time" in kinds
    assert "time" not in {each.kind for each in evaluate(model, found, Train()).remarks}
