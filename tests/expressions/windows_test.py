from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.expressions.windows import Bounds, by_rows, by_time, gathered, in_order, ticks

HOUR = 3_600_000_000


def part(order, keys=None, rows=None):
    rows = range(len(order)) if rows is None else rows
    columns = {"g": keys or ["x"] * len(order), "__order": order, "__row": pl.Series(rows, dtype=pl.UInt32)}
    return pl.DataFrame(columns, strict=False)


def spans(bounds):
    return list(zip(bounds.low.tolist(), bounds.high.tolist(), strict=True))


def test_rows_of_a_key_stand_together_in_order_ties_by_row():
    ordered = in_order(part([2, 1, 1, 1], ["x", "y", "x", "x"], [0, 1, 3, 2]), ["g"])
    assert ordered.rows["__row"].to_list() == [2, 3, 0, 1]
    assert ordered.keys.tolist() == [0, 0, 0, 1]
    assert (ordered.first.tolist(), ordered.last.tolist()) == ([0, 0, 0, 3], [2, 2, 2, 3])


def test_rows_without_a_place_in_the_order_are_left_out():
    assert in_order(part([1.0, None, float("nan"), 0.0]), ["g"]).rows["__row"].to_list() == [3, 0]


def test_no_rows_have_no_windows():
    ordered = in_order(part([1, 2]).clear(), ["g"])
    assert ordered.keys.tolist() == []
    assert spans(by_rows(ordered, 3, future=True)) == []
    empty = in_order(pl.DataFrame(schema={"__order": pl.Datetime, "__row": pl.UInt32}), [])
    assert spans(by_time(empty, HOUR, future=False)) == []
    assert by_time(empty, HOUR, future=True).whole.tolist() == []


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_window_of_time_leaves_out_rows_of_the_same_time_and_takes_in_its_far_end(unit):
    times = pl.Series([datetime(2024, 1, 1, hour) for hour in (0, 3, 3, 4)]).dt.cast_time_unit(unit)
    ordered = in_order(part(times), [])
    assert spans(by_time(ordered, 3 * HOUR, future=False)) == [(0, 0), (0, 1), (0, 1), (1, 3)]
    assert spans(by_time(ordered, 3 * HOUR, future=True)) == [(1, 3), (3, 4), (3, 4), (4, 4)]
    assert by_time(ordered, HOUR, future=True).whole.tolist() == [True, True, True, False]
    assert by_time(ordered, 4 * HOUR, future=False).whole.tolist() == [False, False, False, True]


def test_windows_of_time_keep_to_their_key_however_long_they_are():
    times = [datetime(2024, 1, 1), datetime(2024, 1, 2)] * 2
    ordered = in_order(part(times, ["x", "x", "y", "y"]), ["g"])
    assert spans(by_time(ordered, 10**15, future=False)) == [(0, 0), (0, 1), (2, 2), (2, 3)]
    assert spans(by_time(ordered, 10**15, future=True)) == [(1, 2), (2, 2), (3, 4), (4, 4)]


def test_windows_of_rows_keep_to_their_key():
    ordered = in_order(part([1, 2, 3, 1], ["x", "x", "x", "y"]), ["g"])
    assert spans(by_rows(ordered, 1, future=False)) == [(0, 0), (0, 1), (1, 2), (3, 3)]
    assert spans(by_rows(ordered, 5, future=True)) == [(1, 3), (2, 3), (3, 3), (4, 4)]
    assert by_rows(ordered, 2, future=True).whole.tolist() == [True, False, False, False]


def test_times_are_whole_numbers_of_their_unit():
    assert ticks(pl.Series([datetime(1970, 1, 1, 1)], dtype=pl.Datetime("ms")))[1] == 1000
    assert ticks(pl.Series([date(1970, 1, 2)]))[0].tolist() == [24 * HOUR]
    assert ticks(pl.Series([timedelta(hours=1)]))[0].tolist() == [HOUR]
    assert ticks(pl.Series([datetime(1970, 1, 1, 1).time()])) == (np.array([HOUR * 1000]), 10**9)


@pytest.mark.parametrize("widest", [0, 1, 2, 3, 7, 8, 100])
def test_what_is_gathered_is_what_stands_in_each_window(widest):
    chance = np.random.default_rng(widest)
    values = chance.integers(-9, 9, 100)
    low = chance.integers(0, 101, 50)
    high = np.minimum(100, low + chance.integers(0, widest + 1, 50))
    bounds = Bounds(low, high, np.ones(50, bool))
    (sums,) = gathered((values,), bounds, lambda one, other: (one[0] + other[0],), (0,))
    assert sums.tolist() == [int(values[start:end].sum()) for start, end in zip(low, high, strict=True)]


def test_what_a_window_gives_depends_on_its_rows_alone():
    values = np.array([1e16, 1.0, 2.0, -1e16, 3.0])
    (sums,) = gathered((values,), Bounds(np.array([1]), np.array([3]), np.ones(1)), lambda a, b: (a[0] + b[0],), (0,))
    assert sums.tolist() == [3.0]


def test_keys_and_times_too_many_for_one_number_have_windows_all_the_same():
    chance = np.random.default_rng(0)
    order = pl.Series(chance.integers(-(2**61), 2**61, 200)).cast(pl.Datetime("us"))
    near = pl.Series(chance.integers(0, 20 * HOUR, 200) // HOUR * HOUR).cast(pl.Datetime("us"))
    for times in (order, near):
        ordered = in_order(part(times, chance.choice(["x", "y", "z"], 200).tolist()), ["g"])
        numbers, _ = ticks(ordered.rows["__order"])
        for future in (False, True):
            bounds = by_time(ordered, 3 * HOUR, future=future)
            for place, (low, high) in enumerate(spans(bounds)):
                key, at = ordered.keys[place], int(numbers[place])
                span = (at + 1, at + 3 * HOUR) if future else (at - 3 * HOUR, at - 1)
                near = [row for row in range(200) if ordered.keys[row] == key and span[0] <= numbers[row] <= span[1]]
                assert list(range(low, high)) == near
