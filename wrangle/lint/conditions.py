"""The SQL of a rule file as the linter reads it: the expressions of each step and check, and what they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from wrangle.expressions.sql import Parsed, SqlError, parse
from wrangle.expressions.syntax import kind
from wrangle.steps.options import Sql, options_with

TURNED = {"GT": "LT", "GTE": "LTE", "LT": "GT", "LTE": "GTE", "EQ": "EQ", "NEQ": "NEQ"}
"""What a comparison is called from its other side."""
SIGNS = {"GT": ">", "GTE": ">=", "LT": "<", "LTE": "<=", "EQ": "=", "NEQ": "<>"}


@dataclass(frozen=True)
class Compared:
    """A column compared with a value that is written out."""

    column: str
    sign: str
    """`EQ`, `LT`: the name of the node in sqlglot's tree."""
    value: str | float
    """A text or a number."""

    def __str__(self) -> str:
        value = repr(self.value) if isinstance(self.value, str) else f"{self.value:g}"
        return f"{self.column} {SIGNS[self.sign]} {value}"


def expressions(model: BaseModel) -> Iterator[tuple[str, str, Parsed]]:
    """Yield the option, the key in it (empty where the option is one text) and the expression of all SQL of a model.

    Examples
    --------
    >>> from wrangle.catalogue import operation
    >>> derive = operation("steps", "derive")(columns={"b": "a + 1"}, where="a > 0")
    >>> [(option, key, parsed.text) for option, key, parsed in expressions(derive)]
    [('where', '', 'a > 0'), ('columns', 'b', 'a + 1')]
    """
    for option in options_with(type(model), Sql):
        value = getattr(model, option)
        texts = value if isinstance(value, Mapping) else {} if value is None else {"": value}
        for key, text in texts.items():
            try:
                yield option, key, parse(text)
            except SqlError:
                continue


def compared(parsed: Parsed) -> Iterator[Compared]:
    """Yield every comparison of a column with a text or number, those of IN one by one.

    Examples
    --------
    >>> [str(each) for each in compared(parse("a = 'x' OR 5 < b AND c IN ('u', 'v')"))]
    ["a = 'x'", 'b > 5', "c = 'u'", "c = 'v'"]
    """
    for node in parsed.tree.walk(bfs=False):
        if kind(node) in TURNED:
            yield from _sides(kind(node), node.this, node.expression)
        elif kind(node) == "In" and kind(node.this) == "Column":
            for each in node.expressions:
                yield from _sides("EQ", node.this, each)


def _sides(sign: str, left: Any, right: Any) -> Iterator[Compared]:
    if kind(left) != "Column":
        left, right, sign = right, left, TURNED[sign]
    value = _value(right)
    if kind(left) == "Column" and value is not None:
        yield Compared(left.name, sign, value)


def _value(node: Any) -> str | float | None:
    if kind(node) == "Neg":
        inner = _value(node.this)
        return -inner if isinstance(inner, float) else None
    if kind(node) != "Literal":
        return None
    return str(node.this) if node.is_string else float(node.this)
