import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.statistics.packing import counted

DECIMALS = st.integers(-(10**7), 10**7).map(lambda number: number / 1e4)
GROUPS = st.sampled_from(["x", "y", "", "ünï", None])


def grouped(rows):
    return sorted(rows.group_by("g", "v").len("n").rows(), key=repr)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(GROUPS, st.one_of(DECIMALS, st.sampled_from([0.1, 0.3, -0.3, 1e3]))), min_size=1, max_size=20
    )
)
def test_pairs_are_counted_as_by_grouping(rows):
    frame = pl.DataFrame(rows, schema={"g": pl.String, "v": pl.Float64}, orient="row")
    found = counted(frame, ["g"], "v", "n")
    assert found is not None
    assert sorted(found.rows(), key=repr) == grouped(frame)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.floats(), min_size=1, max_size=8))
def test_any_floats_are_counted_exactly_or_not_at_all(values):
    frame = pl.DataFrame({"g": ["x"] * len(values), "v": pl.Series(values, dtype=pl.Float64)})
    found = counted(frame, ["g"], "v", "n")
    if found is not None:
        assert sorted(found["v"].to_list()) == sorted(set(values))
        assert found["n"].sum() == len(values)


@pytest.mark.parametrize("values", [[1 / 3], [math.nan], [math.inf], [None, 1.0], [1e12], [], [0.00001]])
def test_values_that_do_not_fit_are_left_to_grouping(values):
    frame = pl.DataFrame({"g": ["x"] * len(values), "v": pl.Series(values, dtype=pl.Float64)},
                         schema_overrides={"g": pl.String})  # fmt: skip
    assert counted(frame, ["g"], "v", "n") is None


OTHERS = {
    "two groups": (["g", "h"], {"g": ["x"], "h": ["y"], "v": [1.0]}),
    "groups of numbers": (["g"], {"g": [1], "v": [1.0]}),
    "whole numbers": (["g"], {"g": ["x"], "v": [1]}),
    "no group": ([], {"v": [1.0]}),
}


@pytest.mark.parametrize(("by", "frame"), OTHERS.values(), ids=OTHERS)
def test_columns_of_other_kinds_are_left_to_grouping(by, frame):
    assert counted(pl.DataFrame(frame), by, "v", "n") is None
