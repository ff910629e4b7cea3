"""Writes text in small or capital letters."""

from __future__ import annotations

from typing import ClassVar, Literal

import polars as pl

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep

SMALL = {"S": "s", "T": "t", "D": "d", "M": "m", "Ll": "ll", "Re": "re", "Ve": "ve"}
"""What stays small after an apostrophe: English endings (it's, don't, we'll), not names (O'Neil)."""

ORDINALS = {"St": "st", "Nd": "nd", "Rd": "rd", "Th": "th"}
"""What stays small after a digit: 1st, 22nd."""


class ChangeCase(TextInPlaceStep):
    """Write text in small letters, in capitals, with a capital for each word, or for the first one.

    `title` writes a capital at the beginning of each word, that is after all that is no letter: "X-Ray", "O'Neil"; but
    "Don't", "It's" and "3rd". `sentence` writes a capital for the first letter of the text, whatever stands before it,
    and small ones for all others. Letters of any script that has two cases change; "ß" in capitals is "SS". Null stays
    null, empty text empty.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("change_case: {column: a, to: title}", a=["OSLO airport", "don't", "o'neil", None])
    {'a': ['Oslo Airport', "Don't", "O'Neil", None]}
    >>> apply("change_case: {column: a, to: sentence}", a=["LIGHT RAIN.", '"ÉLAN"'])
    {'a': ['Light rain.', '"Élan"']}
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 60.0

    to: Literal["lower", "upper", "title", "sentence"]
    """The case wanted."""

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the text in the case wanted."""
        text = pl.col(name)
        if self.to == "lower":
            return text.str.to_lowercase()
        if self.to == "upper":
            return text.str.to_uppercase()
        return _title(text) if self.to == "title" else _sentence(text)


def _title(text: pl.Expr) -> pl.Expr:
    """Return text with a capital for each word, English endings and ordinals small."""
    words = text.str.to_titlecase()
    for capital, small in SMALL.items():
        words = words.str.replace_all(rf"(\p{{L}}['\u2019]){capital}\b", f"${{1}}{small}")
    for capital, small in ORDINALS.items():
        words = words.str.replace_all(rf"(\d){capital}\b", f"${{1}}{small}")
    return words


def _sentence(text: pl.Expr) -> pl.Expr:
    """Return text in small letters, its first letter apart."""
    lower = text.str.to_lowercase()
    before, first, rest = (lower.str.extract(r"(?s)^(\P{L}*)(\p{L}?)(.*)$", group) for group in (1, 2, 3))
    return pl.concat_str(before, first.str.to_uppercase(), rest)
