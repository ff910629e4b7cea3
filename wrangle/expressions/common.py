"""Computes expressions over a frame, and what they have in common once.

polars' eager calls compute a part that stands twice in an expression twice; only its lazy queries look for such parts.
To look takes some tenths of a millisecond, so it is done for many rows alone. The values are the same,
but where 0.0 and -0.0 stand as literals and their sign decides: polars takes them for one part.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

MANY = 10_000
"""Rows from which on looking for common parts pays."""

ONCE = pl.QueryOptFlags.none(comm_subexpr_elim=True)
"""How polars is to treat a query whose expressions have parts in common, and is to stand as it is otherwise."""


def select(frame: pl.DataFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
    """Return expressions over a frame, as `frame.select` does.

    Examples
    --------
    >>> half = pl.col("a") / 2
    >>> select(pl.DataFrame({"a": [1.0, 4.0]}), [pl.when(half > 1).then(half).alias("b")])["b"].to_list()
    [None, 2.0]
    """
    if frame.height < MANY:
        return frame.select(expressions)
    return frame.lazy().select(expressions).collect(optimizations=ONCE, engine="in-memory")


def with_columns(frame: pl.DataFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
    """Return a frame with expressions over it as more columns, as `frame.with_columns` does."""
    if frame.height < MANY:
        return frame.with_columns(expressions)
    return frame.lazy().with_columns(expressions).collect(optimizations=ONCE, engine="in-memory")
