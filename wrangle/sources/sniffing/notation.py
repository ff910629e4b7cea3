"""Tells how numbers are written: what stands before the fraction and between thousands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[. ]\d{3})+),(?:\d{1,2}|\d{4,})")
_POINT = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[, ]\d{3})+)\.(?:\d{1,2}|\d{4,})")
_GROUPED = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}


def has_comma(cell: str) -> bool:
    """Return whether a cell is a number with a decimal comma, and can be nothing else."""
    return _COMMA.fullmatch(cell) is not None


def notation(cells: Iterable[str]) -> tuple[str | None, str | None]:
    """Return the signs before fractions and between thousands; None where the numbers do not tell.

    Examples
    --------
    >>> notation(["1.234,5", "0,25", "12.000"])
    (',', '.')
    >>> notation(["1,234", "x"])
    (None, None)
    """
    numbers = [cell for cell in cells if cell[:1].isdecimal() or cell[:1] in {"-", "+"}]
    commas, points = (sum(bool(sign.fullmatch(cell)) for cell in numbers) for sign in (_COMMA, _POINT))
    decimal = None
    if commas or points:
        decimal = "," if commas > 10 * points else "." if points > 10 * commas else None
    wanted = {",": ".", ".": ","}.get(decimal or "")
    groups = Counter(sign for sign, pattern in _GROUPED.items() for cell in numbers if pattern.fullmatch(cell))
    return decimal, wanted if wanted and groups[wanted] else None
