import numpy as np
import pytest

from wrangle.explore.profile.coded import Coded
from wrangle.explore.profile.relations import relations

RANDOM = np.random.default_rng(0)
NOISE = RANDOM.normal(size=2_000)


def number(values):
    return Coded("number", np.asarray(values, np.float64))


def category(values):
    return Coded("category", np.asarray(values, np.float64))


def value(**columns):
    return [(each.measure, each.value) for each in relations(columns)]


def test_numbers_are_correlated_as_numpy_says():
    other = NOISE + RANDOM.normal(size=2_000)
    [(measure, found)] = value(a=number(NOISE), b=number(other))
    assert measure == "pearson"
    assert found == pytest.approx(np.corrcoef(NOISE, other)[0, 1], abs=1e-4)


def test_categories_that_decide_each_other_are_associated_wholly_and_others_not_at_all():
    some = np.arange(2_000) % 5
    assert value(a=category(some), b=category(some * 2)) == [("cramers_v", 1.0)]
    [(_, found)] = value(a=category(some), b=category(RANDOM.integers(0, 4, 2_000)))
    assert found < 0.06


def test_a_number_goes_with_a_category_by_the_ratio_of_spreads():
    some = np.arange(2_000) % 4
    assert value(a=category(some), b=number(some * 3.0)) == [("correlation_ratio", 1.0)]


def test_rows_without_one_of_both_are_left_out_and_few_tell_nothing():
    numbers = np.arange(40.0)
    numbers[:15] = np.nan
    assert value(a=number(numbers), b=number(np.arange(40.0))) == []


def test_constants_go_with_nothing():
    assert value(a=number(np.ones(100)), b=number(np.arange(100.0))) == []
