"""Writes other text for what is found in text."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.patterns import regular_expression
from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep


class ReplaceText(TextInPlaceStep):
    r"""Write another text wherever a pattern is found in text; what does not hold it stays.

    The pattern is a regular expression of Rust's syntax, which has no look-around and no back-references, or with
    `literal` a plain text. In `with`, `$1` or `$name` stand for what a group found, and `$$` for a dollar sign; where a
    letter follows, braces tell them apart: `$${1}m`, the first dollar sign of which tells a rule file that no variable
    is meant. Null stays null; an empty text is searched like any other.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("replace_text: {column: a, pattern: '\\s*\\(.*\\)$', with: ''}", a=["Oslo (airport)", "Bergen", None])
    {'a': ['Oslo', 'Bergen', None]}
    >>> apply("replace_text: {column: a, pattern: '(\\d+)/(\\d+)', with: '$2.$1'}", a=["12/31"])
    {'a': ['31.12']}
    >>> apply("replace_text: {column: a, pattern: '.', with: ',', literal: true}", a=["1.5.2"])
    {'a': ['1,5,2']}
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 100.0

    pattern: Annotated[str, Field(min_length=1)]
    """What is looked for: a regular expression, or with `literal` a plain text."""

    with_: str = Field(alias="with")
    """What is written instead; empty: it is left out."""

    literal: bool = False
    """Whether `pattern` and `with` are plain texts, in which no sign means anything else."""

    ignore_case: bool = False
    """Whether small and capital letters are the same to the pattern."""

    first: bool = False
    """Whether only the first place in each text is replaced; else all are."""

    @model_validator(mode="after")
    def _compiles(self) -> ReplaceText:
        groups = _groups(regular_expression(self._expression()))
        named = re.findall(r"\$(?:\$|\{(\w+)\}|(\w+))", "" if self.literal else self.with_)
        for name in filter(None, (braced or bare for braced, bare in named)):
            if name not in groups:
                help_ = f"groups are {', '.join(groups)}" if groups else "the pattern has no group"
                raise ValueError(
                    f"`with` names the group {name!r}, which is not there: {help_}; write `$${{1}}m` for $1 and an m"
                )
        return self

    def _expression(self) -> str:
        pattern = _escaped(self.pattern) if self.literal else self.pattern
        return f"(?i){pattern}" if self.ignore_case else pattern

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the text with other text where the pattern is found."""
        if self.literal and not self.ignore_case:
            pattern, with_, literal = self.pattern, self.with_, True
        else:
            with_ = self.with_.replace("$", "$$") if self.literal else self.with_
            pattern, literal = self._expression(), False
        text = pl.col(name)
        if self.first:
            return text.str.replace(pattern, with_, literal=literal)
        return text.str.replace_all(pattern, with_, literal=literal)


def _escaped(text: str) -> str:
    """Return a regular expression of Rust's syntax that finds a text itself."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&\-~])", r"\\\1", text)


def _groups(pattern: str) -> list[str]:
    """Return the numbers, from 0 for the whole, and the names of a pattern's groups."""
    names = pl.select(pl.lit("").str.extract_groups(pattern)).to_series().struct.fields
    return [*map(str, range(len(names) + 1)), *(name for name in names if not name.isdigit())]
