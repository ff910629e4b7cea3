import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.time.datetime_parts import READ, DatetimeParts

THEIRS = {
    "quarter": lambda time: time.quarter, "week": lambda time: time.isocalendar().week,
    "day_of_week": lambda time: time.day_of_week, "day_of_year": lambda time: time.day_of_year,
    "is_weekend": lambda time: int(time.weekday() >= 5), "is_month_start": lambda time: int(time.is_month_start),
    "is_month_end": lambda time: int(time.is_month_end), "date": lambda time: time.date(),
    "time_of_day": lambda time: pytest.approx(time.hour + time.minute / 60 + time.second / 3600),
}  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(time=st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)))
def test_parts_are_those_of_pandas(time):
    import pandas as pd

    found = pl.DataFrame({"t": [time]}).select(DatetimeParts(column="t", parts=tuple(READ)).express({})).row(0)
    theirs = pd.Timestamp(time)
    for part, value in zip(READ, found, strict=True):
        assert value == THEIRS.get(part, lambda stamp, part=part: getattr(stamp, part))(theirs), part


def test_a_time_zones_local_time_counts():
    frame = pl.DataFrame({"t": [dt.datetime(2024, 7, 1, 22, tzinfo=dt.UTC)]}).with_columns(
        pl.col("t").dt.convert_time_zone("Europe/Oslo")
    )
    assert frame.select(DatetimeParts(column="t", parts=("day", "hour")).express({})).row(0) == (2, 0)
