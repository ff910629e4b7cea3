"""A check: no combination of values stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import polars as pl
from pydantic import Field

from wrangle.checks.base import KeyCheck
from wrangle.expressions.keys import repeated_keys
from wrangle.steps.options import Column


class CompoundUnique(KeyCheck):
    """Expect no combination of values of several columns to stand twice.

    All rows that share a key are violations, the first one too. A row where all these columns are missing (null or
    NaN) does not apply; where some are, missing equals missing.

    Examples
    --------
    >>> seen = pl.DataFrame({"station": ["A", "A", "B", None], "hour": [1, 1, None, None]})
    >>> CompoundUnique(columns=["station", "hour"]).violations(seen).to_list()
    [True, True, False, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_compound_columns_to_be_unique": {"column_list": "columns"}
    }

    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
    """The columns whose values make the key."""

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns that make the key."""
        return self.columns

    def violations(self, part: pl.DataFrame) -> pl.Series:
        """Return true for rows whose key stands more than once; null where the whole key is missing."""
        return repeated_keys(part, self.columns)

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return "stands more than once"
