"""Reads text as numbers."""

from __future__ import annotations

from typing import ClassVar, Literal

import polars as pl
from pydantic import model_validator

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NewColumn, TextColumn

SYMBOLS = "$€£¥₹"
SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}


class ParseNumber(ColumnStep):
    """Read text as numbers the way people write them: "1,234.50", "(12)", "45 %", "$3.2k".

    A sign or parentheses around it make a number negative; a currency sign beside it is left out; `%` divides by 100;
    `k` (or `K`, `thousand`), `M` (`million`) and `B` (`bn`, `billion`) multiply by a thousand, a million and a thousand
    million, in no other spelling: a small `m` or `b` is more likely a unit ("5 m"), and a misfit. Thousands must stand
    in groups of three. A power of ten ("1.5e-3") has no unit after it, and not more than two digits before it unless it
    has a sign or a fraction: "703e23" is more likely a key. Null stays null; empty text and all else is a misfit.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("parse_number: {column: a, otherwise: 'null'}", a=["1,234.5", "(12)", "45 %", "$3.2k", "1,23", "x"])
    {'a': [1234.5, -12.0, 0.45, 3200.0, None, None]}
    >>> apply("parse_number: {column: a, decimal: ',', thousands: '.'}", a=["1.234,5"])
    {'a': [1234.5]}
    """

    cost: ClassVar[float] = 400.0

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the numbers; without it the text is rewritten in place."""

    decimal: Literal[".", ","] = "."
    """What stands before the fraction."""

    thousands: Literal[",", ".", " ", "'", "_", ""] = ","
    """What stands between groups of three digits; empty: nothing may. A blank stands for any white space."""

    otherwise: Literal["null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that is no number."""

    @model_validator(mode="before")
    @classmethod
    def _gives_way(cls, values: object) -> object:
        """With a decimal comma, the comma is no sign of thousands unless it is said to be."""
        if isinstance(values, dict) and str(values.get("decimal")) == "," and "thousands" not in values:
            return {**values, "thousands": "."}
        return values

    @model_validator(mode="after")
    def _tells_them_apart(self) -> ParseNumber:
        if self.decimal == self.thousands:
            raise ValueError(f"parse_number cannot take {self.decimal!r} for both `decimal` and `thousands`")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is not a number"

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the numbers."""
        return [self._number(pl.col(self.column).str.strip_chars()).alias(self.into or self.column)]

    def _number(self, text: pl.Expr) -> pl.Expr:
        negative = text.str.contains(r"^\([^-\u2212]*\)$") | text.str.contains(rf"^[{SYMBOLS}\s]*[-\u2212]")
        inside = text.str.replace(r"^\(([^-+\u2212]*)\)$", "$1")
        core = inside.str.replace(rf"^[{SYMBOLS}\s]*[+\u2212-]?[{SYMBOLS}\s]*", "").str.replace(rf"[{SYMBOLS}\s]+$", "")
        digits, sign = (core.str.extract(self._pattern(), group) for group in (1, 3))
        value = self._value(digits.str.replace_all(self._group(), ""))
        scaled = pl.when(sign == "").then(value).when(sign == "%").then(value / 100)
        for word, scale in SCALES.items():
            scaled = scaled.when(sign == word).then(value * scale)
        number = scaled.otherwise(self._value(core.str.extract(self._power(), 1)))
        return pl.when(negative).then(-number).otherwise(number)

    def _value(self, plain: pl.Expr) -> pl.Expr:
        return plain.str.replace(self.decimal, ".", literal=True).cast(pl.Float64, strict=False)

    def _group(self) -> str:
        return r"\s" if self.thousands == " " else f"[{self.thousands or ' '}]"

    def _pattern(self) -> str:
        grouped = rf"\d{{1,3}}(?:{self._group()}\d{{3}})+|" if self.thousands else ""
        whole = rf"(?:{grouped}\d+)(?:[{self.decimal}]\d*)?"
        return rf"^({whole}|[{self.decimal}]\d+)(\s*)(%|{'|'.join(SCALES)}|)$"

    def _power(self) -> str:
        """Return the pattern of a number times a power of ten that a float can hold."""
        power = "0*(?:[12]?[0-9]{1,2}|30[0-7])"
        return rf"^(\d{{1,2}}[eE]{power}|\d+[eE][+-]{power}|\d*[{self.decimal}]\d+[eE][+-]?{power})$"
