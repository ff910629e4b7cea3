from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile.rowsample import RowSample


def rows(count):
    return pl.DataFrame({"a": range(count), "__row": pl.Series(range(count), dtype=pl.UInt32)})


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 400), st.integers(1, 50), st.lists(st.integers(0, 400), max_size=6))
def test_the_same_rows_are_kept_however_they_come(count, size, cuts):
    whole, parted = RowSample(size, 1), RowSample(size, 1)
    whole.add(rows(count))
    ends = sorted({0, count, *(min(each, count) for each in cuts)})
    for start, end in pairwise(ends):
        parted.add(rows(count).slice(start, end - start))
    assert parted.rows.equals(whole.rows)
    assert whole.rows.height == min(size, count)


def test_each_row_is_as_likely_as_another():
    sample = RowSample(2_000, 0)
    sample.add(rows(20_000))
    assert abs(sample.rows["a"].mean() - 10_000) < 500  # four standard errors


def test_another_seed_keeps_other_rows():
    one, other = RowSample(10, 0), RowSample(10, 1)
    for each in (one, other):
        each.add(rows(1_000))
    assert not one.rows.equals(other.rows)
