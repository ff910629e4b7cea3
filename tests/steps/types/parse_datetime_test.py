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


def test_dates_are_given_where_they_are_wanted():
    assert parsed("2013-01-01 06:00", formats=(ISO,), to="date") == [dt.date(2013, 1, 1)]
    assert parsed("2013-01-01", formats=("%Y-%m-%d",)) == [dt.datetime(2013, 1, 1)]


@pytest.mark.parametrize("formats", [(), ("year",), ("%Q",), ("",)])
def test_what_is_no_format_is_refused(formats):
    with pytest.raises(ValidationError):
        ParseDatetime(column="a", formats=formats)


def test_a_misfit_is_told_with_the_formats():
    assert ParseDatetime(column="a", formats=(ISO, "%Y")).misfit == f"fits none of the formats {ISO}, %Y"
