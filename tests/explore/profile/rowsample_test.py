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


def test_samples_of_parts_hold_little_more_than_is_wanted_of_all():
    whole, together, held = RowSample(100, 0), RowSample(100, 0), 0
    whole.add(rows(20_000))
    for start in range(0, 20_000, 2_000):
        part = RowSample(100, 0)
        part.expect(20_000)
        part.add(rows(20_000).slice(start, 2_000))
        held += part.rows.height
        together.take(part)
    assert together.rows.equals(whole.rows)
    assert held < 700


def test_a_sample_tells_where_fewer_rows_came_than_were_expected():
    sample = RowSample(100, 0)
    sample.expect(1_000_000)
    sample.add(rows(1_000))
    assert sample.short
