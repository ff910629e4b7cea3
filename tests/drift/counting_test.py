from datetime import datetime

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wrangle.drift.counting import Counting
from wrangle.drift.profile import profile


@given(st.lists(st.one_of(st.none(), st.sampled_from(["EWR", "JFK", "new", "x"]))), st.integers(0, 20))
def test_parts_together_count_as_the_whole(values, cut):
    counting = Counting(profile(pl.Series(["EWR", "JFK", "EWR"])))
    whole = counting.count(pl.Series(values, dtype=pl.String))
    found = counting.count(pl.Series(values[:cut], dtype=pl.String))
    found.add(counting.count(pl.Series(values[cut:], dtype=pl.String)))
    assert found.bins.tolist() == whole.bins.tolist()
    assert (found.rows, found.nulls, found.new, found.examples) == (whole.rows, whole.nulls, whole.new, whole.examples)


def test_numbers_are_counted_by_the_bins_of_the_training_whatever_their_type():
    column = pl.Series(np.arange(1000.0))
    counting = Counting(profile(column))
    for same in (column, column.cast(pl.String), column.cast(pl.Int64)):
        found = counting.count(same)
        assert found.bins.tolist() == [100] * 10
        assert (found.below, found.above, found.low, found.high) == (0, 0, 0.0, 999.0)


def test_numbers_out_of_the_range_and_a_frequent_one_are_shown():
    found = Counting(profile(pl.Series(np.arange(100.0)))).count(pl.Series([-5.0, 7.0, 7.0, 500.0]))
    assert (found.below, found.above, found.outside) == (1, 1, [-5.0, 500.0])
    assert found.frequent.most_common(1) == [("7.0", 2)]


def test_texts_in_a_column_of_numbers_are_counted_and_shown():
    trained = profile(pl.Series(["1", "2", "3", "4", "5", "NA"]))
    found = Counting(trained).count(pl.Series(["1,5", "NA", "2", None]))
    assert (found.unread, found.new, found.nulls, dict(found.examples)) == (2, 1, 1, {"1,5": 1})


def test_texts_of_new_looks_are_shown():
    counting = Counting(profile(pl.Series([f"2026-01-{n % 28 + 1:02} {n // 28:02}:00" for n in range(300)])))
    found = counting.count(pl.Series(["2026-02-01 10:00", "01.02.26"]))
    assert found.shapes.tolist() == [1, 1]
    assert dict(found.strange) == {"01.02.26": 1}


def test_times_before_those_of_the_training_are_counted():
    counting = Counting(profile(pl.Series([datetime(2026, 1, 1), datetime(2026, 1, 2, 5)])))
    found = counting.count(pl.Series([datetime(2025, 1, 1), datetime(2026, 5, 1, 5), None]))
    assert (found.below, found.bins[0], found.bins[5], found.nulls) == (1, 1, 1, 1)
