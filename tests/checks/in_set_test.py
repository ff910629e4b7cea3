import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.checks.in_set import InSet

TEXTS = ["x", "y", "", "5", "true"]


def mask(values, members, dtype=None):
    frame = pl.DataFrame({"a": pl.Series(values, dtype=dtype)})
    return frame.select(InSet(column="a", values=members).mask()).to_series().to_list()


@settings(max_examples=50, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.sampled_from([*TEXTS, "z"])), max_size=8),
       members=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))  # fmt: skip
def test_texts_that_are_no_member_are_violations(values, members):
    assert mask(values, members, pl.String) == [None if each is None else each not in members for each in values]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=8),
       members=st.lists(st.sampled_from([-5, -1, 0, 1, 4, 0.5, 2.0]), min_size=1, max_size=4))  # fmt: skip
@pytest.mark.parametrize("dtype", [pl.Int64, pl.Int8, pl.Float64])
def test_numbers_are_compared_by_value(dtype, values, members):
    assert mask(values, members, dtype) == [None if each is None else each not in members for each in values]


def test_categories_are_compared_as_texts():
    assert mask(["x", "z", None], ["x"], pl.Categorical) == [False, True, None]


def test_the_first_eight_members_are_said():
    assert InSet(column="a", values=["x", 5, True]).why() == "is none of x, 5, true"
    assert InSet(column="a", values=range(10)).why() == "is none of 0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
