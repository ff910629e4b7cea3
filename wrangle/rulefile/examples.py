"""Reads `examples:`, the unit tests of a rule file. Here alone unquoted text has YAML 1.2's types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wrangle.engine.pipeline import Example
from wrangle.errors import did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Items, Node, Table, Text

_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NAMED = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_KEYS = ("given", "then", "name")


def typed(text: Text) -> Any:
    """Return a scalar as YAML 1.2's core schema reads it.

    Examples
    --------
    >>> from wrangle.errors import Place
    >>> [typed(Text(Place(None, 1, 1), each)) for each in ("NO", "5", "1e3", "1_000", "~", "true")]
    ['NO', 5, 1000.0, '1_000', None, True]
    """
    if text.style != "plain":
        return text.text
    if text.is_null:
        return None
    if text.text in _NAMED:
        return _NAMED[text.text]
    if _WHOLE.fullmatch(text.text) and len(text.text) < 1000:
        return int(text.text, 0) if text.text[:2] in {"0o", "0x"} else int(text.text)
    return float(text.text) if _NUMBER.fullmatch(text.text) else text.text


def read_examples(node: Node, columns: Mapping[str, Any], faults: Faults) -> tuple[Example, ...]:
    """Return the examples of a rule file.

    Parameters
    ----------
    node : Node
        What stands under `examples:`.
    columns : mapping
        The contract, by which the names in `given` are checked; empty where there is none.
    faults : Faults
        Gets what is wrong.
    """
    if isinstance(node, Text) and node.is_null:
        return ()
    if not isinstance(node, Items):
        faults.add("'examples' is a list", node.place, "write `- {given: {...}, then: {...}}`")
        return ()
    return tuple(example for item in node.items if (example := _example(item, columns, faults)))


def _example(node: Node, columns: Mapping[str, Any], faults: Faults) -> Example | None:
    before = faults.count()
    if not isinstance(node, Table):
        faults.add("an example is a mapping", node.place, "write `{given: {...}, then: {...}}`")
        return None
    for key, _ in node.entries:
        if key.text not in _KEYS:
            faults.add(f"an example has no option {key.text!r}", key.place, did_you_mean(key.text, _KEYS))
    parts = {key.text: each for key, each in node.entries}
    for wanted in ("given", "then"):
        if wanted not in parts:
            faults.add(f"an example needs {wanted!r}", node.place, "write `{given: {...}, then: {...}}`")
    if not {"given", "then"} <= set(parts):
        return None
    given = _record(parts["given"], "given", faults)
    then = None if _is_rejected(parts["then"]) else _record(parts["then"], "then", faults)
    _refuse_unknown(parts["given"], columns, faults)
    name = parts.get("name")
    if name is not None and not isinstance(name, Text):
        faults.add("an example's 'name' is a text", name.place)
    if faults.count() > before:
        return None
    return Example(given, then, name.text if isinstance(name, Text) else "")


def _is_rejected(node: Node) -> bool:
    return isinstance(node, Text) and node.text == "rejected"


def _record(node: Node, key: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(node, Table):
        other = ", or the word rejected" if key == "then" else ""
        faults.add(f"an example's {key!r} is a mapping of columns to values{other}", node.place)
        return {}
    record = {}
    for column, each in node.entries:
        if isinstance(each, Text):
            record[column.text] = typed(each)
        else:
            faults.add(f"an example's value is a number, a text, true, false or null: {column.text!r}", each.place)
    return record


def _refuse_unknown(node: Node, columns: Mapping[str, Any], faults: Faults) -> None:
    for column, _ in node.entries if isinstance(node, Table) and columns else ():
        if column.text not in columns:
            what = f"the contract has no column {column.text!r}"
            faults.add(what, column.place, did_you_mean(column.text, columns))
