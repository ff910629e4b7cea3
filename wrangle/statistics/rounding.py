"""How learned numbers are rounded."""

from __future__ import annotations

DIGITS = 12
"""Significant digits of learned numbers: below what splitting a sum in another way can change."""


def rounded(number: float) -> float:
    """Return a number rounded to 12 significant digits; -0.0 becomes 0.0.

    Examples
    --------
    >>> rounded(0.1 + 0.2), rounded(1234567890123456.0), rounded(-0.0)
    (0.3, 1234567890120000.0, 0.0)
    """
    return float(f"{number:.{DIGITS}g}") + 0.0
