"""What counts as missing wherever missing values matter: null, and NaN in columns of floats."""

from __future__ import annotations

import polars as pl
import polars.selectors as cs


def is_missing(*columns: str) -> pl.Expr:
    """Return whether any of these columns is null or NaN; works for columns of every type.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": [1.0, float("nan"), None], "b": ["NaN", "x", "y"]})
    >>> frame.select(is_missing("a"), is_missing("b")).rows()
    [(False, False), (True, False), (True, False)]
    """
    return pl.any_horizontal(*(pl.col(name).is_null() for name in columns), is_nan(*columns)).alias(columns[0])


def is_nan(*columns: str) -> pl.Expr:
    """Return whether any of these columns is NaN; false for null and for columns that are not floats.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": [1.0, float("nan"), None], "b": ["NaN", "x", "y"]})
    >>> frame.select(is_nan("a"), is_nan("b")).rows()
    [(False, False), (True, False), (False, False)]
    """
    floats = (cs.by_name(*columns) & cs.float()).is_nan().fill_null(False)
    named = (pl.col(name).is_null() & False for name in columns)  # so that the expression names what it reads
    return pl.any_horizontal(*named, floats).alias(columns[0])
