from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.drift.comparing import Limits, compare
from wrangle.drift.counting import Counting
from wrangle.drift.profile import profile

DRAW = np.random.default_rng(0)
LIMITS = Limits()


def found(before, now, limits=LIMITS):
    trained = profile(before)
    return compare(trained, Counting(trained).count(now), limits)


def measures_of(comparison):
    return [each.measure for each in comparison.findings]


@pytest.mark.parametrize("rows", [500, 5000, 200_000])
def test_harmless_noise_is_quiet_however_many_rows_there_are(rows):
    before = pl.Series(DRAW.normal(size=50_000))
    now = pl.Series(DRAW.normal(0.01, 1.0, rows))  # a shift that a test would find in so many rows
    assert found(before, now).findings == ()


def test_a_shift_is_told_with_means():
    said = found(pl.Series(DRAW.normal(10, 2, 5000)), pl.Series(DRAW.normal(12, 2, 1000))).findings[0]
    assert said.measure == "psi"
    assert said.is_alarm
    assert said.says.startswith("its mean is 1")


def test_a_small_shift_is_told_without_an_alarm():
    said = found(pl.Series(DRAW.normal(size=50_000)), pl.Series(DRAW.normal(0.33, 1, 5000))).findings
    assert [each.is_alarm for each in said] == [False]


@pytest.mark.parametrize(
    ("before", "now", "measure"),
    [
        (["US", "CA"] * 500, ["US"] * 480 + ["Etats-Unis"] * 20, "new values"),
        ([f"{n % 400 / 10} F" for n in range(1000)], [f"{n % 400 / 10} K" for n in range(100)], "new looks"),
        ([f"{n / 10}" for n in range(1000)], [f"{n / 10}".replace(".", ",") for n in range(100)], "new values"),
        (["a"] * 1000, ["a"] * 90 + [None] * 10, "nulls"),
        (["a"] * 500 + ["b"] * 500, ["a"] * 90 + ["b"] * 10, "psi"),
        (np.arange(1000.0), np.append(np.arange(475.0) * 2, np.full(25, 1e6)), "range"),
        (np.arange(1000.0), np.append(np.arange(80.0) * 12, np.full(20, 7.0)), "one value"),
    ],
)
def test_each_kind_of_change_is_called_by_its_name(before, now, measure):
    assert measure in measures_of(found(pl.Series(before), pl.Series(now)))


def test_rare_texts_are_no_news_where_training_met_one_in_ten_for_the_first_time():
    names = [f"{DRAW.choice(list('abcdefghij'))}{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)]
    assert profile(pl.Series(names)).complete
    assert "new values" not in measures_of(found(pl.Series(names), pl.Series([f"{name}x" for name in names[:200]])))


def test_times_are_compared_by_hours_where_they_span_days_and_by_the_earliest():
    before = pl.Series([datetime(2026, 1, 1) + timedelta(hours=n) for n in range(24 * 60)])
    nights = pl.Series([datetime(2026, 4, 1 + n // 6, n % 6) for n in range(150)])
    assert measures_of(found(before, nights)) == ["psi"]
    assert measures_of(found(before, nights.head(6))) == []
    assert "range" in measures_of(found(before, before.dt.offset_by("-1y").head(200)))


def test_no_rows_tell_nothing():
    assert found(pl.Series([1.0, 2.0]), pl.Series([], dtype=pl.Float64)).findings == ()
