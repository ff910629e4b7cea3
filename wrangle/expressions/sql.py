"""SQL expressions and conditions of rule files: text in, a row-local polars expression out.

PostgreSQL's operators and the functions of `wrangle.expressions.functions`, besides our named formulas. Nothing else
is let through: no aggregate, no window, no subquery, nothing that reads a file or asks the clock.

- Null in, null out, but for IS, COALESCE, CONCAT, CASE, GREATEST and LEAST. AND, OR and NOT know three truths.
- `/` always divides as floats. Division by zero, the root of a negative number, the logarithm of zero and the like
  give null, never an infinity; only POWER, EXP and `*` can overflow to one.
- `a % b` has the sign of b (`-1 % 24` is 23), null where b is zero.
- NaN equals NaN and is greater than every number, as in PostgreSQL and polars; `x IS NAN` tells. GREATEST and LEAST
  leave it out.
- CAST gives null where the value does not fit; to INTEGER it cuts the fraction off. ROUND rounds half away from zero.
- `"in double quotes"` is a column, `'in single quotes'` a text. Names keep their case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from wrangle.expressions.compiler import Named, compiled
from wrangle.expressions.fault import SqlError
from wrangle.expressions.syntax import called, kind, refuse

__all__ = ["LONGEST_TEXT", "Parsed", "SqlError", "parse"]

LONGEST_TEXT = 10_000
"""The most characters of an expression."""

MOST_BRACKETS = 24
"""The most brackets inside each other: sqlglot takes some 25 calls for each."""


@dataclass(frozen=True, eq=False)
class Parsed:
    """A SQL expression that was read: what it reads and calls, and how to compile it."""

    text: str
    """As it was written."""

    tree: Any
    """sqlglot's syntax tree; nothing but allowed nodes is in it."""

    columns: tuple[str, ...]
    """The names of the columns that it reads, in order."""

    functions: tuple[str, ...]
    """The names of the functions that it calls, in small letters: SQL's and ours."""

    def compile(self, named: Named | None = None) -> pl.Expr:
        """Return the polars expression.

        Parameters
        ----------
        named : mapping, optional
            Formulas that it may call besides SQL's functions: `formulas(parsed.functions)`.

        Raises
        ------
        SqlError
            A function is unknown, or is given what it does not take; `position` says where.

        Examples
        --------
        >>> frame = pl.DataFrame({"a": [1, None], "b": [4, 5]})
        >>> frame.select(x=parse("coalesce(a, 0) / b").compile())["x"].to_list()
        [0.25, 0.0]
        """
        return compiled(self.tree, named or {})


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Read a SQL expression.

    Raises
    ------
    SqlError
        The text is no expression, or holds what is not allowed; `position` says where, counted from 0.

    Examples
    --------
    >>> parsed = parse('dew_point(temperature, "rel hum") > 0')
    >>> parsed.columns, parsed.functions
    (('temperature', 'rel hum'), ('dew_point',))
    """
    if len(text) > LONGEST_TEXT:
        raise SqlError(f"the expression is too long ({len(text)} characters, {LONGEST_TEXT} are allowed)", 0)
    if text.count("(") > MOST_BRACKETS and _nesting(text) > MOST_BRACKETS:
        raise SqlError(f"the brackets are nested too deeply ({MOST_BRACKETS} levels are allowed)", 0)
    from wrangle.expressions.dialect import tree

    root = tree(text)
    refuse(root)
    nodes = list(root.walk(bfs=False))
    columns = dict.fromkeys(each.name for each in nodes if kind(each) == "Column" and not _is_nan_word(each))
    functions = dict.fromkeys(called(each) for each in nodes if kind(each) == "Anonymous")
    return Parsed(text, root, tuple(columns), tuple(functions))


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _is_nan_word(node: Any) -> bool:
    return kind(node.parent) == "Is" and node.arg_key == "expression"
