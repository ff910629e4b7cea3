"""Asks several ways for an answer, one after the other, each only about values that have none so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from wrangle.expressions.common import select
from wrangle.expressions.once import Once

VALUE = pl.col("value")
"""What the expression of a way reads."""

Way = Callable[[], pl.Expr]
"""Makes an expression over `VALUE`, once, when it is needed for the first time."""


def first_answer(values: pl.Expr, ways: Sequence[Way], dtype: pl.DataType) -> pl.Expr:
    """Return for each value the first answer that is not null; null has none.

    The same as `coalesce`, which works every way out for every value: a way that is dear costs nothing where the ways
    before it know all answers.

    Parameters
    ----------
    values : polars.Expr
    ways : sequence of Way
        The cheapest, or the one that knows most, first.
    dtype : polars.DataType
        The type of the answers.

    Examples
    --------
    >>> ways = [lambda: VALUE.cast(pl.Int64, strict=False), lambda: VALUE.str.len_bytes().cast(pl.Int64)]
    >>> pl.DataFrame({"a": ["12", "abc", None]}).select(first_answer(pl.col("a"), ways, pl.Int64()))["a"].to_list()
    [12, 3, None]
    """
    once = [Once(way) for way in ways]

    def answers(asked: pl.Series) -> pl.Series:
        frame = asked.alias("value").to_frame()
        found = select(frame, [once[0]().alias(asked.name)]).to_series()
        for way in once[1:]:
            left = found.is_null() & asked.is_not_null()
            if not left.any():
                break
            more = select(frame.filter(left), [way()]).to_series()
            found = found.scatter(left.arg_true(), more)
        return found

    return values.map_batches(answers, return_dtype=dtype, is_elementwise=True)
