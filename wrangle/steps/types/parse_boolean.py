"""Reads text as truth values."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class ParseBoolean(TextInPlaceStep):
    """Read text as true or false: "yes", "N", "1", "off", or words of your own.

    Case and blanks at the ends do not count. Null stays null; empty text and all other words are misfits, unless they
    are named. Words of your own take the place of the usual ones of that side.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("parse_boolean: {column: a, otherwise: 'null'}", a=["Yes", " no", "1", "F", "maybe", None])
    {'a': [True, False, True, False, None, None]}
    >>> apply("parse_boolean: {column: a, true_values: [ja], false_values: [nei, '']}", a=["JA", "nei", ""])
    {'a': [True, False, False]}
    """

    cost: ClassVar[float] = 80.0

    true_values: Words = ("true", "t", "yes", "y", "1", "on")
    """The words that mean true."""

    false_values: Words = ("false", "f", "no", "n", "0", "off")
    """The words that mean false."""

    otherwise: Literal["null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that is none of these words."""

    @model_validator(mode="after")
    def _tells_them_apart(self) -> ParseBoolean:
        both = sorted({each for each in _plain(self.true_values) if each in _plain(self.false_values)})
        if both:
            raise ValueError(f"parse_boolean cannot take {both[0]!r} for both true and false")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is neither true nor false"

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the truth values."""
        word = pl.col(name).str.strip_chars().str.to_lowercase()
        true, false = (word.is_in(_plain(words)) for words in (self.true_values, self.false_values))
        return pl.when(true | false).then(true)


def _plain(words: tuple[str, ...]) -> list[str]:
    return [word.strip().lower() for word in words]
