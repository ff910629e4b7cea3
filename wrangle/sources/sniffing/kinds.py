"""Tells what a cell looks like: a number, a date, a word, or a piece of a badly split line."""

from __future__ import annotations

import re
from typing import Literal

from wrangle.expressions.nothing import TOKENS

Kind = Literal["empty", "number", "time", "truth", "text", "odd"]

_SIGN = r"[-+\u2212]?"
_MONEY = r"(?:[$£€¥]|US\$|EUR|USD|GBP)?"
_NUMBER = re.compile(
    rf"\(?{_SIGN}{_MONEY}\s?{_SIGN}"
    rf"(?:\d{{1,3}}(?:[,.' \u00a0]\d{{3}})+|\d+)(?:[.,]\d*)?(?:[eE][-+]?\d+)?\s?%?{_MONEY}\)?"
    r"|[-+]?[.,]\d+(?:[eE][-+]?\d+)?|[-+]?inf(?:inity)?|nan",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[ap]m)?(?:\s?(?:Z|UTC|[-+]\d{2}:?\d{2}))?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}[-/ ]{_MONTH}[-/ ,]+\d{{2,4}}|{_MONTH} \d{{1,2}},? \d{{4}})"
)
_TIME = re.compile(rf"{_DAY}(?:[ T]{_CLOCK})?|{_CLOCK}", re.IGNORECASE)
_TRUTHS = {"true", "false", "yes", "no", "t", "f", "y", "n"}
_ODD = re.compile(r"""[;|\t^~\x00-\x08]|^"|"$|^(['#`@]).*\1$""")


def kind(cell: str) -> Kind:
    """Return what a cell looks like.

    Examples
    --------
    >>> [kind(cell) for cell in ("", "1,5", "3/4/2020 5:00 pm", "yes", "St. Ives", "5;6")]
    ['empty', 'number', 'time', 'truth', 'text', 'odd']
    """
    bare = cell.strip()
    low = bare.lower()
    if not low or low in TOKENS:
        return "empty"
    if low in _TRUTHS:
        return "truth"
    if _NUMBER.fullmatch(bare):
        return "number"
    if _TIME.fullmatch(bare):
        return "time"
    return "odd" if _ODD.search(bare) else "text"
