"""A check: how many different values a column has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from wrangle.checks.base import MeasureCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.distinct import DistinctCount as Distinct
from wrangle.steps.options import Column


class DistinctCount(MeasureCheck):
    """Expect the number of a column's different values to lie in a range, ends included.

    Null and NaN are left out. Up to 65,536 values the number is exact, beyond that estimated with a relative standard
    error of 0.4 %.

    Examples
    --------
    >>> from wrangle.testing import observed
    >>> observed("distinct_count: {column: a, min: 3}", a=["x", "y", "x", None])
    (False, 'distinct values: 2, not at least 3')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_unique_value_count_to_be_between": {"column": "column", "min_value": "min", "max_value": "max"}
    }

    measure: ClassVar[str] = "distinct values:"

    column: Column
    """The column to look at."""

    def statistic(self) -> Statistic:
        """Return that distinct values are to be counted."""
        return Distinct(self.column, size=65_536)
