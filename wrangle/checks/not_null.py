"""A check: cells are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from wrangle.checks.base import ValueCheck
from wrangle.expressions.missing import is_missing
from wrangle.steps.options import Column


class NotNull(ValueCheck):
    """Expect every cell of a column to be there.

    Null and NaN are violations; empty text is not (let `null_values` make it null first). It applies to every row,
    so `mostly` is a share of all rows. An empty table succeeds.

    Examples
    --------
    >>> pl.DataFrame({"a": [1.0, float("nan"), None]}).select(NotNull(column="a").mask()).to_series().to_list()
    [False, True, True]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_not_be_null": {"column": "column"}
    }

    column: Column
    """The column to look at."""

    def mask(self) -> pl.Expr:
        """Return true where the cell is null or NaN."""
        return is_missing(self.column)

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return "is missing"
