"""Compares the columns of two versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SchemaChange:
    """What changed in a table's columns; their order does not count."""

    added: Mapping[str, str]
    """New columns -> their types."""
    gone: Mapping[str, str]
    """Columns that are no more -> their types."""
    changed: Mapping[str, tuple[str, str]]
    """Columns of another type -> the type before, and now."""

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def lines(self) -> list[str]:
        """Return a line for each column that changed."""
        return [
            *(f"+ {name}: {dtype}" for name, dtype in self.added.items()),
            *(f"- {name}: {dtype}" for name, dtype in self.gone.items()),
            *(f"~ {name}: {before} -> {now}" for name, (before, now) in self.changed.items()),
        ]


def schema_change(before: Mapping[str, str], now: Mapping[str, str]) -> SchemaChange:
    """Return what changed between two schemas.

    Parameters
    ----------
    before, now : mapping
        Column -> type.

    Examples
    --------
    >>> schema_change({"a": "Int64", "b": "String"}, {"b": "Date", "c": "String"}).lines()
    ['+ c: String', '- a: Int64', '~ b: String -> Date']
    """
    return SchemaChange(
        {name: dtype for name, dtype in now.items() if name not in before},
        {name: dtype for name, dtype in before.items() if name not in now},
        {name: (before[name], dtype) for name, dtype in now.items() if name in before and before[name] != dtype},
    )
