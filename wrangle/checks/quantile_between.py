"""A check: a quantile of a column lies in a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from wrangle.checks.base import MeasureCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.quantiles import Quantiles
from wrangle.steps.options import Reads


class QuantileBetween(MeasureCheck):
    """Expect a quantile of a column's numbers, the median for one, to lie in a range, ends included.

    Quantiles are interpolated as numpy does by default. They are exact while the column has at most a million distinct
    values; beyond that the lowest bits of the values are left out, as few as needed. Null, NaN and infinities are left
    out; without a value the check does not succeed.

    Examples
    --------
    >>> from wrangle.testing import observed
    >>> observed("quantile_between: {column: a, quantile: 0.5, max: 2}", a=[1.0, 2.0, 9.0, None])
    (True, 'quantile 2')
    >>> observed("quantile_between: {column: a, quantile: 1, max: 2}", a=[1.0, 2.0, 9.0, None])
    (False, 'quantile 9, not at most 2')
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_quantile_values_to_be_between": {"column": "column", "quantile_ranges": "quantile"},
        "expect_column_median_to_be_between": {"column": "column", "min_value": "min", "max_value": "max"},
    }

    measure: ClassVar[str] = "quantile"

    column: Annotated[str, Reads(("number",))]
    """The column of numbers to look at."""

    quantile: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Which quantile: 0 is the smallest value, 0.5 the median, 1 the largest."""

    def expectation(self) -> tuple[str, dict[str, Any]]:
        """Return what Great Expectations calls it."""
        ranges = {"quantiles": [self.quantile], "value_ranges": [[self.min, self.max]]}
        return "expect_column_quantile_values_to_be_between", {"column": self.column, "quantile_ranges": ranges}

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation says: of one quantile, or of the median."""
        if type_ == "expect_column_median_to_be_between":
            return super().of_expectation(type_, arguments)
        ranges = arguments["quantile_ranges"]
        if len(ranges["quantiles"]) != 1:
            raise ValueError("quantile_ranges has several quantiles: write a check for each")
        ends = dict(zip(("min", "max"), ranges["value_ranges"][0], strict=True))
        given = {name: end for name, end in ends.items() if end is not None}
        return {"column": arguments["column"], "quantile": ranges["quantiles"][0], **given}

    def statistic(self) -> Statistic:
        """Return that the quantile is asked for."""
        return Quantiles(self.column, probabilities=(self.quantile,))
