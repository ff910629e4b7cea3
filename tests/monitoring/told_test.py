import polars as pl
import pytest

from wrangle.drift.counting import Counting
from wrangle.drift.profile import profile
from wrangle.monitoring.alarms import Alarm
from wrangle.monitoring.judging import Judged
from wrangle.monitoring.looking import Seen
from wrangle.monitoring.quality import Quality
from wrangle.monitoring.told import Told, alarms_of, histogram

ALARM = Alarm("drift", "a", "psi", 0.5, 0.2, "a: other", part="raw")


def window(*alarms, judged=True):
    return Told(Seen(rows=1000), Judged(alarms, ()) if judged else None, Quality())


@pytest.mark.parametrize(
    ("windows", "recent", "in_a_row", "alarms"),
    [
        ([window(), window(ALARM)], 1, 1, 1),
        ([window(ALARM), window()], 1, 1, 0),
        ([window(ALARM), window()], 2, 1, 1),
        ([window(ALARM), window(judged=False)], 1, 1, 1),
        ([window(), window(ALARM)], 1, 2, 0),
        ([window(ALARM), window(ALARM)], 1, 2, 1),
        ([window(ALARM)], 1, 2, 0),
        ([], 1, 1, 0),
    ],
)
def test_recent_windows_raise_alarms_that_hold_for_as_many_windows_as_wanted(windows, recent, in_a_row, alarms):
    found, told = alarms_of(windows, recent, in_a_row)
    assert len(found) == alarms
    if in_a_row == 2 and windows and windows[-1].alarms and not alarms:
        assert told == [ALARM]


@pytest.mark.parametrize(
    ("before", "now", "labels"),
    [
        (["a", "b", "a"], ["a", "c"], ["a", "b", "others"]),
        ([1.0, 2.0, 3.0, 4.0], [2.0], ["to 1", "to 2", "to 3", "over 3"]),
        ([f"{n}.5 F" for n in range(100)], ["1.5 F", "2 K"], ["9.9 F", "others"]),
    ],
)
def test_diagrams_show_bins_values_or_looks_as_shares(before, now, labels):
    trained = profile(pl.Series(before))
    found = histogram(trained, Counting(trained).count(pl.Series(now)))
    assert found["labels"] == labels
    assert sum(found["baseline"]) == pytest.approx(1)
    assert sum(found["now"]) == pytest.approx(1)


def test_nothing_is_drawn_of_no_values():
    trained = profile(pl.Series([1.0, 2.0]))
    assert histogram(trained, Counting(trained).count(pl.Series([None], dtype=pl.Float64))) is None
