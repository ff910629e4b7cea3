"""Gives columns another type."""

from __future__ import annotations

from typing import ClassVar, Literal

import polars as pl
from pydantic import model_validator

from wrangle.expressions.reading import READERS
from wrangle.schema import TYPES, TypeName, family
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Column, Columns

SAID = {
    "string": "is no text",
    "float": "is not a number",
    "integer": "is not a whole number",
    "boolean": "is neither true nor false",
    "datetime": "is not an ISO 8601 time",
    "date": "is not an ISO 8601 date",
}


class Cast(ColumnStep):
    """Give columns another type, cell by cell; what the type cannot hold is a misfit.

    Text is read strictly, blanks around it apart: numbers with a decimal point and without thousands (use
    `parse_number` for others), `true` and `false` in any case, times by ISO 8601 (use `parse_datetime` for others;
    times with an offset become UTC). "nan" and "inf" are numbers. A number with a fraction, NaN and an infinity are no
    whole numbers. A time as a date loses its time of day. Null stays null; empty text is a misfit.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("cast: {column: a, to: integer, otherwise: 'null'}", a=["7", " 8 ", "8.5", "x", None])
    {'a': [7, 8, None, None, None]}
    """

    cost: ClassVar[float] = 60.0

    column: Column | None = None
    """The column to rewrite, in place."""

    columns: Columns | None = None
    """Several columns to rewrite, in place."""

    to: TypeName
    """The type wanted."""

    otherwise: Literal["null", "quarantine", "fail"] = "quarantine"
    """What becomes of what the type cannot hold."""

    @model_validator(mode="after")
    def _names_columns(self) -> Cast:
        if (self.column is None) == (self.columns is None):
            raise ValueError("cast needs either `column` or `columns`")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return SAID[self.to]

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column in the type wanted."""
        return [self._cast(name).alias(name) for name in self.reads_in_place()]

    def _cast(self, name: str) -> pl.Expr:
        have, value = self.dtype(name), pl.col(name)
        if family(have) == "text" and self.to != "string":
            return READERS[self.to](value.str.strip_chars())
        if have.is_float() and self.to == "integer":
            return pl.when(value == value.floor()).then(value).cast(pl.Int64, strict=False)
        return value.cast(TYPES[self.to], strict=False)
