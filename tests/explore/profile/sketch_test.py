import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile.sketch import HashSample


def hashes(values):
    return pl.Series(values).hash(7).to_numpy()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 50), max_size=30), max_size=8))
def test_it_is_exact_while_the_different_values_fit(parts):
    sample = HashSample(size=60)
    for part in parts:
        sample.add(hashes(pl.Series(part, dtype=pl.Int64)))
    values = [each for part in parts for each in part]
    assert sample.exact
    assert sample.distinct == len(set(values))
    assert sample.repeated == len(values) - len(set(values))


@pytest.mark.parametrize("again", [0, 3_000])
def test_beyond_that_it_estimates_within_its_error(again):
    values = np.concatenate([np.arange(100_000), np.arange(again)])
    sample = HashSample(size=5_000)
    for start in range(0, len(values), 7_000):
        sample.add(hashes(values[start : start + 7_000]))
    assert not sample.exact
    assert abs(sample.distinct / 100_000 - 1) < 4 * sample.error
    assert abs(sample.repeated - again) < 800


def test_values_that_come_with_counts_count_as_often():
    one, other = HashSample(size=10), HashSample(size=10)
    one.add(hashes([1, 1, 1, 2]))
    other.add(hashes([1, 2]), np.array([3, 1]))
    assert (one.distinct, one.repeated, one.rows) == (other.distinct, other.repeated, other.rows) == (2, 2, 4)


def test_of_nothing_there_is_nothing():
    assert (HashSample().distinct, HashSample().repeated, HashSample().exact) == (0, 0, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 300), max_size=200), min_size=1, max_size=6), st.integers(3, 80))
def test_those_of_parts_together_are_that_of_the_whole(parts, size):
    whole, together = HashSample(size), HashSample(size)
    for part in parts:
        whole.add(hashes(pl.Series(part, dtype=pl.Int64)))
        one = HashSample(size)
        one.add(hashes(pl.Series(part, dtype=pl.Int64)))
        together.take(one)
    assert (together.exact, together.distinct) == (whole.exact, whole.distinct)
    assert (together.rows, together.repeated) == (whole.rows, whole.repeated)
