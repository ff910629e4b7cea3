import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile.moments import Moments

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.integers(1, 59))
def test_parts_give_what_numpy_gives_of_the_whole(numbers, cut):
    moments = Moments()
    for part in (numbers[:cut], numbers[cut:]):
        moments.add(np.array(part, np.float64))
    assert moments.mean == pytest.approx(np.mean(numbers), abs=1e-6)
    assert moments.std == pytest.approx(np.std(numbers, ddof=1), abs=1e-4)
    assert (moments.min, moments.max, moments.count) == (min(numbers), max(numbers), len(numbers))
    assert moments.zeros == numbers.count(0.0)


def test_numbers_with_counts_stand_as_often():
    one, other = Moments(), Moments()
    one.add(np.array([1.0, 1.0, -4.0, np.nan, np.nan]))
    other.add(np.array([1.0, -4.0, np.nan]), np.array([2, 1, 2]))
    assert one.mean == pytest.approx(other.mean)
    assert one.std == pytest.approx(other.std)
    assert (one.nan, one.negative, one.count) == (other.nan, other.negative, other.count) == (2, 1, 3)


def test_one_number_has_no_spread():
    moments = Moments()
    moments.add(np.array([3.0, np.inf]))
    assert moments.std is None
    assert moments.infinite == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(), min_size=1, max_size=60), st.integers(0, 60), st.integers(1, 5))
def test_parts_give_the_same_to_the_last_bit_in_any_order(numbers, cut, times):
    whole, together = Moments(), Moments()
    for _ in range(times):
        whole.add(np.array(numbers))
    for part in (numbers[cut:], numbers[:cut]):
        one = Moments()
        one.add(np.array(part, np.float64), np.full(len(part), times))
        together.take(one)
    assert (together.count, together.mean, together.std) == (whole.count, whole.mean, whole.std)
    assert repr((together.min, together.max, together.nan)) == repr((whole.min, whole.max, whole.nan))
