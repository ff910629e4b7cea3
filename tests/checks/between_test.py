import datetime as dt
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.checks.between import Between
from wrangle.errors import SchemaError

FINITE = st.floats(-1e6, 1e6)


def mask(values, dtype=None, **options):
    frame = pl.DataFrame({"a": pl.Series(values, dtype=dtype)})
    return frame.select(Between(column="a", **options).mask()).to_series().to_list()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.floats()), max_size=8), ends=st.tuples(FINITE, FINITE).map(sorted),
       strict=st.booleans())  # fmt: skip
def test_numbers_outside_are_violations_and_missing_ones_do_not_apply(values, ends, strict):
    low, high = ends

    def broken(number):
        if number is None or math.isnan(number):
            return None
        return not (low < number <= high) if strict else not (low <= number <= high)

    assert mask(values, pl.Float64, min=low, max=high, strict_min=strict) == [broken(each) for each in values]


def test_whole_numbers_are_compared_with_fractions():
    assert mask([1, 2, 3], min=1.5, max=2.5) == [True, False, True]


def test_dates_and_times_are_compared_with_iso_texts():
    days = [dt.date(2013, 1, 1), dt.date(2013, 6, 1), None]
    assert mask(days, min="2013-02-01") == [True, False, None]
    times = [dt.datetime(2013, 1, 1, 12), dt.datetime(2013, 1, 1)]
    assert mask(times, max="2013-01-01T06:00") == [True, False]


def test_a_column_of_text_is_refused_before_any_row_is_read():
    with pytest.raises(SchemaError, match="between works on number or time; the column 'a' is string here"):
        made("expect: [between: {column: a, min: 0}]").run(pl.DataFrame({"a": ["1"]}))


@pytest.mark.parametrize(("options", "said"), [
    ({"min": 0}, "is not at least 0"), ({"max": 9}, "is not at most 9"),
    ({"min": 0, "max": 9}, "is not between 0 and 9"),
    ({"min": 0, "strict_min": True}, "is not more than 0"),
    ({"min": 0, "max": 9, "strict_max": True}, "is not at least 0 and less than 9")])  # fmt: skip
def test_what_is_asked_is_said(options, said):
    assert Between(column="a", **options).why() == said
