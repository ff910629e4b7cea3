"""The SQL that rule files are written in: PostgreSQL's operators, and no function that sqlglot gives a meaning to.

Every call is left as name and arguments, so that our own list of functions is the only one. Importing this module
imports sqlglot (0.3 s): it is imported where it is used.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.parsers.postgres import PostgresParser

from wrangle.expressions.fault import SqlError

SYNTAX = frozenset({"CAST", "TRY_CAST", "EXTRACT", "TRIM", "SUBSTRING"})
"""Functions whose arguments are written in a way of their own: EXTRACT(year FROM x)."""


class Reader(PostgresParser):
    """Reads every call that has no syntax of its own as `Anonymous`."""

    FUNCTIONS: ClassVar[dict[str, Any]] = {}
    NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}
    FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
        name: reader for name, reader in PostgresParser.FUNCTION_PARSERS.items() if name in SYNTAX
    }


class Rules(Postgres):
    """PostgreSQL's grammar, without its functions."""

    Parser = Reader


def tree(text: str) -> Any:
    """Return the syntax tree of one expression.

    Raises
    ------
    SqlError
        The text is no expression, or more than one; `position` says where it breaks off.

    Examples
    --------
    >>> type(tree("a + 1")).__name__
    'Add'
    """
    try:
        found = Rules().parse_into(exp.Condition, text)
    except ParseError as error:
        raise _from_parser(text, error) from None
    except SqlglotError:
        raise _unclosed(text) from None
    except RecursionError:
        raise SqlError("the expression is nested too deeply", 0) from None
    except (ValueError, TypeError, AttributeError, LookupError):
        raise SqlError("this is not an expression", 0) from None
    if not found or found[0] is None:
        raise SqlError("the expression is empty", 0)
    if len(found) > 1:
        raise SqlError("one expression is wanted here, not several", text.find(";"))
    return found[0]


def _from_parser(text: str, error: ParseError) -> SqlError:
    first = error.errors[0] if error.errors else {}
    token, what = first.get("highlight") or "", first.get("description") or ""
    position = _offset(text, first.get("line") or 1, first.get("col") or 0) - len(token)
    position = max(0, min(position, len(text)))
    if what.startswith("Required keyword"):
        return SqlError(f"something is missing next to {token!r}", position)
    if what.startswith("Expecting )"):
        return SqlError(f"a closing bracket is missing near {token!r}", position)
    return SqlError(f"{token!r} is not expected here", position)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + column


def _unclosed(text: str) -> SqlError:
    return SqlError("a quote is not closed, or a character is not expected", max(text.rfind("'"), text.rfind('"'), 0))
