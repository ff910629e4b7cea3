import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.numbers.clip import Clip


def clipped(values, dtype=None, **ends):
    return pl.DataFrame({"a": pl.Series(values, dtype=dtype)}).select(Clip(column="a", **ends).express({})).to_series()


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.floats()), max_size=8), ends=st.tuples(FINITE, FINITE).map(sorted))
def test_numbers_are_what_python_makes_of_them(values, ends):
    low, high = ends
    found = clipped(values, pl.Float64, min=low, max=high).to_list()
    for number, one in zip(values, found, strict=True):
        if number is None or math.isnan(number):
            assert repr(one) == repr(number)
        else:
            assert one == min(max(number, low), high)


@pytest.mark.parametrize(
    ("ends", "dtype"), [({"max": 3}, pl.Int64), ({"min": -2.0}, pl.Int64), ({"max": 2.5}, pl.Float64)]
)
def test_whole_numbers_stay_whole_where_the_ends_are(ends, dtype):
    found = clipped([1, 5, None], pl.Int64, **ends)
    assert found.dtype == dtype
    assert found.to_list() == [1, 5 if "min" in ends else ends["max"], None]


def test_ends_larger_than_the_column_can_hold_change_nothing():
    assert clipped([1, 200], pl.UInt8, max=1e9).to_list() == [1, 200]


@pytest.mark.parametrize("ends", [{}, {"min": math.nan}, {"min": 2, "max": 1}])
def test_ends_that_are_none_are_refused(ends):
    with pytest.raises(ValidationError, match="clip needs"):
        Clip(column="a", **ends)


def test_equal_ends_make_a_constant():
    assert clipped([1.0, 9.0, None], min=4, max=4).to_list() == [4.0, 4.0, None]
