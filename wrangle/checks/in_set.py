"""A check: values are members of a set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import polars as pl
from pydantic import Field

from wrangle.checks.base import ValueCheck
from wrangle.expressions.members import outside, shown
from wrangle.steps.options import Column, Scalar


class InSet(ValueCheck):
    """Expect every value of a column to be one of a set.

    The column's type says how values are compared: in a column of text as texts (an unquoted 5 is the text "5", true is
    "true"; quote "007"), among numbers the numbers of the set, among truth values those of the set however they are
    quoted, among dates and times its ISO 8601 texts. Null and NaN do not apply; empty text does.

    Examples
    --------
    >>> check = InSet(column="sky", values=["Clear", "Overcast", 8])
    >>> pl.DataFrame({"sky": ["Clear", "clear", None, "8"]}).select(check.mask()).to_series().to_list()
    [False, True, None, False]
    >>> pl.DataFrame({"sky": [8.0, 7.0, float("nan")]}).select(check.mask()).to_series().to_list()
    [False, True, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_in_set": {"column": "column", "value_set": "values"}
    }

    column: Column
    """The column to look at."""

    values: Annotated[tuple[Scalar, ...], Field(min_length=1)]
    """The values allowed."""

    def mask(self) -> pl.Expr:
        """Return true where the value is none of the set; null where it is null or NaN."""
        return outside(self.column, self.values)

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        first = ", ".join(shown(value) for value in self.values[:8])
        return f"is none of {first}" + (f" and {len(self.values) - 8} more" if len(self.values) > 8 else "")
