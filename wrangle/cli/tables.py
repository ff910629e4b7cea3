"""Sets rows out as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WIDEST = 72
"""Characters of a cell that are shown."""


def table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows under their names, numbers to the right.

    Examples
    --------
    >>> print(table(("table", "rows"), [("weather", 12000), ("flights", None)]))
    table      rows
    weather  12,000
    flights    null
    """
    texts = [[str(name) for name in names], *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(names))]
    right = [bool(rows) and all(_is_number(row[place]) for row in rows) for place in range(len(names))]
    lines = (
        "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in texts
    )
    return "\n".join(lines)


def _is_number(cell: Any) -> bool:
    return cell is None or (isinstance(cell, (int, float)) and not isinstance(cell, bool))


def _text(cell: Any) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    text = " ".join(str(cell).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 3] + "..."
