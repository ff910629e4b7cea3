"""Tells the unit of a column's numbers from its name."""

from __future__ import annotations

import re

SHORTEST = 2
"""Letters of a unit at the end of a name: `speed_m` may be anything, "speed (m)" may not."""


def unit_of(name: str) -> str:
    """Return the unit that a name ends with; empty where it names none.

    Examples
    --------
    >>> unit_of("sepal_length_cm"), unit_of("Temperature (°F)"), unit_of("humidity [%]"), unit_of("speed_m")
    ('cm', 'degF', '%', '')
    """
    from wrangle.expressions.units import find

    inside = re.search(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$", name)
    word = inside[1] if inside else re.split(r"[_\s.]+", name)[-1]
    if word == name or (not inside and len(word) < SHORTEST):
        return ""
    found = find(word)
    return found[1] if found else ""


def unit_written(units: dict[str, int]) -> str:
    """Return the unit that most numbers are written with; empty where most have none.

    Examples
    --------
    >>> unit_written({"F": 20, "C": 7}), unit_written({"": 9, "kt": 2})
    ('degF', '')
    """
    from wrangle.expressions.units import find

    first = next(iter(units), "")
    found = find(first) if first else None
    return found[1] if found else ""
