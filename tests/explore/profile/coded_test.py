import datetime as dt

import polars as pl
import pytest

from wrangle.explore.profile.coded import coded
from wrangle.explore.profile.profile import profile


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (["1", "2.5", "n/a"], "number"),
        (["2013-01-01", "2013-01-02", None], "number"),
        (["x", "y", "x"], "category"),
        ([True, False, None], "number"),
        ([dt.date(2020, 1, 1)] * 3, "number"),
        ([dt.time(1), None, None], "number"),
        ([1.5, float("inf"), None], "number"),
    ],
)
def test_each_column_becomes_numbers(column, kind):
    frame = pl.DataFrame({"a": column})
    assert coded(frame, profile(frame).columns)["a"].kind == kind


def test_lists_are_left_out():
    frame = pl.DataFrame({"a": [[1], [2]]})
    assert coded(frame, profile(frame).columns) == {}
