"""A check: a column is of a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.checks.base import TableCheck
from wrangle.schema import TypeName, type_name
from wrangle.steps.base import Column


class Type(TableCheck):
    """Expect a column to be of a type.

    A column has one type for all its rows, so this is a check on the table: it succeeds or not as a whole. Whole
    numbers are no floats here. A column of nothing but nulls whose type is not known succeeds.

    Examples
    --------
    >>> Type(column="a", type="float").observe({"schema": {"a": pl.Float64()}})
    (True, 'a is float')
    >>> Type(column="a", type="float").observe({"schema": {"a": pl.String()}})
    (False, 'a is string, not float')
    """

    column: Column
    """The column to look at."""

    type: TypeName
    """The type that it must be of."""

    def expectation(self) -> tuple[str, dict[str, Any]] | None:
        """Return what Great Expectations calls it, which knows the types of pandas."""
        pandas = {"float": "float64", "integer": "int64", "boolean": "bool"}.get(self.type)
        arguments = {"column": self.column, "type_": pandas}
        return None if pandas is None else ("expect_column_values_to_be_of_type", arguments)

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the column is of the type; reads `schema`: column -> polars type, of `totals`."""
        dtype = totals["schema"].get(self.column)
        if dtype is None:
            return False, f"there is no column {self.column}"
        if isinstance(dtype, pl.Null):
            return True, f"{self.column} is all null"
        found = type_name(dtype)
        same = found == self.type
        return same, f"{self.column} is {found}" + ("" if same else f", not {self.type}")
