"""Fills missing values with the last one before."""

from __future__ import annotations

from typing import ClassVar

from wrangle.steps.fill import FillStep


class FillForward(FillStep):
    """Make a column in which missing values have the last value before, within the rows of the same key.

    Rows are ordered by `order_by`, those of equal values as they stand in the input. Null and NaN are missing;
    infinities and empty text are values. Where there is no value before, or none near enough, what is missing stays so,
    and so it does where `order_by` is null or NaN: such a row gives no other one its value either. Null keys are a key
    like any other. Rows that were rejected or dropped before are not seen. One record has no rows before: say
    `at: training`, or have the values come with the record.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "fill_forward: {column: a, by: g, order_by: t, into: known}"
    >>> apply(rule, a=[7, None, None, None], g=["x", "x", "y", "x"], t=[1, 2, 3, 4])["known"]
    [7, 7, None, 7]
    """

    forward: ClassVar[bool] = True
