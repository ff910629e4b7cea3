"""The frost point, from temperature and relative humidity."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from wrangle.steps.base import FormulaStep
from wrangle.steps.options import Between, NewColumn, NumberColumn, Unit

A, B = 17.62, 243.12
"""Magnus coefficients over water (1, degC): Sonntag 1990, also WMO-No. 8 annex 4.B."""

ICE_A, ICE_B = 22.46, 272.62
"""The same over ice, valid from -65 to 0 degC."""


class FrostPoint(FormulaStep):
    """Compute the frost point: to what temperature the air must cool for ice to form on a surface.

    It lies above the dew point, by up to some 4 degC. Null where an input is null, NaN or outside its valid range, and
    where it would lie above 0 degC, since such air has a dew point and no frost point, or below -65 degC. In SQL:
    `frost_point(temperature, humidity)`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> found = apply("frost_point: {temperature: t, humidity: rh}", t=[-10.0, 0.0, 20.0, None], rh=[80, 100, 80, 80])
    >>> [value and round(value, 2) for value in found["frost_point"]]
    [-11.39, 0.0, None, None]

    References
    ----------
    Magnus form over ice, frost point = B' m / (A' - m), A' = 22.46, B' = 272.62 degC, with the vapour pressure of the
    air by the form over water, m = ln(RH / 100) + A T / (B + T), A = 17.62, B = 243.12 degC.
    Sonntag, D. (1990): Important new values of the physical constants of 1986, vapour pressure formulations based on
    the ITS-90, and psychrometer formulae. Zeitschrift für Meteorologie 70 (5), 340-344.
    WMO-No. 8 (2018): Guide to Instruments and Methods of Observation, volume I, annex 4.B.
    """

    temperature: Annotated[NumberColumn, Unit("degC"), Between(-45, 60)]
    """The column of air temperature."""

    humidity: Annotated[NumberColumn, Unit("%"), Between(1e-3, 100)]
    """The column of relative humidity over water."""

    into: Annotated[NewColumn, Unit("degC")] = "frost_point"
    """The column to make."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the frost point in degC of a temperature in degC and a relative humidity in %."""
        temperature, humidity = arguments
        magnus = (humidity / 100).log() + A * temperature / (B + temperature)
        found = ICE_B * magnus / (ICE_A - magnus)
        return pl.when(found.is_between(-65, 0)).then(found)
