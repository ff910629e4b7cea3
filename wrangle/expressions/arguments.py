"""Reads the arguments of SQL functions that must be constants: numbers, texts, patterns, units."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from wrangle.errors import did_you_mean
from wrangle.expressions.fault import SqlError
from wrangle.expressions.functions import LONGEST
from wrangle.expressions.syntax import kind, literal_number, place
from wrangle.expressions.times import PARTS, UNITS


def number(value: float) -> pl.Expr:
    """Return a number as a literal of 64 bits.

    Examples
    --------
    >>> pl.select(whole=number(1), broken=number(1.5)).row(0)
    (1, 1.5)
    """
    return pl.lit(value, pl.Int64 if isinstance(value, int) else pl.Float64)


def look_at(name: str, arguments: Sequence[Any]) -> None:
    """Refuse arguments that the function's kinds do not tell apart."""
    if name == "date_trunc":
        one_of(arguments[0], UNITS)
    if name == "date_part":
        one_of(arguments[0], (*PARTS, "epoch"))
    if name in {"lpad", "rpad"} and len(arguments) > 2 and len(arguments[2]) != 1:
        raise SqlError(f"{name} fills up with one character")
    if name == "replace" and not arguments[1]:
        raise SqlError("replace needs a text to look for that is not empty")
    if name in {"substr", "substring"} and arguments[1] < 1:
        raise SqlError(f"{name} counts characters from 1")


def one_of(name: str, known: Any, position: int | None = None) -> str:
    """Return a name if it is known; refuse it with the closest known ones if not."""
    if name not in known:
        raise SqlError(f"there is no unit or part of time {name!r}", position, did_you_mean(name, known))
    return name


def interval_text(node: Any) -> str:
    """Return the text of an interval, count and unit: `3 HOURS`."""
    count = node.this
    if count is None or kind(count) != "Literal":
        raise SqlError("an interval is a constant", place(node), "write it as in INTERVAL '3 hours'")
    return f"{count.this} {node.text('unit')}"


def text(node: Any, what: str) -> str:
    """Return the text that a literal stands for; refuse what is none."""
    if kind(node) != "Literal" or not node.is_string:
        raise SqlError(f"{what} in single quotes is wanted here", place(node))
    return str(node.this)


def whole(node: Any) -> int:
    """Return the whole number from 0 to `LONGEST` that a literal stands for; refuse what is none."""
    count = None if kind(node) != "Literal" or node.is_string else literal_number(node)
    if not isinstance(count, int) or count > LONGEST:
        raise SqlError(f"a whole number from 0 to {LONGEST} is wanted here", place(node))
    return count


def regex(node: Any) -> str:
    """Return a pattern that polars can search for; refuse what is none."""
    pattern = text(node, "a pattern")
    try:
        pl.select(pl.lit("").str.contains(pattern))
    except pl.exceptions.PolarsError:
        if re.search(r"\(\?<?[=!]", pattern):
            help_ = "test for it with a second condition"
            raise SqlError("a pattern cannot look ahead or behind", place(node), help_) from None
        raise SqlError(f"{pattern!r} is no regular expression", place(node)) from None
    return pattern


def like(node: Any, flags: str) -> str:
    """Return the pattern of LIKE as a regular expression over the whole text; a backslash takes the next sign as it is.

    Raises
    ------
    SqlError
        The pattern is no text in single quotes.
    """
    signs = {"%": ".*", "_": "."}
    pieces = re.findall(r"\\.|.", text(node, "a pattern"), flags=re.DOTALL)
    return rf"(?{flags})\A{''.join(signs.get(each) or re.escape(each[-1]) for each in pieces)}\z"


LITERALS: Mapping[str, Callable[[Any], Any]] = {
    "n": whole,
    "p": lambda node: text(node, "a unit of time").lower(),
    "r": regex,
    "t": lambda node: text(node, "a text"),
}
"""How an argument that must be a constant is read, by the letter of `Function.kinds`."""
