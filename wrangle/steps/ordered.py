"""Steps that make a column from another one's values in neighbouring rows of the same key: what such steps share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import polars as pl

from wrangle.expressions.windows import ORDER
from wrangle.steps.base import WindowStep
from wrangle.steps.options import Column, Reads, names_of

VALUE = "__value"


class OrderedStep(WindowStep):
    """A step that looks at a column of the rows of a key, in order; `compute` sees it as `__value`, by `__order`."""

    column: Column
    """The column to look at."""

    by: Annotated[str | tuple[str, ...], Reads()] = ()
    """One or several columns whose values make the key; without it all rows are one."""

    order_by: Annotated[str, Reads(("number", "time"))]
    """The column of times or numbers by which rows are put in order, smallest first."""

    def partition_by(self) -> tuple[str, ...]:
        """Return the key columns."""
        return names_of(self.by)

    def needs(self) -> Sequence[pl.Expr]:
        """Return the value and what rows are ordered by."""
        return [pl.col(self.column).alias(VALUE), pl.col(self.order_by).alias(ORDER)]
