"""Windows and lags hold against plain Python, row by row, on generated tables."""

from __future__ import annotations

import math
import statistics
from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.time.lag import Lag
from wrangle.steps.time.rolling import Rolling

START = datetime(2024, 1, 1)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", None]),
        st.one_of(st.none(), st.integers(0, 12)),
        st.sampled_from([None, math.nan, 0.0, -1.5, 1.0, 2.5, 1e6, math.inf]),
    ),
    max_size=25,
)
PLAIN = {
    "mean": statistics.fmean, "sum": math.fsum, "min": min, "max": max, "count": len, "median": statistics.median,
    "std": lambda values: statistics.stdev(values) if len(values) > 1 else None,
    "first": lambda values: values[0], "last": lambda values: values[-1],
}  # fmt: skip


def at(hour):
    return None if hour is None else START + timedelta(hours=hour)


def frame(rows):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pl.DataFrame(
        {
            "g": pl.Series(columns[0], dtype=pl.String),
            "__order": pl.Series([at(hour) for hour in columns[1]], dtype=pl.Datetime),
            "__value": pl.Series(columns[2], dtype=pl.Float64),
            "__row": pl.Series(range(len(rows)), dtype=pl.UInt32),
        }
    )  # fmt: skip


def in_key(rows, number):
    """Return the rows of a row's key in order, as (row, hour, value); the row's own place among them."""
    found = sorted((hour, row, value) for row, (key, hour, value) in enumerate(rows)
                   if key == rows[number][0] and hour is not None)  # fmt: skip
    return found, next(place for place, each in enumerate(found) if each[1] == number)


def plain(step, rows, number):
    """Return what a step gives for one row."""
    hour = rows[number][1]
    if hour is None:
        return None
    found, place = in_key(rows, number)
    future = step.direction == "future"
    if isinstance(step.window, int):
        near = found[place + 1 : place + 1 + step.window] if future else found[max(0, place - step.window) : place]
        whole = len(near) == step.window
    else:
        hours = int(step.window[:-1])
        near = [
            each for each in found if (hour < each[0] <= hour + hours if future else hour - hours <= each[0] < hour)
        ]
        whole = found[-1][0] >= hour + hours if future else found[0][0] <= hour - hours
    left_out = (
        (lambda value: not math.isfinite(value)) if step.aggregate in {"mean", "sum", "std", "median"} else math.isnan
    )
    values = [value for _, _, value in near if value is not None and not left_out(value)]
    if len(values) < step.min_count or (step.complete and not whole):
        return None
    if not values and step.aggregate not in {"count", "sum"}:
        return None
    return PLAIN[step.aggregate](values)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(
    rows=ROWS,
    aggregate=st.sampled_from(list(PLAIN)),
    window=st.sampled_from([1, 2, 5, "1h", "4h", "20h"]),
    direction=st.sampled_from(["past", "future"]),
    complete=st.booleans(),
    min_count=st.integers(0, 3),
)
def test_a_window_gives_what_plain_python_gives(rows, aggregate, window, direction, complete, min_count):
    step = Rolling(column="a", by="g", order_by="t", window=window, aggregate=aggregate, into="new",
                   direction=direction, complete=complete, min_count=min_count)  # fmt: skip
    part = frame(rows)
    found = part.select("__row").join(step.compute(part), on="__row", how="left")["new"].to_list()
    wanted = [plain(step, rows, number) for number in range(len(rows))]
    assert [value is None for value in found] == [value is None for value in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one == other or one == pytest.approx(other, rel=1e-9, abs=1e-6)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(rows=ROWS, count=st.integers(-3, 3).filter(bool))
def test_a_lag_gives_what_plain_python_gives(rows, count):
    part = frame(rows)
    step = Lag(column="a", by="g", order_by="t", rows=count, into="new")
    found = part.select("__row").join(step.compute(part), on="__row", how="left")["new"]
    for number, value in enumerate(found):
        wanted = None
        if rows[number][1] is not None:
            order, place = in_key(rows, number)
            wanted = order[place - count][2] if 0 <= place - count < len(order) else None
        assert value == wanted or (wanted is not None and math.isnan(wanted) and math.isnan(value))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    rows=ROWS,
    changed=st.integers(0, 24),
    value=st.floats(allow_nan=False),
    direction=st.sampled_from(["past", "future"]),
)
def test_no_row_sees_itself_or_what_lies_on_the_other_side(rows, changed, value, direction):
    if changed >= len(rows) or rows[changed][1] is None:
        return
    step = Rolling(column="a", by="g", order_by="t", window="4h", aggregate="max", into="new", direction=direction)
    key, hour, _ = rows[changed]
    other = [*rows[:changed], (key, hour, value), *rows[changed + 1 :]]
    before, after = (step.compute(frame(each)).sort("__row") for each in (rows, other))
    for one, two in zip(before.rows(), after.rows(), strict=True):
        sees = rows[one[0]][1] > hour if direction == "past" else rows[one[0]][1] < hour
        if rows[one[0]][0] != key or not sees:
            assert one == two
