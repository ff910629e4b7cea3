import math

import polars as pl
import pytest

from wrangle.steps.combine.dew_point import DewPoint
from wrangle.steps.combine.frost_point import FrostPoint


def of(step, temperature, humidity):
    frame = pl.DataFrame({"t": [temperature, temperature], "rh": [humidity, humidity]}, strict=False)
    return frame.select(step.evaluate(pl.col("t"), pl.col("rh"))).item(0, 0)


def over_ice(kelvin):
    return math.exp(9.550426 - 5723.265 / kelvin + 3.53068 * math.log(kelvin) - 0.00728332 * kelvin)


def over_water(kelvin):
    logarithm = math.log(kelvin)
    cold = math.tanh(0.0415 * (kelvin - 218.8)) * (53.878 - 1331.22 / kelvin - 9.44523 * logarithm + 0.014025 * kelvin)
    return math.exp(54.842763 - 6763.22 / kelvin - 4.21 * logarithm + 0.000367 * kelvin + cold)


@pytest.mark.parametrize("temperature", [-40.0, -30.0, -20.0, -10.0, -5.0, 0.0])
@pytest.mark.parametrize("humidity", [30.0, 70.0, 100.0])
def test_it_agrees_with_other_formulas_of_vapour_pressure(temperature, humidity):
    """Murphy, D. M., and Koop, T. (2005): Quarterly Journal of the Royal Meteorological Society 131, 1539-1565."""
    found = of(FrostPoint, temperature, humidity)
    assert over_ice(found + 273.15) == pytest.approx(over_water(temperature + 273.15) * humidity / 100, rel=0.012)


@pytest.mark.parametrize("temperature", [-45.0, -10.0, -0.5])
@pytest.mark.parametrize("humidity", [20.0, 50.0, 95.0])
def test_ice_at_the_frost_point_has_the_vapour_pressure_that_there_is(temperature, humidity):
    vapour = 6.112 * math.exp(17.62 * temperature / (243.12 + temperature)) * humidity / 100
    found = of(FrostPoint, temperature, humidity)
    assert 6.112 * math.exp(22.46 * found / (272.62 + found)) == pytest.approx(vapour, rel=1e-9)
    assert found > of(DewPoint, temperature, humidity)
