from dataclasses import replace

import numpy as np
import pytest
import sklearn.metrics as sk

from wrangle.bundle.asking import Predictions
from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.answers import Answers
from wrangle.training.metric import ALIASES, DEFAULTS, METRICS
from wrangle.training.metrics import check_metrics, defaults, fitting, gain, names_of, score

PROBLEMS = ("regression", "binary", "multiclass", "clustering", "anomaly")


def drawn(problem, rows=400, *, seed=0, weighted=True, ties=True):
    """Return answers of a middling model on random rows, with ties among its scores."""
    random = np.random.default_rng(seed)
    weight = random.uniform(0.1, 3, rows) if weighted else None
    if problem == "regression":
        truth = random.normal(10, 3, rows)
        return Answers(problem, truth, Predictions(truth + random.normal(0.5, 1, rows)), weight)
    if problem == "clustering":
        matrix = random.normal(size=(rows, 2)) + np.repeat([[0, 0], [4, 4]], rows // 2, axis=0)
        return Answers(problem, None, Predictions(np.repeat([0, 1], rows // 2)), weight, matrix=matrix)
    if problem == "anomaly":
        truth = (random.uniform(size=rows) < 0.1).astype(int)
        scores = truth + random.normal(size=rows)
        return Answers(problem, truth, Predictions((scores > 1).astype(int), scores=scores), weight)
    classes = 2 if problem == "binary" else 4
    truth = random.integers(classes, size=rows)
    chances = random.dirichlet(np.ones(classes), rows) + 0.4 * np.eye(classes)[truth]
    chances = np.round(chances, 1) + 0.01 if ties else chances
    chances /= chances.sum(axis=1, keepdims=True)
    return Answers(problem, truth, Predictions(chances.argmax(axis=1), chances), weight, classes)


CASES = [(name, problem) for name, metric in METRICS.items() if metric.replica for problem in metric.problems]
"""All but extremes, and metrics of all rows at once."""


@pytest.mark.parametrize(("name", "problem"), CASES)
def test_the_fast_form_equals_scikit_learn_on_resampled_rows_whatever_their_weight(name, problem):
    metric = METRICS[name]
    for seed in range(5):
        given = drawn(problem, seed=seed, weighted=False)
        if name == "silhouette":  # its rows keep their silhouette when they are drawn again
            assert metric.replica(given)(np.ones(len(given))) == pytest.approx(score(name, given), abs=1e-12)
            continue
        counts = (
            np.random.default_rng(seed + 100).multinomial(len(given), np.full(len(given), 1 / len(given))).astype(float)
        )
        again = given.take(np.repeat(np.arange(len(given)), counts.astype(int)))
        assert metric.replica(given)(counts) == pytest.approx(score(name, again), rel=1e-9)


@pytest.mark.parametrize(("name", "problem"), CASES)
@pytest.mark.parametrize("value", [0, 1])
def test_the_fast_form_equals_scikit_learn_where_all_rows_are_alike(name, problem, value):
    given = drawn(problem, weighted=False)
    said = Predictions(
        np.full_like(given.said.values, value),
        None if given.said.probabilities is None else np.eye(given.classes)[np.full(len(given), value)],
        None if given.said.scores is None else np.zeros(len(given)),
    )
    truth = None if given.truth is None else np.full_like(given.truth, value)
    for each in (replace(given, said=said), replace(given, said=said, truth=truth), replace(given, truth=truth)):
        assert METRICS[name].replica(each)(each.ones) == pytest.approx(score(name, each), rel=1e-9, nan_ok=True)


def test_of_very_many_rows_metrics_are_what_they_are_of_few(monkeypatch):
    given = drawn("binary")
    few = {name: score(name, given) for name in fitting("binary")}
    monkeypatch.setattr("wrangle.training.metrics.MANY", 10)
    assert {name: score(name, given) for name in few} == pytest.approx(few, rel=1e-9)


@pytest.mark.parametrize(("name", "problem"), CASES)
def test_the_fast_form_equals_scikit_learn_with_the_weights_of_rows(name, problem):
    metric, given = METRICS[name], drawn(problem)
    assert metric.replica(given)(given.weight) == pytest.approx(score(name, given), rel=1e-9)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rmse", lambda g: sk.root_mean_squared_error(g.truth, g.said.values, sample_weight=g.weight)),
        ("r2", lambda g: sk.r2_score(g.truth, g.said.values, sample_weight=g.weight)),
        ("mape", lambda g: sk.mean_absolute_percentage_error(g.truth, g.said.values, sample_weight=g.weight)),
        ("max_error", lambda g: sk.max_error(g.truth, g.said.values)),
    ],
)
def test_metrics_of_regression_are_those_of_scikit_learn_and_weights_count(name, expected):
    given = drawn("regression")
    assert score(name, given) == pytest.approx(expected(given))


def test_roc_auc_of_many_classes_is_each_against_the_rest():
    given = drawn("multiclass", weighted=False)
    expected = sk.roc_auc_score(given.truth, given.said.probabilities, multi_class="ovr")
    assert score("roc_auc", given) == pytest.approx(expected)


def test_the_class_that_is_looked_for_may_be_the_first():
    given = drawn("binary", weighted=False)
    turned = Answers("binary", given.truth, given.said, classes=2, positive=0)
    assert score("recall", turned) == pytest.approx(sk.recall_score(given.truth, given.said.values, pos_label=0))
    assert score("specificity", turned) == pytest.approx(score("recall", given))
    assert score("roc_auc", turned) == pytest.approx(score("roc_auc", given))


def test_ranks_are_told_from_a_decision_function_too():
    truth = np.array([0, 1, 0, 1])
    said = Predictions(np.array([0, 1, 0, 0]), scores=np.array([-2.0, 1.0, -1.0, -0.5]))
    assert score("roc_auc", Answers("binary", truth, said, classes=2)) == 1.0
    assert score("roc_auc", Answers("binary", truth, said, classes=2, positive=0)) == 1.0
    with pytest.raises(TrainingError, match="needs probabilities"):
        score("log_loss", Answers("binary", truth, said, classes=2))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_metric_of_a_problem_stands_one_row_one_class_and_a_constant_answer(problem):
    given = drawn(problem)
    one_class = given.take(np.flatnonzero(given.truth == 1)) if given.truth is not None else given
    constant = given.take(np.zeros(50, int))
    for part in (given.take(np.arange(1)), given.take(np.arange(0)), one_class, constant):
        for name in (each for each, metric in METRICS.items() if problem in metric.problems):
            assert isinstance(score(name, part), float)


def test_what_cannot_be_told_is_nan():
    one_class = drawn("binary")
    one_class = one_class.take(np.flatnonzero(one_class.truth == 0))
    assert np.isnan([score(name, one_class) for name in ("roc_auc", "average_precision")]).all()
    assert np.isnan(score("r2", drawn("regression").take(np.arange(1))))
    assert np.isnan(score("silhouette", drawn("clustering").take(np.arange(10))))


def test_clusters_are_measured_with_missing_values_in_the_matrix():
    given = drawn("clustering")
    given.matrix[0, 0] = np.nan
    assert all(np.isfinite(score(name, given)) for name in ("silhouette", "davies_bouldin", "calinski_harabasz"))


def test_a_silhouette_of_many_rows_is_that_of_a_seeded_sample():
    given = drawn("clustering", 8_000)
    assert score("silhouette", given) == score("silhouette", given) == pytest.approx(0.7, abs=0.05)


def test_names_of_scikit_learn_mean_the_same():
    assert check_metrics(["neg_log_loss", "matthews_corrcoef", "auc", "roc_auc"], "binary") == (
        "log_loss",
        "matthews",
        "roc_auc",
    )
    assert set(ALIASES.values()) <= set(METRICS)
    assert gain("neg_mean_absolute_error", drawn("regression")) == -score("mae", drawn("regression"))


@pytest.mark.parametrize(
    ("name", "problem", "more", "message"),
    [
        ("roc_acu", "binary", {}, "there is no metric 'roc_acu'; did you mean 'roc_auc'"),
        ("r2", "binary", {}, "'r2' fits regression only; for binary use one of: roc_auc, average_precision"),
        ("f1", "multiclass", {}, "for multiclass use one of: .*f1_macro"),
        ("neg_log_loss", "binary", {"probabilities": False}, "'neg_log_loss' needs probabilities.*calibrate"),
        ("roc_auc", "multiclass", {"probabilities": False}, "needs probabilities"),
        ("roc_auc", "anomaly", {"truth": False}, "needs a target; without one use one of: share_flagged"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused_with_those_that_do(name, problem, more, message):
    with pytest.raises(TrainingError, match=message):
        check_metrics([name], problem, **more)


def test_a_target_that_was_taken_for_a_number_is_told_how_to_be_classes():
    said = "for regression use one of: .*; the target 'paid' is taken for a measured number: say `problem: binary`"
    with pytest.raises(TrainingError, match=said):
        names_of(Train(target="paid", metrics=("roc_auc",)), "regression")
    with pytest.raises(TrainingError) as caught:
        names_of(Train(target="paid", metrics=("roc_auc",), problem="regression"), "regression")
    assert "taken for" not in str(caught.value)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_usual_metrics_fit_their_problem(problem):
    assert defaults(problem)
    for probabilities in (True, False):
        usual = defaults(problem, probabilities=probabilities)
        assert check_metrics(usual, problem, probabilities=probabilities) == usual
    assert set(DEFAULTS) == set(PROBLEMS)


def test_all_metrics_that_the_section_names_are_measured_the_deciding_one_first():
    train = Train(metrics=("neg_brier_score",), accept={"roc_auc": {"min": 0.9}}, search={"metric": "f1"})
    assert names_of(train, "binary") == ("brier", "f1", "roc_auc")
    assert names_of(Train(), "regression") == ("rmse", "mae", "r2")


def test_a_limit_on_a_turned_metric_is_refused():
    with pytest.raises(TrainingError, match="write 'mae', whose values are positive"):
        names_of(Train(accept={"neg_mean_absolute_error": {"max": 3}}), "regression")
