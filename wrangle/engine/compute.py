"""Evaluates expressions over one batch so that one row gives, to the last bit, what it gives among many."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wrangle.expressions.common import with_columns


def evaluate(frame: pl.DataFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
    """Return the values of expressions, one for each row of the frame.

    polars computes a column of one row as a constant, where it divides as written; over more rows it multiplies by
    the inverse of a constant divisor. So one row is computed as two. polars' streaming engine, which `collect()` takes
    where nothing is said, hands each thread its share of the rows, which may be one: few rows are for
    `collect(engine="in-memory")`.

    Parameters
    ----------
    frame : polars.DataFrame, (rows, columns)
    expressions : sequence of polars.Expr
        Row-local; their names differ from each other and from the frame's columns.

    Returns
    -------
    polars.DataFrame, (rows, expressions)

    Examples
    --------
    >>> evaluate(pl.DataFrame({"a": [3.0]}), [(pl.col("a") / 10).alias("b")]).item()
    0.30000000000000004
    """
    if frame.height == 1:
        return evaluate(doubled(frame), expressions).head(1)
    names = [each.meta.output_name() for each in expressions]
    return with_columns(frame, expressions).select(names)


def doubled(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one row as two; polars keeps a row that is stacked upon itself as a constant, so the values are copied."""
    return pl.DataFrame([pl.Series(each.name, each.to_list() * 2, each.dtype) for each in frame])
