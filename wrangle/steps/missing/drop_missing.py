"""Lets rows go that lack values."""

from __future__ import annotations

from typing import Annotated, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.errors import SchemaError
from wrangle.expressions.missing import is_missing
from wrangle.steps.base import Learned, RowStep
from wrangle.steps.options import Columns, Selector


class DropMissing(RowStep):
    """Let go of rows in which values are missing: any of them, all of them, or too large a share.

    Null and NaN are missing; infinities and empty text are values. When serving, such a record is rejected.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("drop_missing: {columns: [a, b]}", a=[1, None, 3], b=["x", "y", None])
    {'a': [1], 'b': ['x']}
    >>> apply("drop_missing: {columns: all, max_fraction: 0.5}", a=[1, None, None], b=["x", "y", None])
    {'a': [1, None], 'b': ['x', 'y']}
    """

    columns: Columns = Selector()
    """The columns that are looked at; all columns where none are named."""

    when: Literal["any", "all"] | None = None
    """Whether a row goes when any of its values is missing (so without `max_fraction`), or when all are."""

    max_fraction: Annotated[float, Field(ge=0, lt=1)] | None = None
    """The largest share of the columns that may be missing: 0.5 lets go of rows in which more than half are."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> DropMissing:
        if self.when is not None and self.max_fraction is not None:
            raise ValueError("drop_missing takes either `when` or `max_fraction`")
        return self

    def keep(self, learned: Learned) -> pl.Expr:
        """Return whether enough values are there.

        Raises
        ------
        SchemaError
            A glob or type in `columns` fits no column. Name the columns.
        """
        names = self.columns.names
        if not names:
            raise SchemaError("drop_missing: no column fits `columns`: name the columns that are looked at")
        missing = [is_missing(name) for name in names]
        if self.max_fraction is not None:
            return pl.sum_horizontal(each.cast(pl.Int64) for each in missing) <= self.max_fraction * len(names)
        return ~pl.all_horizontal(missing) if self.when == "all" else ~pl.any_horizontal(missing)
