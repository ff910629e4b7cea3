import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.missing.null_values import NullValues
from wrangle.steps.options import Plain

TOKENS = ["", "NA", "n/a", "-999"]


def nulled(cells, dtype, **options):
    step = NullValues(columns=["a"], **options).typed({"a": dtype})
    return pl.DataFrame({"a": pl.Series(cells, dtype=dtype)}).select(step.express({})).to_series().to_list()


@settings(max_examples=50, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.sampled_from([*TOKENS, "na", " NA", "x", "NAN"])), max_size=8))
def test_texts_are_compared_as_a_whole(values):
    assert nulled(values, pl.String(), values=TOKENS) == [None if each in TOKENS else each for each in values]


@pytest.mark.parametrize(("values", "dtype", "wanted"), [
    ([-999, 5, None], pl.Int64(), [None, 5, None]), ([-999.0, 0.5], pl.Float64(), [None, 0.5]),
    (["-999", "-999.0"], pl.String(), [None, "-999.0"]), ([True, False], pl.Boolean(), [True, False])])  # fmt: skip
def test_a_number_is_looked_for_in_columns_of_each_type(values, dtype, wanted):
    assert nulled(values, dtype, values=[-999]) == wanted


def test_unquoted_numbers_are_numbers_and_quoted_ones_text():
    assert nulled([5, 7], pl.Int64(), values=[Plain("5")]) == [None, 7]
    assert nulled([5, 7], pl.Int64(), values=["5"]) == [5, 7]


def test_case_is_minded_unless_told_not_to_be():
    assert nulled(["na", "Na", "NA"], pl.String(), values=["NA"]) == ["na", "Na", None]
    assert nulled(["na", "Na", "NAN"], pl.String(), values=["NA"], ignore_case=True) == [None, None, "NAN"]


def test_nan_is_left_to_others():
    (found,) = nulled([math.nan], pl.Float64(), values=[-999, "NaN"])
    assert math.isnan(found)


def test_it_sees_text_before_types_are_read():
    assert NullValues.before_types
