import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.numbers.round import Round

WAYS = {
    "half_even": ROUND_HALF_EVEN, "half_away": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING,
    "toward_zero": ROUND_DOWN,
}  # fmt: skip


def rounded(values, dtype, **options):
    step = Round(column="a", **options).typed({"a": dtype})
    return pl.DataFrame({"a": pl.Series(values, dtype=dtype)}).select(step.express({}))["a"]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(values=st.lists(st.floats(-1e9, 1e9), max_size=8), decimals=st.integers(0, 5))
def test_floats_are_rounded_as_numpy_does(values, decimals):
    assert rounded(values, pl.Float64(), decimals=decimals).to_list() == np.round(values, decimals).tolist()


@pytest.mark.parametrize("to", WAYS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.integers(-(2**60), 2**60), max_size=8), decimals=st.integers(-6, -1))
def test_whole_numbers_are_rounded_exactly(to, values, decimals):
    wanted = [int(Decimal(each).scaleb(decimals).quantize(Decimal(1), WAYS[to]).scaleb(-decimals)) for each in values]
    assert rounded(values, pl.Int64(), decimals=decimals, to=to).to_list() == wanted


@pytest.mark.parametrize("to", WAYS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.integers(-4000, 4000).map(lambda each: each / 8), max_size=8))
def test_eighths_are_rounded_exactly(to, values):
    wanted = [float(Decimal(each).quantize(Decimal(1), WAYS[to])) for each in values]
    found = rounded(values, pl.Float64(), to=to).to_list()
    assert found == wanted
    assert not any(each == 0 and math.copysign(1, each) < 0 for each in found)


@pytest.mark.parametrize("dtype", [pl.Int8(), pl.UInt8(), pl.UInt64()])
def test_small_and_unsigned_whole_numbers_are_rounded_too(dtype):
    assert rounded([4, 101], dtype, decimals=-3, to="up").to_list() == [1000, 1000]


def test_float32_becomes_float64_with_the_same_digits():
    assert rounded([0.25, 1.75], pl.Float32(), decimals=1).to_list() == [0.2, 1.8]
