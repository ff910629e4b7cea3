"""A check: the mean of a column lies in a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from wrangle.checks.base import MeasureCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.mean import Mean
from wrangle.steps.options import Reads


class MeanBetween(MeasureCheck):
    """Expect the mean of a column's numbers to lie in a range, ends included.

    The mean is exact, rounded to 12 significant digits. Null, NaN and infinities are left out; without a value the
    check does not succeed.

    Examples
    --------
    >>> from wrangle.testing import observed
    >>> observed("mean_between: {column: a, min: 2, max: 5}", a=[1.0, 2.0, None])
    (False, 'mean 1.5, not at least 2')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_mean_to_be_between": {"column": "column", "min_value": "min", "max_value": "max"}
    }

    measure: ClassVar[str] = "mean"

    column: Annotated[str, Reads(("number",))]
    """The column of numbers to look at."""

    def statistic(self) -> Statistic:
        """Return that the mean is asked for."""
        return Mean(self.column)
