from datetime import date

import polars as pl
import pytest

from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.target import expected, understand


def understood(values, *, test=None, **section):
    values = pl.Series(values)
    parts = {"training": values, "test": values if test is None else pl.Series(test)}
    return understand(Train(target="t", **section), parts)


@pytest.mark.parametrize(
    ("values", "section", "problem"),
    [
        ([True, False], {}, "binary"),
        (["a", "b"], {}, "binary"),
        (["a", "b", "c"], {}, "multiclass"),
        ([0, 1, 1], {}, "binary"),
        ([1, 2, 3], {}, "multiclass"),
        (list(range(11)), {}, "regression"),
        ([0.5, 1.5], {}, "regression"),
        ([1, 2, 3], {"problem": "regression"}, "regression"),
        ([0.0, 1.0], {"problem": "binary"}, "binary"),
        ([0.0, 1.0], {"problem": "multiclass"}, "binary"),
        ([1, 2, 3], {"estimator": "sklearn.linear_model.Ridge"}, "regression"),
        ([0.0, 1.0], {"estimator": "sklearn.svm.SVC"}, "binary"),
        (list(range(30)), {"estimator": "sklearn.svm.SVC"}, "multiclass"),
        ([0, 1], {"estimator": "isolation_forest"}, "anomaly"),
    ],
)
def test_the_problem_is_told_by_target_and_estimator(values, section, problem):
    assert understood(values, **section).problem == problem


@pytest.mark.parametrize(
    ("section", "problem"),
    [({}, "clustering"), ({"estimator": "kmeans"}, "clustering"), ({"estimator": "isolation_forest"}, "anomaly"),
     ({"problem": "anomaly"}, "anomaly"), ({"estimator": "sklearn.svm.OneClassSVM"}, "anomaly")],
)  # fmt: skip
def test_without_a_target_clusters_or_anomalies_are_looked_for(section, problem):
    assert understand(Train(**section), {}).problem == problem


@pytest.mark.parametrize("section", [{"problem": "binary"}, {"estimator": "linear"}, {"estimator": "sklearn.svm.SVC"}])
def test_what_needs_a_target_says_so(section):
    with pytest.raises(TrainingError, match="there is no `target`: name the column to predict"):
        understand(Train(**section), {})


def test_classes_are_those_of_training_in_their_order():
    target = understood(["b", "a", "c", "a"], test=["d", "a"])
    assert target.classes == ("a", "b", "c")
    assert target.unknown(pl.Series(["d", "a"])).to_list() == [True, False]
    assert target.learned(pl.Series(["c", "a", "b"])).tolist() == [2, 0, 1]
    assert not understood([0.5, 1.5]).unknown(pl.Series([9.0])).any()


@pytest.mark.parametrize("values", [[False, True], [0, 1], ["no", "yes"], [0.0, 1.0]])
def test_classes_of_each_type_become_numbers_and_are_found_by_value_or_text(values):
    target = understood(values, problem="binary")
    assert target.learned(pl.Series(values[::-1])).tolist() == [1, 0]
    assert target.number(values[1]) == 1
    assert target.number("elsewhere") is None


@pytest.mark.parametrize(
    ("values", "positive", "number"),
    [
        ([True, False], None, 1),
        ([0, 1], 0, 0),
        (["no", "yes"], "no", 0),
        (["ice", "dry"], None, 1),
        ([True, False], False, 0),
    ],
)
def test_the_positive_class_is_the_one_named_or_the_last(values, positive, number):
    assert understood(values, positive=positive).positive == number


@pytest.mark.parametrize(
    ("values", "section", "said"),
    [
        ([], {}, "no training row has a value in the target 't'"),
        (["a", "a"], {}, "has one class only in the training rows, 'a'"),
        ([1.0, 1.0], {}, "'t' is 1.0 in every training row: there is nothing to learn"),
        ([1.0, float("inf")], {}, "values of the target 't' are infinite"),
        (["a", "b"], {"problem": "regression"}, "is text, and the problem regression"),
        ([1, 2, 3], {"problem": "binary"}, "has 3 classes, not two: say `problem: multiclass`"),
        ([date(2026, 1, 1)], {}, "is a date: derive a number or a class from it"),
        ([0, 1], {"problem": "clustering"}, "clustering has no target"),
        ([0, 1], {"positive": 2}, "no class '2' (`positive`)"),
        ([f"id {each}" for each in range(1001)], {}, "has 1,001 different values: is it an id?"),
    ],
)
def test_a_target_that_cannot_be_learned_is_refused(values, section, said):
    with pytest.raises(TrainingError) as caught:
        understood(values, **section)
    assert said in str(caught.value)


def test_the_estimator_alone_tells_the_kind_where_it_can():
    told = {
        name: expected(Train(target="t", estimator=name)) for name in ("auto", "kmeans", "sklearn.svm.SVR", "linear")
    }
    assert told == {"auto": None, "kmeans": "clustering", "sklearn.svm.SVR": "regression", "linear": None}
