"""Makes columns of what a pattern finds in text."""

from __future__ import annotations

from typing import ClassVar, Literal

import polars as pl
from pydantic import field_validator

from wrangle.expressions.patterns import regular_expression
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import TextColumn


class Extract(ColumnStep):
    r"""Make a column for each named group of a regular expression: what the group finds in the text, first of all.

    `(?P<name>...)` is a named group; groups without a name make no column. Text in which the pattern is not found is a
    misfit, and gives null in all columns. A group that took no part in the match, `(?P<unit>[a-z]+)?` where no letter
    stands, gives empty text. Null gives null; empty text is searched like any other. The syntax is that of Rust's
    regex, which has no look-around and no back-references; the search is not bound to the ends: write `^` and `$`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = r"extract: {column: a, pattern: '^(?P<number>\d+) ?(?P<unit>[a-z]+)?$'}"
    >>> apply(rule, a=["12 kn", "7", "calm", None])
    {'a': ['12 kn', '7', 'calm', None], 'number': ['12', '7', None, None], 'unit': ['kn', '', None, None]}
    """

    cost: ClassVar[float] = 300.0

    column: TextColumn
    """The column of text to look at; it stays as it is."""

    pattern: str
    """The regular expression; its named groups name the new columns."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of text in which the pattern is not found."""

    @field_validator("pattern")
    @classmethod
    def _names_columns(cls, pattern: str) -> str:
        if not _names(regular_expression(pattern)):
            raise ValueError(f"{pattern!r} has no named group: write `(?P<name>...)` for each column")
        return pattern

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return f"does not match {self.pattern}"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the names of the named groups."""
        return _names(self.pattern)

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: the column stays as it is."""
        return ()

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return what each named group finds."""
        text = pl.col(self.column)
        found, groups = text.str.contains(self.pattern), text.str.extract_groups(self.pattern)
        return [
            pl.when(found).then(groups.struct.field(name).fill_null("")).alias(name) for name in self.writes(learned)
        ]


def _names(pattern: str) -> tuple[str, ...]:
    fields = pl.select(pl.lit("").str.extract_groups(pattern)).to_series().struct.fields
    return tuple(name for name in fields if not name.isdigit())
