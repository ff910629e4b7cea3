import datetime as dt
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.schema import TYPES
from wrangle.steps.types.cast import SAID, Cast


def cast(values, dtype, to):
    step = Cast(column="a", to=to).typed({"a": dtype})
    return pl.DataFrame({"a": pl.Series(values, dtype=dtype)}).select(step.express({})).to_series()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(number=st.floats())
def test_a_number_as_text_and_back_is_the_same(number):
    text = cast([number], pl.Float64(), "string")
    back = cast(text.to_list(), pl.String(), "float").item()
    assert back == number or (math.isnan(back) and math.isnan(number))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(number=st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_as_text_and_back_is_the_same(number):
    assert cast([f" {number} "], pl.String(), "integer").item() == number


@pytest.mark.parametrize("number", [0.5, math.nan, math.inf, -math.inf, 1e300])
def test_what_no_whole_number_is_has_no_answer(number):
    assert cast([number, 2.0], pl.Float64(), "integer").to_list() == [None, 2]


@pytest.mark.parametrize(("to", "text"), [
    ("float", "1,5"), ("float", "1.5.2"), ("float", ""), ("integer", "7.5"), ("integer", "9223372036854775808"),
    ("boolean", "yes"), ("datetime", "31/01/2013"), ("date", "2013-02-30")])  # fmt: skip
def test_text_is_read_strictly(to, text):
    assert cast([text], pl.String(), to).item() is None


@pytest.mark.parametrize(("to", "text", "value"), [
    ("float", "1e3", 1000.0), ("integer", "7.0", 7), ("boolean", "TRUE", True), ("boolean", " false", False),
    ("datetime", "2013-01-31T06:00:00+02:00", dt.datetime(2013, 1, 31, 4)),
    ("datetime", "2013-01-31 06:00", dt.datetime(2013, 1, 31, 6)),
    ("date", "2013-01-31", dt.date(2013, 1, 31))])  # fmt: skip
def test_text_is_read_by_standards(to, text, value):
    assert cast([text], pl.String(), to).item() == value


NUMBERS, TIMES = {"boolean", "float", "integer"}, {pl.Date(), pl.Datetime("us")}
EVERY = [pl.Float64(), pl.Int64(), pl.Boolean(), pl.String(), *sorted(TIMES, key=str)]
PAIRS = [(to, dtype) for to in TYPES for dtype in EVERY if not (to in NUMBERS and dtype in TIMES)]


@pytest.mark.parametrize(("to", "dtype"), PAIRS)
def test_null_stays_null_and_the_type_is_the_one_wanted(to, dtype):
    found = cast([None], dtype, to)
    assert found.dtype == TYPES[to]
    assert found.item() is None


def test_every_type_has_words_for_a_misfit():
    assert set(SAID) == set(TYPES)
    assert Cast(column="a", to="integer").misfit == "is not a whole number"


def test_a_time_as_a_date_loses_its_time_of_day():
    assert cast([dt.datetime(2013, 1, 31, 23, 59)], pl.Datetime("us"), "date").item() == dt.date(2013, 1, 31)
