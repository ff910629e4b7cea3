"""Sums up the rows of the same key in a window of time, or of rows, before or after each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field, field_validator

from wrangle.errors import SchemaError
from wrangle.expressions.aggregates import at_end, counts_in, extreme, mean_of, std_of, sum_of
from wrangle.expressions.durations import microseconds
from wrangle.expressions.windows import ORDER, ROW, Bounds, Ordered, by_rows, by_time, in_order, ticks
from wrangle.schema import Family, family, type_name
from wrangle.steps.options import Column, NewColumn, Scalar
from wrangle.steps.ordered import VALUE, OrderedStep

FAMILIES: Mapping[str, tuple[Family, ...]] = {
    "mean": ("number", "boolean"),
    "sum": ("number", "boolean"),
    "std": ("number",),
    "median": ("number",),
    "min": ("number", "boolean", "time"),
    "max": ("number", "boolean", "time"),
}
"""The types of columns that each aggregate works on; those that are not here work on any."""

ARITHMETIC: Mapping[str, Callable[[pl.Series, Bounds, Any], pl.Series]] = {
    "sum": sum_of,
    "mean": mean_of,
    "std": std_of,
}
"""The aggregates that compute: values, windows and their counts -> the result."""


class Rolling(OrderedStep):
    """Sum up a window of rows of the same key: the time or rows just before each row, or just after it.

    A row is never in its own window, nor is any row of the same time: `past` sees from t - window up to before t,
    `future` from after t up to t + window, ends included. With a number of rows, rows of equal `order_by` come as
    they stand in the input. Null and NaN in the column are left out, and of mean, sum, std and median infinities too. A
    window with fewer values than `min_count` gives null, and so does a row whose `order_by` is null or NaN: it is in
    no other window either. Null keys are a key like any other. Rows that were rejected or dropped before are not seen.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("rolling: {column: a, order_by: a, window: 2, aggregate: mean, into: m}", a=[1, 2, 6])
    {'a': [1, 2, 6], 'm': [None, 1.0, 1.5]}
    >>> from datetime import datetime
    >>> times = [datetime(2024, 1, 1, hour) for hour in (6, 7, 9, 12)]
    >>> ahead = "column: ice, order_by: t, window: 3h, aggregate: max, direction: future, complete: true"
    >>> apply(f"rolling: {{{ahead}, into: soon}}", ice=[False, True, False, False], t=times)["soon"]
    [True, False, False, None]
    """

    column: Column
    """The column to sum up."""

    window: Scalar
    """How long: a duration (`3h`, `90m`, `1d12h`; units ms, s, m, h, d, w), or a number of rows."""

    aggregate: Literal["mean", "sum", "min", "max", "count", "std", "median", "first", "last"]
    """What is told of the values in the window. Truth values count as 0 and 1 in `mean` and `sum`; `std` divides by
    n - 1 and wants two values; `first` and `last` go by the order."""

    into: NewColumn
    """The new column."""

    direction: Literal["past", "future"] = "past"
    """Whether the window lies before the row or after it. Past makes features, future makes labels."""

    min_count: Annotated[int, Field(ge=0)] = 1
    """With fewer values in the window the result is null. 0: an empty window counts 0, and sums up to 0."""

    complete: bool = False
    """Whether a window that reaches beyond the first (`future`: the last) row of its key gives null: what would be
    there is not known, and not false."""

    @field_validator("window")
    @classmethod
    def _is_span_or_count(cls, value: Any) -> Any:
        if isinstance(value, str):
            microseconds(value)
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError("must be a duration such as 3h, or a whole number of rows from 1 on")
        return value

    def compute(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return what is told of each row's window.

        Raises
        ------
        SchemaError
            The aggregate does not work on columns of this type, or the window is a time and `order_by` is none.
        """
        self._hold_types(part.schema)
        ordered = in_order(part, self.partition_by())
        bounds = self._bounds(ordered)
        values = self._without_missing(ordered.rows[VALUE])
        counts = counts_in(values, bounds)
        enough = counts >= max(self.min_count, _least(self.aggregate))
        known = pl.Series(enough & bounds.whole if self.complete else enough, dtype=pl.Boolean)
        found = (
            self._aggregated(values, bounds, counts) if self.aggregate != "median" else self._median(ordered, values)
        )
        return pl.select(ordered.rows[ROW], pl.when(known).then(found).alias(self.into))

    def _hold_types(self, schema: pl.Schema) -> None:
        of, order = family(schema[VALUE]), family(schema[ORDER])
        wanted = FAMILIES.get(self.aggregate, (of,))
        if of not in wanted:
            kind = type_name(schema[VALUE])
            raise SchemaError(f"{self.aggregate} works on {' or '.join(wanted)}; the column {self.column!r} is {kind}")
        if isinstance(self.window, str) and order != "time":
            kind = type_name(schema[ORDER])
            raise SchemaError(f"the window {self.window} is a time; {self.order_by!r} is {kind}: give a number of rows")

    def _bounds(self, ordered: Ordered) -> Bounds:
        future = self.direction == "future"
        if isinstance(self.window, int):
            return by_rows(ordered, self.window, future=future)
        return by_time(ordered, microseconds(str(self.window)), future=future)

    def _without_missing(self, values: pl.Series) -> pl.Series:
        """Return the values with null for those that are left out."""
        if not values.dtype.is_float():
            return values
        left_out = values.is_infinite() if self.aggregate in {*ARITHMETIC, "median"} else values.is_nan()
        return values.fill_nan(None).set(left_out, None)

    def _aggregated(self, values: pl.Series, bounds: Bounds, counts: Any) -> pl.Series:
        if self.aggregate == "count":
            return pl.Series(counts, dtype=pl.Int64)
        if self.aggregate in {"first", "last"}:
            return at_end(values, bounds, counts, last=self.aggregate == "last")
        if self.aggregate in {"min", "max"}:
            return extreme(values, bounds, counts, least=self.aggregate == "min")
        return ARITHMETIC[self.aggregate](values, bounds, counts)

    def _median(self, ordered: Ordered, values: pl.Series) -> pl.Series:
        """Return the middle of each window, by polars, which keeps each window's values sorted."""
        numbers, length = ordered.places, self.window
        if isinstance(length, str):
            numbers, second = ticks(ordered.rows[ORDER])
            length = microseconds(length) * second // 1_000_000
        by = pl.Series("by", -numbers if self.direction == "future" else numbers, pl.Int64)
        frame = pl.DataFrame([values.cast(pl.Float64), by, pl.Series("key", ordered.keys, pl.Int64)])
        middle = pl.col(VALUE).rolling_median_by("by", window_size=f"{length}i", min_samples=1, closed="left")
        return frame.select(middle.over("key")).to_series()


def _least(aggregate: str) -> int:
    """Return how many values an aggregate wants at least."""
    return {"count": 0, "sum": 0, "std": 2}.get(aggregate, 1)
