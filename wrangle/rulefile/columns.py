"""Reads `columns:`, the contract of the raw data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from wrangle.engine.contract import ColumnSpec
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.complaints import Complaints
from wrangle.rulefile.nodes import Node, Table, Text
from wrangle.rulefile.options import Reading, read_options

_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "readers": {"values": "null_values"},
    "checks": {"values": "in_set", "pattern": "matches"},
}
"""Options of the steps and checks that a contract stands for, where the contract calls them by another name."""


def read_columns(node: Node, faults: Faults) -> dict[str, Reading]:
    """Return the columns of a contract, those with faults among them.

    Parameters
    ----------
    node : Node
        What stands under `columns:`.
    faults : Faults
        Gets what is wrong.
    """
    if isinstance(node, Table):
        return {name.text: _column(name, each, faults) for name, each in node.entries}
    if not (isinstance(node, Text) and node.is_null):
        faults.add("'columns' is a mapping of columns", node.place, "write `columns: {station: string}`")
    return {}


def _column(name: Text, node: Node, faults: Faults) -> Reading:
    if isinstance(node, Text) and not node.is_null:
        node = Table(node.place, ((Text(node.place, "type"), node),))
    owner = f"columns.{name.text}"
    reading = read_options(ColumnSpec, name, node, faults, owner)
    errors = list(_errors(reading.model, name.text)) if reading.model else []
    if not errors:
        return reading
    Complaints(ColumnSpec, name, reading.table, owner, faults).tell(errors)
    return Reading(name, reading.table, ColumnSpec, None)


def _errors(spec: ColumnSpec, column: str) -> Iterator[Any]:
    """Yield what the steps and checks that a contract stands for have against its options."""
    for kind, operations in (("readers", spec.readers(column)), ("checks", spec.checks(column))):
        try:
            list(operations)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False):
                option, *path = each["loc"] or ("",)
                spelled = _OPTIONS[kind].get(str(option), option)
                yield each | {"loc": (spelled, *path) if each["loc"] else ()}
