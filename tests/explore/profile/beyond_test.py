"""Moments that Python has no word for are left out, and counted; columns of any type are told of."""

import json
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from wrangle.explore.profile.beyond import within
from wrangle.explore.profile.profile import profile


@pytest.mark.parametrize("dtype", [pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("ms", "UTC"), pl.Duration("ms")])
def test_what_cannot_be_said_is_null_and_all_else_as_it_was(dtype):
    column = pl.Series("a", [2**62, 0, None, -(2**62)]).cast(dtype)
    found = within(column)
    assert (found.name, found.dtype, found.is_null().to_list()) == ("a", dtype, [True, False, True, True])
    fine = pl.Series("a", [0, None]).cast(dtype)
    assert within(fine) is fine


def test_the_first_and_the_last_moment_can_be_said():
    moments = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)]
    for ends in ([date.min, date.max], moments, [timedelta.min, timedelta(999_999_999)]):
        column = pl.Series(ends, dtype=pl.Duration("ms") if isinstance(ends[0], timedelta) else None)
        assert within(column).to_list() == ends


@pytest.mark.parametrize("rows", [3, 50_000])
def test_a_table_with_such_dates_is_told_of_all_the_same(rows):
    days = [*range(rows), 3_000_000, 3_000_001]
    found = profile(pl.DataFrame({"day": pl.Series(days, dtype=pl.Int32).cast(pl.Date)}))
    column = found.columns["day"]
    assert (column.times.min, column.times.beyond, column.rows) == ("1970-01-01", 2, rows + 2)
    assert column.distinct == pytest.approx(rows, rel=0.02)
    assert ("beyond_dates", 2) in [(each.kind, each.cells) for each in found.concerns]


def test_a_column_of_nothing_else_is_told_of():
    found = profile(pl.DataFrame({"a": pl.Series([2**62, 2**62]).cast(pl.Datetime("ms"))}))
    assert [(each.kind, each.cells) for each in found.concerns if each.kind == "beyond_dates"] == [("beyond_dates", 2)]
    assert '"beyond": 2' in json.dumps(found.to_dict())


def test_durations_times_binaries_and_python_objects_are_told_of():
    table = pl.DataFrame(
        {
            "length": [timedelta(hours=1), timedelta(days=-3), None],
            "bytes": [b"x\xff", b"", None],
            "things": pl.Series([object(), object(), None], dtype=pl.Object),
            "list": [[1], [], None],
        }
    )
    found = profile(table)
    assert {name: each.looks for name, each in found.columns.items()} == {
        "length": "time", "bytes": "binary", "things": "unknown", "list": "nested",
    }  # fmt: skip
    assert found.columns["length"].times.min == "-3 days, 0:00:00"
    assert "things" in found._repr_html_()
