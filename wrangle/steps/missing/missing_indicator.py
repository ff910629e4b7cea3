"""Makes columns that tell where values are missing."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.missing import is_missing
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Column, Columns, NewColumn


class MissingIndicator(ColumnStep):
    """Make a column of 0 and 1 for each column: 1 where its value is missing.

    Null and NaN are missing; infinities and empty text are values. The columns themselves stay as they are: put this
    before the step that fills them.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("missing_indicator: {column: a}", a=[1.5, None, float("inf")])
    {'a': [1.5, None, inf], 'a_missing': [0, 1, 0]}
    """

    column: Column | None = None
    """The column to look at."""

    columns: Columns | None = None
    """Several columns to look at, each for itself."""

    into: NewColumn | None = None
    """The new column's name, with `column`; without it the column's name and the `suffix`."""

    suffix: Annotated[str, Field(min_length=1)] = "_missing"
    """What the new columns' names end with."""

    @model_validator(mode="after")
    def _names_columns(self) -> MissingIndicator:
        if (self.column is None) == (self.columns is None):
            raise ValueError("missing_indicator needs either `column` or `columns`")
        if self.into is not None and self.column is None:
            raise ValueError("missing_indicator takes `into` with `column` only; several columns take a `suffix`")
        return self

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the names of the new columns."""
        return (self.into,) if self.into else tuple(f"{name}{self.suffix}" for name in self.reads())

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: the columns stay as they are."""
        return ()

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return 1 where a value is missing, else 0."""
        pairs = zip(self.reads(), self.writes(learned), strict=True)
        return [is_missing(name).cast(pl.Int8).alias(new) for name, new in pairs]
