"""A step: only rows that fulfil a condition."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from wrangle.expressions.formulas import formulas
from wrangle.expressions.sql import parse
from wrangle.steps.base import Learned, RowStep
from wrangle.steps.options import Condition


class Filter(RowStep):
    """Keep the rows for which a SQL condition is true.

    Rows for which it is false or null go: `x > 0` lets go of rows without x; write `x > 0 OR x IS NULL` to keep
    them. NaN is greater than every number.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply('filter: "temperature > -60"', temperature=[3.5, -99.0, None])
    {'temperature': [3.5]}
    """

    shorthand: ClassVar[str] = "condition"

    condition: Condition
    """The SQL condition over the columns of a row."""

    def reads(self) -> tuple[str, ...]:
        """Return the columns that the condition reads."""
        return parse(self.condition).columns

    def keep(self, learned: Learned) -> pl.Expr:
        """Return the compiled condition."""
        parsed = parse(self.condition)
        return parsed.compile(formulas(parsed.functions)).cast(pl.Boolean)
