"""Reads how long something lasts: `3h`, `90m`, `1d12h`."""

from __future__ import annotations

import re

UNITS = {
    "ms": 1_000,
    "s": 1_000_000,
    "m": 60_000_000,
    "min": 60_000_000,
    "h": 3_600_000_000,
    "d": 86_400_000_000,
    "w": 604_800_000_000,
}
"""Unit -> microseconds. Months and years are of no fixed length: they are no units here."""

_PART = r"(\d+)\s*(ms|min|s|m|h|d|w)"


def microseconds(text: str) -> int:
    """Return a duration in microseconds.

    Raises
    ------
    ValueError
        The text is no duration, or one of no length. The message says how to write one.

    Examples
    --------
    >>> microseconds("3h"), microseconds("1d 12h") // UNITS["h"]
    (10800000000, 36)
    """
    if not re.fullmatch(rf"{_PART}(\s*{_PART})*", text.strip()):
        raise ValueError(f"{text!r} is no duration: write a whole number and a unit of {', '.join(UNITS)}, as in 3h")
    total = sum(int(number) * UNITS[unit] for number, unit in re.findall(_PART, text))
    if not total:
        raise ValueError(f"{text!r} is of no length: write a duration above 0, as in 3h")
    return total
