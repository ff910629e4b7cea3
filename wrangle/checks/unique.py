"""A check: no value, or no combination of values, stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import polars as pl
from pydantic import Field, model_validator

from wrangle.checks.base import KeyCheck
from wrangle.expressions.keys import repeated_keys
from wrangle.steps.options import Column


class Unique(KeyCheck):
    """Expect no value of a column, or no combination of values of several, to stand twice.

    All rows that share a key are violations, the first one too. A row whose key is wholly missing (null or NaN) does
    not apply; in part of a key, missing equals missing.

    Examples
    --------
    >>> Unique(column="id").violations(pl.DataFrame({"id": [7, 8, 7, None, None]})).to_list()
    [True, False, True, None, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_unique": {"column": "column"}
    }

    column: Column | None = None
    """The column to look at."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)] | None = None
    """The columns whose values make the key, instead of `column`."""

    @model_validator(mode="after")
    def _has_one_key(self) -> Unique:
        if (self.column is None) == (self.columns is None):
            raise ValueError("unique needs either `column` or `columns`")
        return self

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns that make the key."""
        return self.reads()

    def violations(self, part: pl.DataFrame) -> pl.Series:
        """Return true for rows whose key stands more than once; null where the whole key is missing."""
        return repeated_keys(part, self.reads())

    def expectation(self) -> tuple[str, dict[str, Any]]:
        """Return what Great Expectations calls it."""
        keys = self.reads()
        if len(keys) > 1:
            return "expect_compound_columns_to_be_unique", {"column_list": list(keys)}
        return "expect_column_values_to_be_unique", {"column": keys[0]}

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return "stands more than once"
