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
