"""A check: a SQL condition holds."""

from __future__ import annotations

import polars as pl

from wrangle.checks.base import ValueCheck
from wrangle.expressions.formulas import formulas
from wrangle.expressions.missing import is_nan
from wrangle.expressions.sql import parse
from wrangle.steps.options import Condition as Sql


class Condition(ValueCheck):
    """Expect a SQL condition to hold in every row.

    True is fine, false is a violation. The check does not apply where the condition is null, or where a number that it
    reads is NaN: NaN is missing, and compares with nothing.

    Examples
    --------
    >>> check = Condition(condition="dew_point <= temperature")
    >>> seen = pl.DataFrame({"temperature": [3.0, 3.0, float("nan"), 1.0], "dew_point": [1.0, 4.0, 2.0, None]})
    >>> seen.select(check.mask()).to_series().to_list()
    [False, True, None, None]
    """

    condition: Sql
    """The SQL condition over the columns of a row."""

    @property
    def label(self) -> str:
        """The check's name in messages and results: its condition where no name is given."""
        return self.name or f"condition {self.condition}"

    def reads(self) -> tuple[str, ...]:
        """Return the columns that the condition reads."""
        return tuple(parse(self.condition).columns)

    def mask(self) -> pl.Expr:
        """Return true where the condition is false; null where it is null or reads a NaN."""
        parsed = parse(self.condition)
        holds = parsed.compile(formulas(parsed.functions))
        broken = pl.when(holds.is_not_null()).then(pl.when(holds).then(False).otherwise(True))
        return pl.when(is_nan(*parsed.columns).not_()).then(broken) if parsed.columns else broken

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return f"is not so: {self.condition}"
