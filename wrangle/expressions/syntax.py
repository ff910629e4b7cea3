"""What may stand in the syntax tree of a SQL expression, and how large it may be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from wrangle.expressions.fault import SqlError
from wrangle.expressions.functions import FUNCTIONS, LONGEST, REFUSED

DEEPEST = 200
"""The most brackets, operators and calls inside each other."""

MOST = 2_000
"""The most names, values, operators and calls of an expression."""

HEAVIEST = 20_000
"""The most parts of the polars expression that is built: some operators write their operands more than once."""

_BINARY = frozenset({"this", "expression"})
NODES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("Add", "Sub", "Mul", "Mod", "Pow", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "And", "Or"), _BINARY),
    **dict.fromkeys(("Like", "ILike", "Is", "NullSafeEQ", "NullSafeNEQ", "RegexpLike"), _BINARY | {"negate"}),
    **dict.fromkeys(("Not", "Neg", "Paren", "Boolean", "Var"), frozenset({"this"})),
    **dict.fromkeys(("Cast", "TryCast"), frozenset({"this", "to", "safe"})),
    "Anonymous": frozenset({"this", "expressions"}),
    "Between": frozenset({"this", "low", "high"}),
    "Case": frozenset({"this", "ifs", "default"}),
    "Column": frozenset({"this"}),
    "DPipe": _BINARY | {"safe"},
    "DataType": frozenset({"this", "expressions", "kind"}),
    "DataTypeParam": frozenset({"this"}),
    "Div": _BINARY | {"typed", "safe"},
    "Extract": _BINARY,
    "Identifier": frozenset({"this", "quoted"}),
    "If": frozenset({"this", "true", "false"}),
    "In": frozenset({"this", "expressions"}),
    "Interval": frozenset({"this", "unit"}),
    "Literal": frozenset({"this", "is_string"}),
    "Null": frozenset(),
    "Substring": frozenset({"this", "start", "length"}),
    "Trim": frozenset({"this", "position", "expression"}),
}
"""Every node that may stand in a tree, with the arguments that it may have."""

NAMES: Mapping[str, str] = {
    "Bracket": "[...]",
    "Exists": "EXISTS",
    "Select": "SELECT",
    "Star": "*",
    "Subquery": "a subquery",
    "Window": "OVER",
}
"""How to call a refused node whose class is not named after what the user wrote."""


def kind(node: Any) -> str:
    """Return the name of a node's class."""
    return type(node).__name__


def called(node: Any) -> str:
    """Return the name of the function that a call names, in small letters."""
    return str(node.name).lower()


def place(node: Any) -> int | None:
    """Return where a node begins, counted in characters from 0; None where it cannot be known."""
    starts = [each.meta["start"] for each in node.walk() if "start" in each.meta]
    return min(starts) if starts else None


def literal_number(node: Any) -> int | float:
    """Return the number that a literal stands for: whole ones as int, others as float.

    Raises
    ------
    SqlError
        The number is larger than 64 bits hold.
    """
    text = str(node.this)
    if text.isascii() and text.isdigit():
        number = int(text)
        if number >= 2**63:
            raise SqlError(f"the number {text} is too large", place(node), "write it with a decimal point")
        return number
    try:
        value = float(text)
    except ValueError:
        raise SqlError(f"{text!r} is no number", place(node)) from None
    if not math.isfinite(value):
        raise SqlError(f"the number {text} is too large", place(node))
    return value


def refuse(tree: Any) -> None:
    """Refuse what may not stand in an expression, and what is too large.

    Raises
    ------
    SqlError
        The sentence names the thing; `position` says where it stands.
    """
    count, deepest = 0, 0
    for node, depth in _nodes(tree):
        count, deepest = count + 1, max(deepest, depth)
        _refuse_node(node)
    if deepest > DEEPEST:
        raise SqlError(f"the expression is nested too deeply ({deepest} levels, {DEEPEST} are allowed)", 0)
    if count > MOST:
        raise SqlError(f"the expression is too long ({count} parts, {MOST} are allowed)", 0)
    if _weight(tree) > HEAVIEST:
        raise SqlError("the expression is too large when written out", 0, "split it into several `derive` steps")
    if _growth(tree) > LONGEST:
        raise SqlError("the replacements could make a text ten thousand times longer", 0)


def _nodes(tree: Any) -> Iterator[tuple[Any, int]]:
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(each, depth + 1) for each in node.iter_expressions()]


def _refuse_node(node: Any) -> None:
    name = kind(node)
    if name not in NODES:
        help_ = "an expression sees one row and nothing else" if name in NAMES else ""
        raise SqlError(f"{NAMES.get(name, name)} is not allowed here", place(node), help_)
    if name == "Column":
        _refuse_column(node)
    if name == "Anonymous" and called(node) in REFUSED:
        raise SqlError(f"{node.name} {REFUSED[called(node)]}", place(node))
    odd = [key for key, value in node.args.items() if value not in (None, False, []) and key not in NODES[name]]
    if odd and name == "Column":
        raise SqlError("a name with a dot is no column", place(node), 'put the whole name in double quotes: "a.b"')
    if odd:
        raise SqlError(f"{name.upper()} with {odd[0].upper()} is not allowed here", place(node))


def _refuse_column(node: Any) -> None:
    if not node.name:
        raise SqlError("a column's name is empty", place(node))
    if not node.this.args.get("quoted") and node.name.lower() in REFUSED and node.name.lower().startswith(_PRESENT):
        raise SqlError(f"{node.name} {REFUSED[node.name.lower()]}", place(node))


_PRESENT = ("current_", "local", "session_user")


def _weight(node: Any) -> int:
    """Return how many parts the polars expression may have: an upper bound, not a count."""
    inner = [_weight(each) for each in node.iter_expressions()]
    name, total = kind(node), 1 + sum(inner)
    if name in {"Div", "Mod"}:
        return total + 2 * inner[-1] + 4 * sum(kind(each) == "Column" for each in node.this.walk())
    if name == "Anonymous":
        function = FUNCTIONS.get(called(node))
        return total * (function.copies if function else 10)
    if name in {"Cast", "TryCast"}:
        return total * 5
    repeated = len(node.expressions) if name == "In" else len(node.args["ifs"]) if name == "Case" else 2
    return total + inner[0] * (repeated - 1) if name in {"In", "Between", "Case"} else total


def _growth(tree: Any) -> int:
    """Return how many times longer the replacements can make a text, at most."""
    growth = 1
    for node, _ in _nodes(tree):
        if kind(node) == "Anonymous" and called(node) == "replace" and len(node.expressions) == 3:
            old, new = (len(each.name) for each in node.expressions[1:])
            growth *= max(1, -(-new // max(old, 1)))
    return growth
