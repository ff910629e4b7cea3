"""A check: how large a share of a column is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from wrangle.checks.base import MeasureCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.count import Count
from wrangle.steps.options import Column


class NullFraction(MeasureCheck):
    """Expect the share of a column's rows that are missing, null or NaN, to lie in a range, ends included.

    Without rows the check does not succeed.

    Examples
    --------
    >>> from wrangle.testing import observed
    >>> observed("null_fraction: {column: a, max: 0.1}", a=[1.0, None, float("nan"), 4.0])
    (False, 'null fraction 0.5, not at most 0.1')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_proportion_of_non_null_values_to_be_between": {
            "column": "column",
            "min_value": "min",
            "max_value": "max",
        }
    }

    measure: ClassVar[str] = "null fraction"

    column: Column
    """The column to look at."""

    def expectation(self) -> tuple[str, dict[str, Any]]:
        """Return what Great Expectations calls it, which looks at the share that is there."""
        ends = {"min_value": _rest(self.max), "max_value": _rest(self.min)}
        return next(iter(self.expectations)), {"column": self.column, **ends}

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation says."""
        found = super().of_expectation(type_, arguments)
        ends = {"min": _rest(found.get("max")), "max": _rest(found.get("min"))}
        return {"column": found["column"], **{name: end for name, end in ends.items() if end is not None}}

    def statistic(self) -> Statistic:
        """Return that rows and missing ones are to be counted."""
        return Count(self.column)

    def measured(self, totals: Mapping[str, Any]) -> float | None:
        """Return the share."""
        count = totals["statistics"]["found"]
        return (count["nulls"] + count["nans"]) / count["rows"] if count["rows"] else None


def _rest(share: float | None) -> float | None:
    return None if share is None else round(1 - share, 12)
