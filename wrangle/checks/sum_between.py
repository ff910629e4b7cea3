"""A check: the sum of a column lies in a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from wrangle.checks.base import MeasureCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.sum import Sum
from wrangle.steps.options import Reads


class SumBetween(MeasureCheck):
    """Expect the sum of a column's numbers to lie in a range, ends included.

    The sum is exact, rounded to 12 significant digits. Null, NaN and infinities are left out; without a value it is 0.

    Examples
    --------
    >>> from wrangle.testing import observed
    >>> observed("sum_between: {column: share, min: 0.999, max: 1.001}", share=[0.5, 0.25, 0.25])
    (True, 'sum 1')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_sum_to_be_between": {"column": "column", "min_value": "min", "max_value": "max"}
    }

    measure: ClassVar[str] = "sum"

    column: Annotated[str, Reads(("number",))]
    """The column of numbers to look at."""

    def statistic(self) -> Statistic:
        """Return that the sum is asked for."""
        return Sum(self.column)
