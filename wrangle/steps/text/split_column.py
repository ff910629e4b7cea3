"""Cuts text into columns."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, field_validator

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NewColumn, TextColumn


class SplitColumn(ColumnStep):
    """Cut text at a separator, and make a column of each part.

    Text with fewer parts than columns is a misfit: the columns without a part are null. Of text with more parts, the
    last column gets all that is left, separators too, or the rest is left out. White space at the ends of parts is
    taken off. Null gives null; empty text is one empty part.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("split_column: {column: a, into: [city, land]}", a=["Oslo, Norway", "Oslo", "a,b,c", None])
    ... # doctest: +NORMALIZE_WHITESPACE
    {'a': ['Oslo, Norway', 'Oslo', 'a,b,c', None], 'city': ['Oslo', 'Oslo', 'a', None],
     'land': ['Norway', None, 'b,c', None]}
    """

    cost: ClassVar[float] = 200.0

    column: TextColumn
    """The column of text to cut; it stays as it is."""

    into: Annotated[tuple[NewColumn, ...], Field(min_length=2, max_length=1000)]
    """The new columns, in the order of the parts."""

    separator: Annotated[str, Field(min_length=1)] = ","
    """The text that stands between two parts."""

    more: Literal["last", "drop", "misfit"] = "last"
    """What becomes of more parts than columns: they stay in the last one, are left out, or make the text a misfit."""

    strip: bool = True
    """Whether white space at the ends of each part is taken off."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of text with fewer parts than columns."""

    @field_validator("into")
    @classmethod
    def _names_each_once(cls, into: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(into)) < len(into):
            raise ValueError(f"split_column needs each new column once: {', '.join(into)}")
        return into

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        exactly = "exactly " if self.more == "misfit" else ""
        return f"does not have {exactly}{len(self.into)} parts"

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the parts."""
        count = len(self.into)
        text = pl.col(self.column)
        if self.more == "misfit":
            text = pl.when(text.str.count_matches(self.separator, literal=True) < count).then(text)
        parts = text.str.splitn(self.separator, count if self.more == "last" else count + 1)
        found = [parts.struct.field(f"field_{number}") for number in range(count)]
        return [
            (part.str.strip_chars() if self.strip else part).alias(name)
            for part, name in zip(found, self.into, strict=True)
        ]
