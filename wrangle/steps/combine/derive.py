"""A step: columns computed by SQL expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.formulas import formulas
from wrangle.expressions.sql import SqlError, parse
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Sql


class Derive(ColumnStep):
    """Compute columns by SQL expressions over the columns of the same row.

    PostgreSQL's operators and functions of one row, and the named formulas: `dew_point(temperature, humidity)`. A
    column that exists is overwritten. All expressions of a step see the columns as they were before it.

    Null in gives null out, but for COALESCE, CASE, IS and the like; NaN counts as greater than every number. Division
    is of floats and never gives an infinity: division by zero, the root of a negative number or the logarithm of zero
    give null.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("derive: {total: rain + snow, share: rain / (rain + snow)}", rain=[1.0, 0.0, None], snow=[3.0, 0.0, 1.0])
    {'rain': [1.0, 0.0, None], 'snow': [3.0, 0.0, 1.0], 'total': [4.0, 0.0, None], 'share': [0.25, None, None]}
    """

    gathers: ClassVar[str] = "columns"
    overwrites: ClassVar[bool] = True

    columns: Annotated[Mapping[str, Annotated[str, Sql()]], Field(min_length=1)]
    """Each column to compute, with its SQL expression."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a row in which all columns read have a value and the expression has none."""

    @model_validator(mode="after")
    def _none_reads_another(self) -> Derive:
        """Refuse an expression that would see a column of the same step: it sees the one from before."""
        for name, text in self.columns.items():
            later = [each for each in _columns(text) if each in self.columns and each != name]
            if later:
                message = f"{name!r} reads {later[0]!r}, which the same step makes: write two `derive` steps, in order"
                raise ValueError(message)
        return self

    def reads(self) -> tuple[str, ...]:
        """Return the columns that the expressions read."""
        return tuple(dict.fromkeys(name for text in self.columns.values() for name in parse(text).columns))

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "has no value by this expression"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the columns to compute."""
        return tuple(self.columns)

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: `columns` names what is made."""
        return ()

    def express(self, learned: Learned) -> Sequence[pl.Expr]:
        """Return the compiled expressions."""
        parsed = {name: parse(text) for name, text in self.columns.items()}
        return [each.compile(formulas(each.functions)).alias(name) for name, each in parsed.items()]


def _columns(text: str) -> tuple[str, ...]:
    """Return the columns of an expression; none of one that is faulty, which is told where its place is known."""
    try:
        return parse(text).columns
    except SqlError:
        return ()
