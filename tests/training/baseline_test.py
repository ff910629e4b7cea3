from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.bundle.asking import Predictions
from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.answers import Answers
from wrangle.training.baseline import baseline
from wrangle.training.part import Part

START = datetime(2026, 1, 1)


def part(target, *, first=0, weight=None, every=1):
    times = pl.Series("at", [START + timedelta(hours=first + each // every) for each in range(len(target))])
    return Part(np.zeros((len(target), 1)), np.array(target), np.arange(len(target)), weight, times)


def found(train, training, test, *, classes=0, deciding="rmse", things=None):
    problem = {0: "regression", 2: "binary"}.get(classes, "multiclass")
    given = Answers(problem, test.target, Predictions(test.target), classes=classes)
    return baseline(train, {"training": training, "test": test}, given, deciding, things or {})


def test_of_classes_it_is_the_most_frequent_with_the_share_of_each():
    kind, said = found(Train(), part([0, 1, 1, 1]), part([0, 1]), classes=2)
    assert kind == "majority"
    assert said.values.tolist() == [1, 1]
    assert said.probabilities.tolist() == [[0.25, 0.75]] * 2


def test_of_numbers_it_is_what_is_best_for_the_deciding_metric():
    training, test = part([0.0, 1.0, 8.0]), part([1.0])
    assert [found(Train(), training, test, deciding=each)[1].values[0] for each in ("rmse", "mae")] == [3.0, 1.0]


def test_weights_count():
    weight = np.array([3.0, 1.0, 1.0])
    training, test = part([0.0, 1.0, 8.0], weight=weight), part([1.0])
    assert found(Train(baseline="mean"), training, test)[1].values[0] == 9 / 5
    assert found(Train(baseline="median"), training, test)[1].values[0] == 0.0


def test_persistence_is_the_target_before_and_the_mean_before_any():
    train = Train(baseline="persistence", split="at")
    assert found(train, part([2.0, 4.0]), part([7.0, 9.0], first=2))[1].values.tolist() == [4.0, 7.0]
    assert found(train, part([2.0, 4.0], first=9), part([7.0, 9.0]))[1].values.tolist() == [3.0, 7.0]


def test_persistence_of_a_label_that_looks_ahead_knows_only_what_is_as_old_as_the_gap():
    train = Train(baseline="persistence", split={"by": "at", "gap": "3h"})
    said = found(train, part([1.0, 2.0, 3.0, 4.0]), part([5.0, 6.0, 7.0, 8.0], first=4))[1]
    assert said.values.tolist() == [2.0, 3.0, 4.0, 5.0]


def test_persistence_stays_with_the_thing_whatever_the_order_of_rows():
    things = {"training": pl.DataFrame({"w": ["a", "b"]}), "test": pl.DataFrame({"w": ["b", "a", "c"]})}
    train = Train(baseline="persistence", split="at")
    training, test = part([1, 0], every=2), part([1, 1, 1], first=1, every=3)
    said = found(train, training, test, classes=2, things=things)[1]
    assert said.values.tolist() == [0, 1, 0]
    assert said.probabilities.tolist() == [[1, 0], [0, 1], [0.5, 0.5]]


def test_without_a_target_there_is_none():
    nothing = Part(np.zeros((1, 1)), None, np.arange(1))
    given = Answers("clustering", None, Predictions(np.zeros(1)))
    assert baseline(Train(), {"training": nothing, "test": nothing}, given, "silhouette", {}) is None


@pytest.mark.parametrize(
    ("kind", "classes", "message"),
    [("mean", 2, "mean is for numbers"), ("majority", 0, "majority is for classes")],
)
def test_a_baseline_that_does_not_fit_the_problem_is_refused(kind, classes, message):
    with pytest.raises(TrainingError, match=message):
        found(Train(baseline=kind), part([0, 1]), part([0]), classes=classes)


def test_persistence_without_a_time_is_refused():
    test = Part(np.zeros((1, 1)), np.zeros(1), np.arange(1))
    with pytest.raises(TrainingError, match="persistence needs a time"):
        found(Train(baseline="persistence"), test, test)
