"""The dew point, from temperature and relative humidity."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from wrangle.steps.base import FormulaStep
from wrangle.steps.options import Between, NewColumn, NumberColumn, Unit

A, B = 17.62, 243.12
"""Magnus coefficients over water (1, degC): Sonntag 1990, also WMO-No. 8 annex 4.B."""


class DewPoint(FormulaStep):
    """Compute the dew point: to what temperature the air must cool to be saturated, over water also below 0 degC.

    Null where an input is null, NaN or outside its valid range. In SQL: `dew_point(temperature, humidity)`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> found = apply("dew_point: {temperature: t, humidity: rh}", t=[20.0, 0.0, None, 99.0], rh=[50, 100, 50, 50])
    >>> [value and round(value, 2) for value in found["dew_point"]]
    [9.26, 0.0, None, None]

    References
    ----------
    Magnus form, dew point = B m / (A - m) with m = ln(RH / 100) + A T / (B + T), A = 17.62, B = 243.12 degC; valid from
    -45 to 60 degC over water.
    Sonntag, D. (1990): Important new values of the physical constants of 1986, vapour pressure formulations based on
    the ITS-90, and psychrometer formulae. Zeitschrift für Meteorologie 70 (5), 340-344.
    WMO-No. 8 (2018): Guide to Instruments and Methods of Observation, volume I, annex 4.B.
    Alduchov, O. A., and Eskridge, R. E. (1996): Improved Magnus form approximation of saturation vapor pressure.
    Journal of Applied Meteorology 35, 601-609: compares forms; its own coefficients (17.625, 243.04) differ by less
    than 0.05 degC at common humidities.
    """

    temperature: Annotated[NumberColumn, Unit("degC"), Between(-45, 60)]
    """The column of air temperature."""

    humidity: Annotated[NumberColumn, Unit("%"), Between(1e-3, 100)]
    """The column of relative humidity over water."""

    into: Annotated[NewColumn, Unit("degC")] = "dew_point"
    """The column to make."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the dew point in degC of a temperature in degC and a relative humidity in %."""
        temperature, humidity = arguments
        magnus = (humidity / 100).log() + A * temperature / (B + temperature)
        return B * magnus / (A - magnus)
