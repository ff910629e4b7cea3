"""What is told of columns at the ends of what numbers and calendars hold."""

import json
from datetime import date, datetime

import polars as pl
import pytest

from wrangle.explore.profile.profile import profile

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
APART = [(each - 50) * 3.4e306 for each in range(101)]


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        ([FIRST] * 9, ("0001-01-01", "0001-01-01")),
        ([LAST] * 9, ("9999-12-31", "9999-12-31")),
        ([FIRST, LAST] * 9, ("0001-01-01", "9999-12-31")),
        ([datetime(1, 1, 1)] * 9, ("0001-01-01 00:00", "0001-01-01 00:00")),
        (["2013-05-05"] * 9, ("2013-05-05", "2013-05-05")),
        ([date(2013, 5, 5)] * 9, ("2013-05-05", "2013-05-05")),
    ],
)
def test_bins_reach_from_the_first_moment_to_the_last(moments, said):
    found = profile(pl.DataFrame({"at": moments})).columns["at"].times
    assert (found.edges[0], found.edges[-1]) == said
    assert sum(found.counts) == len(moments)


@pytest.mark.parametrize("column", [APART, [f"{each!r}" for each in APART]], ids=["numbers", "texts"])
def test_very_large_numbers_are_told_of_and_related_as_others_are(column):
    frame = pl.DataFrame({"a": column, "b": range(101)})
    found = profile(frame, target="b")
    small = profile(frame.with_columns(a=pl.col("b")), target="b")
    assert found.relations == small.relations
    assert [each.column for each in found.power] == ["a"]
    assert found.power[0].value == pytest.approx(small.power[0].value, abs=0.01)
    json.dumps(found.to_dict(), allow_nan=False)
    assert "a" in found.html()
