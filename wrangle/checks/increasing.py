"""A check: values rise from row to row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

import polars as pl
import polars.selectors as cs
from pydantic import model_validator

from wrangle.checks.base import KeyCheck
from wrangle.expressions.missing import is_missing
from wrangle.steps.options import Reads, names_of

ROW = "__row"


class Increasing(KeyCheck):
    """Expect the numbers or times of a column not to fall from row to row, in the order of the input.

    A value that is less than the last one before it is a violation; null and NaN do not apply, and count for no row.
    With `by` each group is looked at alone, null being a group like any other. Rows that were rejected or dropped
    before are not seen. A value that goes to the quarantine was still the last one for the row after it.

    Examples
    --------
    >>> seen = pl.DataFrame({"hour": [1, 3, 2, None, 2, 4], "__row": range(6)})
    >>> Increasing(column="hour").violations(seen).to_list()
    [False, False, True, None, False, False]
    >>> Increasing(column="hour", strictly=True).violations(seen).to_list()
    [False, False, True, None, True, False]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_increasing": {"column": "column", "strictly": "strictly"}
    }

    column: Annotated[str, Reads(("number", "time"))]
    """The column of numbers, dates or times to look at."""

    by: Annotated[str | tuple[str, ...], Reads()] = ()
    """One or several columns whose values make groups, each with an order of its own."""

    strictly: bool = False
    """Whether a value that is equal to the last one is a violation too."""

    @model_validator(mode="after")
    def _has_groups_of_other_columns(self) -> Increasing:
        if self.column in self.partition_by():
            raise ValueError(f"increasing: {self.column!r} stands in `by` too, where it rises in no group")
        return self

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns that make the groups."""
        return names_of(self.by)

    def needs(self) -> Sequence[pl.Expr]:
        """Return the column that is to rise."""
        return (pl.col(self.column),)

    def applies(self) -> pl.Expr:
        """Return which rows have a value."""
        return is_missing(self.column).not_()

    def violations(self, part: pl.DataFrame) -> pl.Series:
        """Return true for values that are less than the last one before them; null where there is no value."""
        ordered = part.with_row_index("__place").sort(ROW)
        value = cs.by_name(self.column) & cs.float()
        there = ordered.with_columns(value.fill_nan(None))
        last = pl.col(self.column).forward_fill().shift(1)
        now = pl.col(self.column)
        last = last.over(self.partition_by()) if self.partition_by() else last
        falls = (now <= last if self.strictly else now < last).fill_null(value=False)
        found = there.select("__place", broken=pl.when(now.is_not_null()).then(falls))
        return found.sort("__place")["broken"]

    def expectation(self) -> tuple[str, dict[str, Any]] | None:
        """Return what Great Expectations calls it, which knows no groups."""
        return None if self.partition_by() else super().expectation()

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return "is not greater than the value before it" if self.strictly else "is less than the value before it"
