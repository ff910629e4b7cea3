import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.types.parse_datetime import ParseDatetime

ISO, DAY_FIRST = "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"


def parsed(*texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(ParseDatetime(column="a", **options).express({})).to_series().to_list()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    moment=st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(2999, 12, 31)), format_=st.sampled_from([ISO, DAY_FIRST])
)
def test_what_is_written_by_a_format_is_read_by_it(moment, format_):
    moment = moment.replace(second=0, microsecond=0)
    assert parsed(moment.strftime(format_), formats=(ISO, DAY_FIRST)) == [moment]


def test_the_first_format_that_fits_wins():
    day, month = "%d/%m/%Y", "%m/%d/%Y"
    assert parsed("02/03/2013", formats=(day, month)) == [dt.datetime(2013, 3, 2)]
    assert parsed("02/03/2013", formats=(month, day)) == [dt.datetime(2013, 2, 3)]
    assert parsed("25/03/2013", formats=(month, day)) == [dt.datetime(2013, 3, 25)]


@pytest.mark.parametrize("text", ["2013-02-30 00:00", "2013-01-01", "2013-01-01 24:00", "", "2013-01-01 06:00 x"])
def test_what_fits_no_format_wholly_has_no_answer(text):
    assert parsed(text, formats=(ISO,)) == [None]


def test_an_offset_makes_it_utc():
    assert parsed("2013-01-01 06:00 +0200", formats=("%Y-%m-%d %H:%M %z",)) == [dt.datetime(2013, 1, 1, 4)]
    assert parsed("2013-01-01T06:00:00+02:00", formats=("%+",)) == [dt.datetime(2013, 1, 1, 4)]


def test_blanks_around_it_do_not_count():
    assert parsed(" 2013-01-01 06:00\t", formats=(ISO,)) == [dt.datetime(2013, 1, 1, 6)]


def test_a_year_of_four_digits_is_none_of_two():
    assert parsed("14-01-01", "0014-01-01", "1000-01-01", formats=("%Y-%m-%d",)) == [
        None,
        None,
        dt.datetime(1000, 1, 1),
    ]
    assert parsed("14-01-01", formats=("%Y-%m-%d", "%y-%m-%d")) == [dt.datetime(2014, 1, 1)]


def test_a_name_of_a_zone_is_not_passed_over():
    with pytest.raises(ValidationError, match="has %Z, which no time zone is read by"):
        ParseDatetime(column="a", formats=("%Y-%m-%d %H:%M %Z",))
    assert parsed("2013-01-01 06:00 CET", formats=(f"{ISO} CET",)) == [dt.datetime(2013, 1, 1, 6)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1", dt.datetime(1900, 1, 1)), ("59", dt.datetime(1900, 2, 28)), ("60", None), ("60.5", None),
        ("61", dt.datetime(1900, 3, 1)), ("38572", dt.datetime(2005, 8, 8)),
        (" 44562.75 ", dt.datetime(2022, 1, 1, 18)),
        ("45293.12783564815", dt.datetime(2024, 1, 2, 3, 4, 5)), ("0", None), ("-5", None), ("2958466", None),
        ("2958465", dt.datetime(9999, 12, 31)), ("x", None), ("nan", None), ("", None),
    ],
)  # fmt: skip
def test_days_as_spreadsheets_count_them_are_read(text, day):
    assert parsed(text, formats=("excel",)) == [day]


def test_dates_are_given_where_they_are_wanted():
    assert parsed("2013-01-01 06:00", formats=(ISO,), to="date") == [dt.date(2013, 1, 1)]
    assert parsed("2013-01-01", formats=("%Y-%m-%d",)) == [dt.datetime(2013, 1, 1)]


@pytest.mark.parametrize("formats", [(), ("year",), ("%Q",), ("",)])
def test_what_is_no_format_is_refused(formats):
    with pytest.raises(ValidationError):
        ParseDatetime(column="a", formats=formats)


def test_a_misfit_is_told_with_the_formats():
    assert ParseDatetime(column="a", formats=(ISO, "%Y")).misfit == f"fits none of the formats {ISO}, %Y"


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (ISO, "2013-01-31 10:20"),
        ("%Y%m%d %H%M", "20130131 1020"),
        ("%d %b %Y, %I:%M %p", "31 Jan 2013, 10:20 am"),
        ("%Y-%m-%dT%H:%M:%S%z", "2013-01-31T11:20:00+0100"),
        ("%H:%M %e.%m.%y", "10:20 31.01.13"),
        ("excel", "41305.430556"),
    ],
)
@pytest.mark.parametrize("before", ["", " ", "\t", "\u00a0", "\u3000 "])
@pytest.mark.parametrize("after", ["", "  ", "\n", "\u00a0"])
def test_blanks_do_not_count_whether_there_is_one_format_or_several(format_, text, before, after):
    moment = dt.datetime(2013, 1, 31, 10, 20)
    for formats in ((format_,), ("%S|%M|%H|%Y|%j", format_)):
        (found,) = parsed(before + text + after, formats=formats)
        assert abs(found - moment) < dt.timedelta(seconds=1)


@pytest.mark.parametrize("formats", [(ISO,), (ISO, DAY_FIRST)])
def test_a_year_of_four_digits_begins_with_1000(formats):
    texts = ["0999-12-31 23:59", "1000-01-01 00:00", " 0014-01-01 00:00"]
    assert parsed(*texts, formats=formats) == [None, dt.datetime(1000, 1, 1), None]
