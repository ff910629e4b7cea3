"""The relative humidity, from temperature and dew point."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from wrangle.steps.base import FormulaStep
from wrangle.steps.options import Between, NewColumn, NumberColumn, Unit

A, B = 17.62, 243.12
"""Magnus coefficients over water (1, degC): Sonntag 1990, also WMO-No. 8 annex 4.B."""


class RelativeHumidity(FormulaStep):
    """Compute the relative humidity over water from temperature and dew point.

    Null where an input is null, NaN or outside its valid range, and where the dew point is above the temperature, which
    cannot be. In SQL: `relative_humidity(temperature, dew_point)`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "relative_humidity: {temperature: t, dew_point: td}"
    >>> found = apply(rule, t=[20.0, 5.0, 5.0, None], td=[9.26, 5.0, 6.0, 1.0])
    >>> [value and round(value, 1) for value in found["relative_humidity"]]
    [50.0, 100.0, None, None]

    References
    ----------
    Magnus form, RH = 100 exp(A Td / (B + Td) - A T / (B + T)), A = 17.62, B = 243.12 degC; valid from -45 to 60 degC.
    Sonntag, D. (1990): Important new values of the physical constants of 1986, vapour pressure formulations based on
    the ITS-90, and psychrometer formulae. Zeitschrift für Meteorologie 70 (5), 340-344.
    WMO-No. 8 (2018): Guide to Instruments and Methods of Observation, volume I, annex 4.B.
    """

    temperature: Annotated[NumberColumn, Unit("degC"), Between(-45, 60)]
    """The column of air temperature."""

    dew_point: Annotated[NumberColumn, Unit("degC"), Between(-100, 60)]
    """The column of the dew point."""

    into: Annotated[NewColumn, Unit("%")] = "relative_humidity"
    """The column to make."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the relative humidity in % of a temperature and a dew point in degC."""
        temperature, dew_point = arguments
        found = 100 * (A * dew_point / (B + dew_point) - A * temperature / (B + temperature)).exp()
        return pl.when(dew_point <= temperature).then(found)
