"""A check: texts match a regular expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import polars as pl
from pydantic import field_validator

from wrangle.checks.base import ValueCheck
from wrangle.expressions.patterns import regular_expression
from wrangle.steps.options import TextColumn


class Matches(ValueCheck):
    """Expect a regular expression to be found in every text of a column.

    The search is unanchored: `^` and `$` bind it to the ends (`foo|bar` is found in "xbar"). The syntax is that of
    Rust's regex, which has no look-around and no back-references; `$` stands for the very end. Null does not apply;
    empty text does.

    Examples
    --------
    >>> check = Matches(column="a", pattern="^[A-Z]{4}$")
    >>> pl.DataFrame({"a": ["ENGM", "engm", "", None]}).select(check.mask()).to_series().to_list()
    [False, True, True, None]
    >>> Matches(column="a", pattern="(?<=x)y")
    Traceback (most recent call last):
        ...
    pydantic_core._pydantic_core.ValidationError: 1 validation error for Matches
    pattern
      Value error, '(?<=x)y' is no regular expression of Rust's syntax: look-around, including look-ahead and ...
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_match_regex": {"column": "column", "regex": "pattern"}
    }

    column: TextColumn
    """The column of text to look at."""

    pattern: str
    """The regular expression to find."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        return regular_expression(pattern)

    def mask(self) -> pl.Expr:
        """Return true where the pattern is not found in the text."""
        return pl.col(self.column).cast(pl.String).str.contains(self.pattern).not_()

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return f"does not match {self.pattern}"
