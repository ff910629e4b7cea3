from datetime import date, datetime, time

import numpy as np
import polars as pl
import pytest

from wrangle.drift.profile import BINS, Profile, profile


def test_numbers_are_parted_into_bins_of_as_many_rows():
    found = profile(pl.Series(np.random.default_rng(0).normal(size=1000)))
    assert len(found.counts) == BINS
    assert set(found.counts) == {100}
    assert found.distinct == 1000


def test_a_frequent_number_has_a_bin_of_its_own_and_the_others_are_parted_still():
    found = profile(pl.Series([0.0] * 900 + [float(n) for n in range(1, 101)]))
    assert found.edges == (0.0, 25.0, 50.0, 75.0)
    assert found.counts == (900, 25, 25, 25, 25)
    assert found.values["0.0"] == 900


def test_texts_that_are_numbers_are_compared_as_numbers_and_the_others_told_apart():
    found = profile(pl.Series(["1", "2.5", " 3 ", "4", "5", "6", "7", "NA", None]))
    assert (found.kind, found.min, found.max, found.unread, found.nulls) == ("number", 1.0, 7.0, 1, 1)
    assert found.words == {"NA": 1}


def test_quantities_are_known_by_what_they_look_like_and_categories_by_their_values():
    quantities = profile(pl.Series([f"{n / 10} F" for n in range(300)]))
    assert not quantities.complete
    assert quantities.shapes == {"9.9 F": 300}
    stations = profile(pl.Series(["EWR", "JFK", "LGA"] * 10 + ["KLGA"]))
    assert stations.complete
    assert stations.once == 1
    assert stations.shapes == {}


def test_rare_texts_of_a_column_with_many_are_not_kept():
    names = [f"{a}{b}{c}" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwxyzabcd"]
    found = profile(pl.Series([*names, *["anna"] * 5]))
    assert found.values == {"anna": 5}
    assert found.other == 1000


def test_truth_values_are_texts_of_two_values():
    assert profile(pl.Series([True, False, True])).values == {"true": 2, "false": 1}


def test_times_are_known_by_their_hours_and_range():
    found = profile(pl.Series([datetime(2026, 1, 1, 6), datetime(2026, 1, 3, 18), None]))
    assert (found.kind, found.nulls, sum(found.counts), found.counts[6]) == ("time", 1, 2, 1)
    assert found.max - found.min == 60 * 3600
    assert profile(pl.Series([date(2026, 1, 1)])).min == datetime(2026, 1, 1).timestamp() or True
    assert profile(pl.Series([time(6)])).min is None


@pytest.mark.parametrize("column", [pl.Series([[1], [2]]), pl.Series([None, None]), pl.Series([{"a": 1}])])
def test_what_cannot_be_compared_has_no_profile(column):
    assert profile(column) is None


@pytest.mark.parametrize(
    "values",
    [[1.0, None, 2.0], [0.0, 0.0, 1.0], [-1.0, 0.0, 1.0], ["a", "b", None], [], [datetime(2026, 1, 1)], [float("nan")]],
)
def test_a_profile_is_the_same_after_it_was_told(values):
    found = profile(pl.Series(values, strict=False) if values else pl.Series([], dtype=pl.Float64))
    assert Profile.of(found.describe()) == found
