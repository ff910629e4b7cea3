import math

import polars as pl
import pytest

from wrangle.steps.time.cyclical import PARTS, Cyclical

SEEN = pl.select(pl.datetime_range(pl.datetime(2023, 1, 1), pl.datetime(2024, 12, 31, 23), "7h13m")).to_series()

READ = {
    "minute": lambda time: time.minute,
    "hour": lambda time: time.hour,
    "day_of_week": lambda time: time.weekday(),
    "day_of_year": lambda time: time.timetuple().tm_yday - 1,
    "month": lambda time: time.month - 1,
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_time_is_at_its_place_on_the_circle(part):
    step = Cyclical(column="t", part=part)
    found = pl.DataFrame({"t": SEEN}).select(step.express({}))
    angles = [2 * math.pi * READ[part](time) / PARTS[part][2] for time in SEEN]
    assert found.to_series(0).to_list() == pytest.approx([math.sin(angle) for angle in angles])
    assert found.to_series(1).to_list() == pytest.approx([math.cos(angle) for angle in angles])


def test_the_last_day_of_a_leap_year_has_a_place():
    step = Cyclical(column="t", part="day_of_year")
    found = pl.select(t=pl.date(2024, 12, 31)).select(step.express({}))
    assert found.to_series(0).null_count() == 0


def test_a_number_comes_round_again():
    found = pl.DataFrame({"a": [90.0, 450.0, -270.0]}).select(Cyclical(column="a", period=360).express({}))
    assert found["a_sin"].to_list() == pytest.approx([1.0, 1.0, 1.0])
    assert found["a_cos"].to_list() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
