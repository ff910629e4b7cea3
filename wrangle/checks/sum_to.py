"""A check: the columns of a row sum to a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import polars as pl
from pydantic import Field

from wrangle.checks.base import ValueCheck
from wrangle.expressions.missing import is_missing
from wrangle.steps.options import Reads

EXACT = 1e-9
"""The tolerance that is no more than the rounding of floats."""
IGNORED = "all_values_are_missing"
"""What Great Expectations calls the rows that are left out here."""


class SumTo(ValueCheck):
    """Expect the numbers of several columns to sum to a value in every row.

    A row where all of them are missing (null or NaN) does not apply; where some are, there is no sum, and the row is a
    violation.

    Examples
    --------
    >>> seen = pl.DataFrame({"land": [0.7, 0.7, None, None], "sea": [0.3, 0.2, 1.0, None]})
    >>> seen.select(SumTo(columns=["land", "sea"], total=1).mask()).to_series().to_list()
    [False, True, True, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_multicolumn_sum_to_equal": {"column_list": "columns", "sum_total": "total"}
    }

    columns: Annotated[tuple[str, ...], Field(min_length=2), Reads(("number",))]
    """The columns of numbers to sum."""

    total: Annotated[float, Field(allow_inf_nan=False)]
    """What they must sum to."""

    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = EXACT
    """By how much a sum may be off."""

    def mask(self) -> pl.Expr:
        """Return true where the sum is another; null where all of the columns are missing."""
        values = [pl.col(name).cast(pl.Float64) for name in self.columns]
        sums = (pl.sum_horizontal(values, ignore_nulls=False) - self.total).abs() <= self.tolerance
        some = pl.any_horizontal(is_missing(name).not_() for name in self.columns)
        return pl.when(some).then(sums.fill_null(value=False).not_())

    def expectation(self) -> tuple[str, dict[str, Any]] | None:
        """Return what Great Expectations calls it, which knows no tolerance."""
        return super().expectation() if self.tolerance <= EXACT else None

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation says of rows whose columns are not all missing."""
        given = {name: value for name, value in arguments.items() if (name, value) != ("ignore_row_if", IGNORED)}
        return super().of_expectation(type_, given)

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return f"do not sum to {self.total:g}"
