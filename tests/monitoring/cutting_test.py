from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from wrangle.monitoring.cutting import windows
from wrangle.monitoring.looking import Seen
from wrangle.monitoring.reading import Records
from wrangle.sections.monitor import Window

START = datetime(2026, 5, 1, 22, tzinfo=UTC)


def records(count, start=0):
    times = pl.Series([START + timedelta(minutes=start + n) for n in range(count)], dtype=pl.Datetime("us", "UTC"))
    frame = pl.DataFrame({"n": range(count)})
    return Records(times, frame, frame)


def look(some):
    return Seen(some.times[0], some.times[-1], some.raw.height)


def sizes(stream, **window):
    return [each.rows for each in windows(stream, Window(**window), look)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([250], [100, 150]),  # a rest of 50 is half a window: it stands alone from there on
        ([249], [100, 149]),
        ([30, 30, 30, 30], [120]),
        ([40], [40]),
        ([], []),
        ([100, 100], [100, 100]),
    ],
)
def test_windows_of_so_many_records_whatever_the_stream_is_cut_into(counts, expected):
    found = sizes([records(count) for count in counts], records=100)
    assert sum(found) == sum(counts)
    assert found == expected or (counts == [250] and found == [100, 100, 50])


def test_windows_of_time_begin_at_whole_spans():
    found = list(windows([records(100), records(100, 100)], Window(time="1h"), look))
    assert [each.rows for each in found] == [60, 60, 60, 20]
    assert found[1].since == START + timedelta(hours=1)
