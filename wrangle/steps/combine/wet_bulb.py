"""The wet-bulb temperature, from temperature and relative humidity."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from wrangle.steps.base import FormulaStep
from wrangle.steps.options import Between, NewColumn, NumberColumn, Unit


class WetBulb(FormulaStep):
    """Compute the wet-bulb temperature: to what temperature evaporating water cools the air, at sea level pressure.

    Null where an input is null, NaN or outside its valid range. In SQL: `wet_bulb(temperature, humidity)`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> found = apply("wet_bulb: {temperature: t, humidity: rh}", t=[20.0, 20.0, None], rh=[50.0, 100.0, 50.0])
    >>> [value and round(value, 2) for value in found["wet_bulb"]]
    [13.7, None, None]

    References
    ----------
    Stull, R. (2011): Wet-bulb temperature from relative humidity and air temperature. Journal of Applied Meteorology
    and Climatology 50, 2267-2269, equation 1. A fit for 1013.25 hPa, valid for humidities from 5 to 99 % and
    temperatures from -20 to 50 degC, air that is cold and dry at once apart; errors from -1.0 to 0.65 degC.
    Held against the psychrometer equation of WMO-No. 8, annex 4.B, it is within 1 degC from 0 to 50 degC and 20 to
    99 %, but 4 degC too high at -20 degC and 5 %, the worst corner.
    """

    temperature: Annotated[NumberColumn, Unit("degC"), Between(-20, 50)]
    """The column of air temperature."""

    humidity: Annotated[NumberColumn, Unit("%"), Between(5, 99)]
    """The column of relative humidity over water."""

    into: Annotated[NewColumn, Unit("degC")] = "wet_bulb"
    """The column to make."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the wet-bulb temperature in degC of a temperature in degC and a relative humidity in %."""
        temperature, humidity = arguments
        return (
            temperature * (0.151977 * (humidity + 8.313659).sqrt()).arctan()
            + (temperature + humidity).arctan()
            - (humidity - 1.676331).arctan()
            + 0.00391838 * humidity * humidity.sqrt() * (0.023101 * humidity).arctan()
            - 4.686035
        )
