"""A check: a column is of a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import polars as pl

from wrangle.checks.base import TableCheck
from wrangle.schema import TypeName, type_name
from wrangle.steps.options import Column

PANDAS: Mapping[str, str] = {"float": "float64", "integer": "int64", "boolean": "bool"}
"""Our types -> those of pandas, where one says what the other does."""


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

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_of_type": {"column": "column", "type_": "type"}
    }

    column: Column
    """The column to look at."""

    type: TypeName
    """The type that it must be of."""

    def expectation(self) -> tuple[str, dict[str, Any]] | None:
        """Return what Great Expectations calls it, which knows the types of pandas; None of other types."""
        arguments = {"column": self.column, "type_": PANDAS.get(self.type)}
        return (next(iter(self.expectations)), arguments) if self.type in PANDAS else None

    @classmethod
    def of_expectation(cls, type_: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that say what an expectation says, of the types that are known."""
        found = super().of_expectation(type_, arguments)
        ours = {theirs: own for own, theirs in PANDAS.items()}
        if found["type"] not in ours:
            raise ValueError(f"type_ {found['type']} is none of {', '.join(ours)}")
        return {**found, "type": ours[found["type"]]}

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
