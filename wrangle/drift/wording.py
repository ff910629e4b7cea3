"""Numbers, shares and examples as they stand in sentences."""

from __future__ import annotations


def number(value: float | None) -> str:
    """Return a number with as many digits as tell it apart.

    Examples
    --------
    >>> number(1012.345), number(0.01234), number(None)
    ('1,012', '0.0123', 'none')
    """
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def share(value: float) -> str:
    """Return a share in percent.

    Examples
    --------
    >>> share(0.5), share(0.0123), share(0.0), share(0.00012)
    ('50 %', '1.2 %', '0 %', '0.012 %')
    """
    return f"{100 * value:.2g} %" if value < 0.995 else f"{100 * value:.0f} %"


def rate_of(hits: int, rows: int) -> str:
    """Return how many of how many rows.

    Examples
    --------
    >>> rate_of(20, 1000)
    '20 of 1,000 rows (2 %)'
    """
    return f"{hits:,} of {rows:,} rows ({share(hits / rows)})"


def example(text: str, count: int) -> str:
    """Return a value with how often it stands there.

    Examples
    --------
    >>> example("Kanada", 20)
    "'Kanada' 20"
    """
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return f"{shown!r} {count:,}"
