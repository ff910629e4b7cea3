"""Fills missing values with the next one after."""

from __future__ import annotations

from typing import ClassVar

from wrangle.steps.fill import FillStep


class FillBackward(FillStep):
    """Make a column in which missing values have the next value after, within the rows of the same key.

    It looks into the future: it serves to mend history, and is no feature of a model. Rows are ordered by `order_by`,
    those of equal values as they stand in the input. Null and NaN are missing; infinities and empty text are values.
    Where there is no value after, or none near enough, what is missing stays so, and so it does where `order_by` is
    null or NaN: such a row gives no other one its value either. Null keys are a key like any other. Rows that were
    rejected or dropped before are not seen. One record has no rows after: say `at: training`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "fill_backward: {column: a, order_by: t, into: known, limit: 1}"
    >>> apply(rule, a=[None, None, 7, None], t=[1, 2, 3, 4])["known"]
    [None, 7, 7, None]
    """

    forward: ClassVar[bool] = False
