"""Writes the value of the first condition that is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.formulas import formulas
from wrangle.expressions.reading import READERS
from wrangle.expressions.sql import parse
from wrangle.schema import TypeName
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Sql


class CaseWhen(ColumnStep):
    """Make a column by conditions: the value of the first one that is true, from top to bottom.

    A condition that is null is not true. Where none is true the value is that of `else`; without it there is no value,
    which is a misfit if all columns that the conditions read have one. A column that exists is overwritten. For values
    that are computed, write CASE in `derive`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "case_when: {into: band, values: {frost: t < 0, mild: t < 20}, else: warm}"
    >>> apply(rule, t=[-3.0, 12.0, 25.0, None])
    {'t': [-3.0, 12.0, 25.0, None], 'band': ['frost', 'mild', 'warm', 'warm']}
    """

    cost: ClassVar[float] = 20.0
    overwrites: ClassVar[bool] = True

    into: Annotated[str, Field(min_length=1)]
    """The column to make."""

    values: Annotated[Mapping[str, Annotated[str, Sql(condition=True)]], Field(min_length=1)]
    """Each value with its SQL condition, in order."""

    else_: str | None = Field(default=None, alias="else")
    """The value where no condition is true."""

    type: TypeName = "string"
    """The type of the values."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a row for which no condition is true, where there is no `else`."""

    @model_validator(mode="after")
    def _values_are_of_the_type(self) -> CaseWhen:
        for text in (*self.values, *([] if self.else_ is None else [self.else_])):
            if self._read(text) is None:
                raise ValueError(f"case_when cannot read the value {text!r} as {self.type}")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "fulfils no condition"

    def reads(self) -> tuple[str, ...]:
        """Return the columns that the conditions read."""
        return tuple(dict.fromkeys(name for text in self.values.values() for name in parse(text).columns))

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the column to make."""
        return (self.into,)

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the conditions as one expression."""
        chain: Any = pl
        for value, text in self.values.items():
            condition = parse(text)
            chain = chain.when(condition.compile(formulas(condition.functions))).then(self._literal(value))
        return [chain.otherwise(pl.lit(None) if self.else_ is None else self._literal(self.else_)).alias(self.into)]

    def _literal(self, text: str) -> pl.Expr:
        return pl.lit(self._read(text))

    def _read(self, text: str) -> Any:
        if self.type == "string":
            return text
        return pl.Series([text]).to_frame("text").select(READERS[self.type](pl.col("text"))).item()
