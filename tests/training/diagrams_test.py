import numpy as np
import pytest
import sklearn.metrics as sk

from wrangle.bundle.asking import Predictions
from wrangle.training.answers import Answers
from wrangle.training.diagrams import CLASSES, POINTS, calibration, confusion, curves, residuals


def binary(rows=20_000, seed=0, positive=1):
    random = np.random.default_rng(seed)
    chance = random.uniform(size=rows)
    truth = (random.uniform(size=rows) < chance).astype(int)
    return Answers(
        "binary",
        truth,
        Predictions((chance > 0.5).astype(int), np.column_stack([1 - chance, chance])),
        None,
        2,
        positive,
    )


def test_honest_probabilities_are_calibrated():
    found = calibration(binary())
    assert len(found["bins"]) == 10
    assert found["error"] < 0.02
    assert all(each["observed"] == pytest.approx(each["predicted"], abs=0.05) for each in found["bins"])


def test_a_boast_shows_as_error():
    given = binary()
    boast = np.clip(given.said.probabilities * 3 - 1, 0.001, 0.999)
    assert calibration(Answers("binary", given.truth, Predictions(given.said.values, boast), None, 2))["error"] > 0.1


def test_calibration_stands_constant_answers_and_answers_without_probabilities():
    constant = Answers("binary", np.array([0, 1, 1]), Predictions(np.ones(3, int), np.full((3, 2), 0.5)), None, 2)
    assert calibration(constant) == {
        "of": "the class looked for",
        "bins": [{"rows": 3, "predicted": 0.5, "observed": pytest.approx(2 / 3)}],
        "error": pytest.approx(1 / 6),
    }
    assert calibration(Answers("binary", np.zeros(2), Predictions(np.zeros(2)), None, 2)) is None


def test_of_many_classes_calibration_is_of_the_answer():
    truth = np.array([0, 1, 2, 2])
    said = Predictions(truth, np.eye(3)[truth])
    assert calibration(Answers("multiclass", truth, said, None, 3))["bins"] == [
        {"rows": 4, "predicted": 1.0, "observed": 1.0}
    ]


def test_confusion_counts_truth_by_answer():
    given = binary(500)
    expected = sk.confusion_matrix(given.truth, given.said.values).tolist()
    assert confusion(given, ["no", "yes"]) == {"labels": ["no", "yes"], "rows": expected}


def test_of_many_classes_rare_ones_stand_together():
    truth = np.concatenate([np.repeat(np.arange(40), 2), np.full(5, 39)])
    found = confusion(Answers("multiclass", truth, Predictions(truth), None, 40), [f"c{each}" for each in range(40)])
    assert (len(found["labels"]), found["labels"][-2:]) == (CLASSES, ["c39", "(others)"])
    assert (found["rows"][-1][-1], sum(map(sum, found["rows"]))) == (42, 85)


@pytest.mark.parametrize("positive", [0, 1])
def test_curves_are_thinned_and_keep_their_area(positive):
    given = binary(positive=positive)
    (found,) = curves(given, ["no", "yes"])
    assert found["label"] == ["no", "yes"][positive]
    assert len(found["roc"]) <= POINTS
    assert len(found["pr"]) <= POINTS
    across, up = np.array(found["roc"]).T
    assert (found["roc"][0], found["roc"][-1]) == ([0, 0], [1, 1])
    assert np.trapezoid(up, across) == pytest.approx(sk.roc_auc_score(given.is_positive, given.score), abs=0.002)


def test_one_class_and_no_scores_have_no_curve():
    given = binary(50)
    assert curves(given.take(np.flatnonzero(given.truth == 1)), ["no", "yes"]) == []
    assert curves(Answers("binary", given.truth, Predictions(given.truth), None, 2), ["no", "yes"]) == []


def test_residuals_are_told_by_what_was_predicted():
    random = np.random.default_rng(0)
    said = random.uniform(0, 10, 5000)
    found = residuals(Answers("regression", said + said * random.normal(size=5000), Predictions(said)))
    widths = [each["quantiles"][4] - each["quantiles"][0] for each in found["bins"]]
    assert len(widths) == 20
    assert widths[-1] > 5 * widths[0]
    assert sum(found["histogram"]["rows"]) == pytest.approx(4950, abs=2)


def test_residuals_of_one_row_and_of_a_constant_are_stood():
    for rows in (1, 30):
        found = residuals(Answers("regression", np.ones(rows), Predictions(np.ones(rows))))
        assert [each["rows"] for each in found["bins"]] == [rows]
    assert residuals(binary(10)) is None
