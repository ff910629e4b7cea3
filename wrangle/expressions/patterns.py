"""Regular expressions that users write: held against Rust's syntax when the rule file is read."""

from __future__ import annotations

import polars as pl


def regular_expression(pattern: str) -> str:
    """Return a pattern that polars can work with.

    Raises
    ------
    ValueError
        It is no regular expression of Rust's syntax; the message says why.

    Examples
    --------
    >>> regular_expression("^[A-Z]{4}$")
    '^[A-Z]{4}$'
    >>> regular_expression("(?<=x)y")
    Traceback (most recent call last):
        ...
    ValueError: '(?<=x)y' is no regular expression of Rust's syntax: look-around, including look-ahead and ...
    """
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        reason = next((line for line in reversed(str(error).splitlines()) if "error:" in line), str(error))
        message = f"{pattern!r} is no regular expression of Rust's syntax: {reason.rpartition('error: ')[2]}"
        raise ValueError(message) from None
    return pattern
