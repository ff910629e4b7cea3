import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.errors import WrangleError
from wrangle.testing import run

TIMES = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1))


@pytest.mark.parametrize(("unit", "seconds"), [("seconds", 1), ("hours", 3600), ("weeks", 604800), ("years", 31556952)])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(start=TIMES, end=TIMES)
def test_it_is_what_python_subtracts(unit, seconds, start, end):
    frame = pl.DataFrame({"a": [start], "b": [end]})
    found = run(f"elapsed: {{start: a, end: b, unit: {unit}}}", frame).clean["elapsed"].item()
    assert found == pytest.approx((end - start).total_seconds() / seconds, rel=1e-12, abs=1e-12)


def test_times_of_zones_are_compared_as_what_they_are():
    utc = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
    frame = pl.DataFrame({"a": [utc]}).with_columns(pl.col("a").dt.convert_time_zone("Europe/Oslo"))
    assert run("elapsed: {start: a, until: '2024-07-01T12:30:00+00:00'}", frame).clean["elapsed"].item() == 0.5
    with pytest.raises(WrangleError, match="elapsed"):
        run("elapsed: {start: a, until: '2024-07-01T12:30:00'}", frame)
