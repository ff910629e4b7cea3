import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.errors import TrainingError
from wrangle.sections.train import Costs
from wrangle.training.fitting import calibrated, cheapest_threshold, fit, serial, weights_of
from wrangle.training.part import Part
from wrangle.training.recipe import recipe_of

ENCODING = Encoding((Feature("a", "number"), Feature("b", "number")))


def part(rows=80, seed=0, **more):
    draw = np.random.default_rng(seed)
    matrix = draw.normal(size=(rows, 2)).astype(np.float32)
    target = (matrix[:, 0] + draw.normal(size=rows) * 0.3 > 0.7).astype(np.int64)
    return Part(matrix, target, np.arange(rows, dtype=np.uint32), **more)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_the_cheapest_threshold_is_that_of_trying_all(seed, weighted):
    draw = np.random.default_rng(seed)
    p, y = draw.integers(0, 20, 60) / 20, draw.random(60) < 0.3  # many equal probabilities, 0 and 1 among them
    w = draw.random(60) if weighted else np.ones(60)
    costs = Costs(false_positive=draw.random(), false_negative=draw.random() * 5)

    def cost(border):
        said = p >= border
        return (w * (said & ~y)).sum() * costs.false_positive + (w * (~said & y)).sum() * costs.false_negative

    found = cheapest_threshold(p, y, costs, w if weighted else None)
    assert 0 < found < 1
    assert cost(found) == pytest.approx(min(cost(each) for each in np.linspace(0.001, 0.999, 999)))


@pytest.mark.parametrize("y", [np.zeros(4, bool), np.ones(4, bool)])
def test_one_class_only_on_validation_gives_a_threshold_all_the_same(y):
    found = cheapest_threshold(np.array([0.2, 0.4, 0.4, 0.9]), y, Costs())
    assert (np.array([0.2, 0.4, 0.4, 0.9]) >= found).all() == y.all()


def test_weights_are_those_of_rows_times_those_of_classes_where_the_estimator_does_not_weigh():
    weighing = recipe_of("linear", "binary", {}, class_weight={0: 1, 1: 5})
    other = recipe_of("sklearn.naive_bayes.GaussianNB", "binary", {}, class_weight={0: 1, 1: 5})
    rows = part(weight=np.full(80, 2.0))
    assert weights_of(weighing, rows).tolist() == [2.0] * 80
    assert weights_of(other, rows).tolist() == np.where(rows.target, 10.0, 2.0).tolist()
    assert weights_of(recipe_of("linear", "binary", {}), part()) is None


def test_an_estimator_that_takes_no_weights_says_so():
    with pytest.raises(TrainingError, match="KNeighborsClassifier takes no weights: leave out `weight`"):
        fit(recipe_of("neighbors", "binary", {}), ENCODING, part(weight=np.ones(80)))


def test_what_the_estimator_refuses_is_told_in_its_own_words():
    rows = part()
    rows.matrix[3, 0] = np.inf
    with pytest.raises(
        TrainingError, match=r"LogisticRegression cannot learn from these rows: Input X contains infinity"
    ):
        fit(recipe_of("linear", "binary", {}), ENCODING, rows)


def test_a_fitted_estimator_answers_in_one_thread():
    made = RandomForestClassifier(2, n_jobs=2).fit(part().matrix, part().target)
    assert serial(made).n_jobs == 1
    boosted = fit(recipe_of("auto", "binary", {"max_iter": 2}), ENCODING, part())
    assert boosted._bin_mapper.n_threads == 1


def test_calibration_needs_validation_rows():
    made = fit(recipe_of("linear", "binary", {}), ENCODING, part())
    with pytest.raises(TrainingError, match=r"`calibrate` needs validation rows: set `split: {validation: 0.1}`"):
        calibrated(made, "sigmoid", None)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibration_corrects_probabilities_that_are_too_bold(method):
    made = fit(recipe_of("sklearn.tree.DecisionTreeClassifier", "binary", {}), ENCODING, part(400))
    test = part(400, seed=2)
    plain, corrected = (
        ((each.predict_proba(test.matrix)[:, 1] - test.target) ** 2).mean()
        for each in (made, calibrated(made, method, part(400, seed=1)))
    )
    assert corrected < plain


def test_calibration_on_one_class_is_refused():
    made = fit(recipe_of("linear", "binary", {}), ENCODING, part())
    one = Part(part().matrix, np.zeros(80, np.int64), np.arange(80))
    with pytest.raises(TrainingError, match="1 of the classes have no validation row"):
        calibrated(made, "sigmoid", one)
