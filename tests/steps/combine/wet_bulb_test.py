import math

import polars as pl
import pytest

from wrangle.steps.combine.wet_bulb import WetBulb


def wet_bulb(temperature, humidity):
    frame = pl.DataFrame({"t": [temperature, temperature], "rh": [humidity, humidity]}, strict=False)
    return frame.select(WetBulb.evaluate(pl.col("t"), pl.col("rh"))).item(0, 0)


def psychrometer(temperature, humidity):
    """Return where the psychrometer equation (WMO-No. 8, annex 4.B, 1013.25 hPa) is met, by bisection."""

    def pressure(celsius):
        return 6.112 * math.exp(17.62 * celsius / (243.12 + celsius))

    low, high = temperature - 40, temperature
    for _ in range(60):
        middle = (low + high) / 2
        factor = 0.000653 * (1 + 0.000944 * middle) * 1013.25
        dry = pressure(middle) - factor * (temperature - middle) < pressure(temperature) * humidity / 100
        low, high = (middle, high) if dry else (low, middle)
    return low


def test_it_is_the_example_of_the_paper():
    assert wet_bulb(20, 50) == pytest.approx(13.7, abs=0.05)


@pytest.mark.parametrize("temperature", [0, 5, 15, 25, 35, 50])
@pytest.mark.parametrize("humidity", [20, 40, 60, 80, 99])
def test_it_is_within_one_degree_of_the_psychrometer_but_in_cold_dry_air(temperature, humidity):
    assert wet_bulb(temperature, humidity) == pytest.approx(psychrometer(temperature, humidity), abs=1)
