import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile.moments import Moments
from wrangle.explore.profile.spread import LEVELS, numbers


def spread(values, counts=None):
    values = np.array(values, np.float64)
    counts = np.ones(len(values), np.int64) if counts is None else np.array(counts)
    moments = Moments()
    moments.add(values, counts)
    return numbers(values, counts, moments, exact=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(1, 5)), min_size=1, max_size=40))
def test_quantiles_are_those_of_numpy(pairs):
    found = spread(*zip(*pairs, strict=True))
    each = np.repeat(*(np.array(part) for part in zip(*pairs, strict=True)))
    assert list(found.quantiles.values()) == pytest.approx(np.quantile(each, LEVELS).tolist(), abs=1e-9)
    assert sum(found.counts) == len(each)


def test_few_whole_numbers_have_a_bin_each():
    found = spread([0, 1, 2, 2])
    assert (found.edges, found.counts) == ([-0.5, 0.5, 1.5, 2.5], [1, 1, 2])


def test_numbers_far_out_are_counted_and_shown():
    found = spread([*range(100), 5_000, -9_999])
    assert found.outside == 2
    assert found.extremes == (-9999.0, 5000.0)


def test_where_half_of_the_numbers_are_equal_nothing_is_far():
    assert spread([0] * 10 + [99]).low is None


def test_of_no_number_nothing_is_told():
    assert spread([]) is None


@pytest.mark.parametrize(
    "values",
    [[1.7e308, -1.7e308] * 20, [(each - 50) * 3.4e306 for each in range(101)], [*range(100), 1.7e308, -1.7e308]],
)
def test_numbers_may_lie_farther_apart_than_any_number_is_large(values):
    found = spread(values)
    told = [*found.quantiles.values(), *found.edges, found.low or 0.0, found.high or 0.0, *found.extremes]
    assert np.isfinite(told).all()
    assert sum(found.counts) == len(values)
    assert found.edges == sorted(found.edges)
    small = spread([each / 1024 for each in values])
    assert list(found.quantiles.values()) == pytest.approx([each * 1024 for each in small.quantiles.values()], rel=1e-9)
    assert found.counts == small.counts
