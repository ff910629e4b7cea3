import numpy as np
import pytest

from wrangle.explore.profile.coded import Coded
from wrangle.explore.profile.power import power

RANDOM = np.random.default_rng(1)


def told(target, **columns):
    return {each.column: (each.measure, each.value) for each in power(target, columns)}


def number(values):
    return Coded("number", np.asarray(values, np.float64))


def category(values):
    return Coded("category", np.asarray(values, np.float64))


def test_noise_predicts_nothing_and_the_target_itself_all():
    classes = RANDOM.integers(0, 2, 3_000)
    found = told(category(classes), same=number(classes), noise=number(RANDOM.normal(size=3_000)))
    assert found["same"] == ("roc_auc", 1.0)
    assert abs(found["noise"][1] - 0.5) < 0.06


def test_a_key_predicts_nothing_of_rows_that_were_not_seen():
    classes = RANDOM.integers(0, 2, 3_000)
    assert abs(told(category(classes), key=category(np.arange(3_000)))["key"][1] - 0.5) < 0.06


def test_several_classes_are_told_by_the_mean_over_them():
    classes = RANDOM.integers(0, 4, 3_000)
    assert told(category(classes), same=category(classes))["same"] == ("roc_auc", 1.0)


def test_a_number_is_predicted_by_r2():
    numbers = RANDOM.normal(size=3_000)
    found = told(number(numbers), same=number(numbers), noise=number(RANDOM.normal(size=3_000)))
    assert found["same"][0] == "r2"
    assert found["same"][1] > 0.95
    assert found["noise"][1] < 0.05


def test_where_a_column_is_missing_tells_as_much_as_what_it_holds():
    classes = RANDOM.integers(0, 2, 3_000)
    numbers = np.where(classes == 1, np.nan, RANDOM.normal(size=3_000))
    assert told(category(classes), left=number(numbers))["left"][1] > 0.99


@pytest.mark.parametrize("target", [number(np.ones(500)), number(np.arange(20.0)), number(np.full(500, np.nan))])
def test_of_a_target_that_tells_nothing_nothing_is_said(target):
    assert power(target, {"a": number(np.arange(len(target.values)))}) == []
