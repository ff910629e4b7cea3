"""Brings a value over from an earlier or later row of the same key."""

from __future__ import annotations

import polars as pl
from pydantic import model_validator

from wrangle.expressions.windows import ROW, in_order
from wrangle.steps.options import Column, NewColumn
from wrangle.steps.ordered import VALUE, OrderedStep


class Lag(OrderedStep):
    """Bring over the value that a column had some rows before, or after, within the rows of the same key.

    Rows are ordered by `order_by`, those of equal values as they stand in the input. Where there is no such row the
    result is null, and so it is where `order_by` is null or NaN: such a row counts for no other one either. Null and
    NaN are brought over like any value. Null keys are a key like any other. Rows that were rejected or dropped before
    are not seen.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("lag: {column: a, order_by: t, into: before}", a=[5, 6, 7], t=[2, 1, 3])
    {'a': [5, 6, 7], 't': [2, 1, 3], 'before': [6, None, 5]}
    >>> apply("lag: {column: a, by: g, order_by: a, rows: -1, into: after}", a=[5, 6, 7], g=["x", "y", "x"])
    {'a': [5, 6, 7], 'g': ['x', 'y', 'x'], 'after': [7, None, None]}
    """

    column: Column
    """The column whose value is brought over."""

    rows: int = 1
    """How many rows before; a negative number tells how many after."""

    into: NewColumn
    """The new column."""

    @model_validator(mode="after")
    def _looks_at_another_row(self) -> Lag:
        if not self.rows:
            raise ValueError("lag needs `rows` other than 0: above for rows before, below for rows after")
        return self

    def compute(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the value of the row that stands so many places before."""
        ordered = in_order(part, self.partition_by())
        places = ordered.places - self.rows
        there = pl.Series((places >= ordered.first) & (places <= ordered.last), dtype=pl.Boolean)
        wanted = pl.select(pl.when(there).then(pl.Series(places, dtype=pl.Int64))).to_series()
        values = ordered.rows[VALUE].gather(wanted) if len(wanted) else ordered.rows[VALUE]
        return pl.DataFrame([ordered.rows[ROW], values.alias(self.into)])
