from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from wrangle.testing import observed


@pytest.mark.parametrize(("hours", "fresh"), [(-1, True), (1, True), (3, False)])
def test_the_clock_decides(hours, fresh):
    at = datetime.now(UTC) - timedelta(hours=hours)
    zoned = pl.Series("at", [at, at - timedelta(days=9)])
    assert observed("freshness: {column: at, max_age: 2h}", at=zoned)[0] is fresh
    assert observed("freshness: {column: at, max_age: 2h}", at=zoned.dt.replace_time_zone(None))[0] is fresh
    away = zoned.dt.convert_time_zone("Asia/Tokyo")
    assert observed("freshness: {column: at, max_age: 2h}", at=away)[0] is fresh


@pytest.mark.parametrize(("age", "fresh"), [("90s", False), ("1m30s", False), ("2m", True), ("1w", True)])
def test_an_age_is_a_number_and_a_unit(age, fresh):
    at = datetime.now(UTC) - timedelta(seconds=100)
    assert observed(f"freshness: {{column: at, max_age: {age}}}", at=[at])[0] is fresh
