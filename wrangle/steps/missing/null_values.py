"""Makes null of values that stand for a missing one."""

from __future__ import annotations

from typing import Annotated, ClassVar

import polars as pl
from pydantic import Field

from wrangle.schema import family
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Columns, Scalar, Selector


class NullValues(ColumnStep):
    """Make null of values that stand for a missing one: "", "NA", -999.

    A cell is compared as a whole: trim text before. Texts are looked for in columns of text, numbers in columns of
    numbers and, as they are written, in text: `-999` is found as -999, -999.0 and "-999". Null and NaN stay.
    In columns of other types nothing is looked for. Name the columns where a token means something elsewhere: "NA" is
    Namibia's code.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("null_values: {columns: [a, b], values: ['', NA, -999]}", a=["NA", "na", "-999"], b=[1.0, -999.0, 3.0])
    {'a': [None, 'na', None], 'b': [1.0, None, 3.0]}
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 20.0

    columns: Columns = Selector()
    """The columns to rewrite, in place; all columns where none are named."""

    values: Annotated[tuple[Scalar, ...], Field(min_length=1)]
    """What stands for a missing value."""

    ignore_case: bool = False
    """Whether "na" and "Na" are found where "NA" is named."""

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column with null where one of the values stands; where null stands, nothing else can."""
        return [pl.when(~self._found(name)).then(pl.col(name)).alias(name) for name in self.reads_in_place()]

    def _found(self, name: str) -> pl.Expr:
        kind = family(self.dtype(name))
        column = pl.col(name)
        if kind == "number":
            numbers = [
                value for value in self.values if isinstance(value, (int, float)) and not isinstance(value, bool)
            ]
            return pl.any_horizontal(pl.lit(False), *(column == number for number in numbers))
        if kind != "text":
            return pl.lit(False)
        texts = [str(value).lower() if isinstance(value, bool) else str(value) for value in self.values]
        if self.ignore_case:
            texts, column = [text.lower() for text in texts], column.str.to_lowercase()
        return column.is_in(texts)
