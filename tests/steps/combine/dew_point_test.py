import math

import polars as pl
import pytest

from wrangle.steps.combine.dew_point import DewPoint


def dew_point(temperature, humidity):
    frame = pl.DataFrame({"t": [temperature, temperature], "rh": [humidity, humidity]}, strict=False)
    return frame.select(DewPoint.evaluate(pl.col("t"), pl.col("rh"))).item(0, 0)


@pytest.mark.parametrize(
    ("temperature", "humidity", "published"), [(20, 50, 9.3), (25, 60, 16.7), (30, 70, 23.9), (10, 80, 6.7)]
)
def test_it_is_what_published_tables_say(temperature, humidity, published):
    assert dew_point(temperature, humidity) == pytest.approx(published, abs=0.1)


@pytest.mark.parametrize("temperature", [-45.0, -10.0, 0.0, 15.5, 60.0])
@pytest.mark.parametrize("humidity", [0.001, 5.0, 50.0, 100.0])
def test_air_at_the_dew_point_holds_the_vapour_that_there_is(temperature, humidity):
    def pressure(celsius):
        return 6.112 * math.exp(17.62 * celsius / (243.12 + celsius))

    vapour = pressure(temperature) * humidity / 100
    assert pressure(dew_point(temperature, humidity)) == pytest.approx(vapour, rel=1e-9)


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_no_zero_is_negative(zero):
    assert math.copysign(1, dew_point(zero, 100.0)) == 1
