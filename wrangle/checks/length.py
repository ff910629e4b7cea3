"""A check: texts have so many characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

import polars as pl
from pydantic import Field, model_validator

from wrangle.checks.base import ValueCheck, hold_range
from wrangle.steps.options import TextColumn

Size = Annotated[int, Field(ge=0)]


class Length(ValueCheck):
    """Expect the number of characters of every text of a column to lie in a range, ends included.

    Characters are Unicode code points, as in Python's `len`: an accent of its own counts. Null does not apply; empty
    text has 0.

    Examples
    --------
    >>> check = Length(column="a", min=2, max=3)
    >>> pl.DataFrame({"a": ["NO", "N", "NORW", "", None]}).select(check.mask()).to_series().to_list()
    [False, True, True, True, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_value_lengths_to_be_between": {"column": "column", "min_value": "min", "max_value": "max"}
    }

    column: TextColumn
    """The column of text to look at."""

    min: Size | None = None
    """The least number of characters."""

    max: Size | None = None
    """The greatest number of characters."""

    @model_validator(mode="after")
    def _makes_a_range(self) -> Self:
        hold_range(self.keyword(), self.min, self.max)
        return self

    def mask(self) -> pl.Expr:
        """Return true where the text is too short or too long."""
        size = pl.col(self.column).cast(pl.String).str.len_chars()
        most = pl.lit(value=False) if self.max is None else size > self.max
        return most | (size < (self.min or 0))

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        if self.min == self.max:
            return f"is not of {self.min} character" + ("" if self.min == 1 else "s")
        ends = [
            f"at least {self.min}" if self.min is not None else "",
            f"at most {self.max}" if self.max is not None else "",
        ]
        return f"is not of {' and '.join(filter(None, ends))} characters"
