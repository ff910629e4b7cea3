from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.fault import SqlError
from wrangle.expressions.times import (
    PARTS,
    UNITS,
    epoch,
    interval,
    part,
    seconds_between,
    shifted,
    timestamp,
    truncate,
)

MOMENTS = st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1))
BY_PYTHON = {
    "year": lambda t: t.year,
    "quarter": lambda t: (t.month + 2) // 3,
    "month": lambda t: t.month,
    "week": lambda t: t.isocalendar().week,
    "day": lambda t: t.day,
    "doy": lambda t: t.timetuple().tm_yday,
    "dow": lambda t: t.isoweekday() % 7,
    "isodow": lambda t: t.isoweekday(),
    "hour": lambda t: t.hour,
    "minute": lambda t: t.minute,
    "second": lambda t: t.second,
}


def evaluated(build, *values):
    return pl.DataFrame({"a": values}).select(result=build(pl.col("a")))["result"].to_list()


@given(MOMENTS)
def test_every_part_of_a_time_is_pythons(moment):
    assert set(BY_PYTHON) == set(PARTS)
    for name, by_python in BY_PYTHON.items():
        assert evaluated(lambda x, name=name: part(name, x), moment) == [by_python(moment)]


@given(MOMENTS)
def test_the_epoch_is_pythons_to_the_microsecond(moment):
    assert evaluated(epoch, moment)[0] == pytest.approx(moment.replace(tzinfo=UTC).timestamp(), abs=1e-6)


@given(MOMENTS, MOMENTS)
def test_seconds_between_are_the_same_for_one_row_and_for_many(one, other):
    difference = one - other
    alone, *_ = evaluated(seconds_between, difference)
    assert evaluated(seconds_between, difference, timedelta(0), None) == [alone, 0.0, None]
    assert alone == pytest.approx(difference.total_seconds(), abs=1e-6)


@given(MOMENTS, st.sampled_from(sorted(UNITS)))
def test_a_time_that_is_cut_is_not_later_and_cut_again_the_same(moment, unit):
    (cut,) = evaluated(lambda x: truncate(unit, x), moment)
    assert cut <= moment
    assert evaluated(lambda x: truncate(unit, x), cut) == [cut]


def test_weeks_begin_on_monday():
    assert evaluated(lambda x: truncate("week", x), date(2024, 6, 2)) == [date(2024, 5, 27)]


@pytest.mark.parametrize(
    ("text", "months", "span"),
    [
        ("3 hours", 0, timedelta(hours=3)),
        ("1 year 2 days", 12, timedelta(days=2)),
        ("-90 MINUTES", 0, timedelta(minutes=-90)),
        ("1.5 weeks", 0, timedelta(days=10.5)),
        ("2 quarters 1month", 7, timedelta()),
        (" 1 day 1 day ", 0, timedelta(days=2)),
    ],
)
def test_an_interval_is_months_and_a_span(text, months, span):
    assert interval(text) == (months, span)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no interval"),
        ("hours", "is no interval"),
        ("3", "is no interval"),
        ("3 moons", "INTERVAL knows no 3 'moons'"),
        ("0.5 months", "INTERVAL knows no 0.5 'months'"),
        ("10001 years", "too long"),
        ("9" * 90 + " days", "too long"),
        ("1 day " * 30, "is no interval"),
    ],
)
def test_what_is_no_interval_is_refused(text, said):
    with pytest.raises(SqlError, match=said):
        interval(text)


def test_months_end_on_the_last_day_there_is_and_back_again():
    assert evaluated(lambda x: shifted(x, (1, timedelta()), 1), date(2023, 1, 31)) == [date(2023, 2, 28)]
    assert evaluated(lambda x: shifted(x, (1, timedelta()), -1), date(2024, 3, 31)) == [date(2024, 2, 29)]


def test_a_date_moved_by_days_is_a_date_and_by_hours_a_time():
    day = date(2024, 2, 28)
    assert evaluated(lambda x: shifted(x, (0, timedelta(days=2)), 1), day) == [date(2024, 3, 1)]
    assert evaluated(lambda x: shifted(x, (0, timedelta(hours=25)), 1), day) == [datetime(2024, 2, 29, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", datetime(2024, 2, 29)),
        ("2024-02-29 05:06", datetime(2024, 2, 29, 5, 6)),
        ("2024-02-29T05:06:07.25", datetime(2024, 2, 29, 5, 6, 7, 250_000)),
        ("2023-02-29", None),
        ("29/02/2024", None),
        ("", None),
        (None, None),
    ],
)
def test_a_timestamp_is_read_from_iso_8601_and_nothing_else(text, expected):
    assert evaluated(timestamp, text, "x")[0] == expected
