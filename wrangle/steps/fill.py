"""What filling forward and filling backward share: a missing value gets that of the nearest row that has one."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

import polars as pl
from pydantic import Field, field_validator, model_validator

from wrangle.errors import SchemaError
from wrangle.expressions.durations import microseconds
from wrangle.expressions.windows import ORDER, ROW, Ordered, in_order, ticks
from wrangle.schema import family, type_name
from wrangle.steps.options import Column, NewColumn
from wrangle.steps.ordered import VALUE, OrderedStep


class FillStep(OrderedStep):
    """A step that makes a column in which missing values are filled from another row of the same key."""

    forward: ClassVar[bool]
    """Whether values are taken from rows before, and not from rows after."""

    column: Column
    """The column whose missing values are filled; it stays as it is."""

    into: NewColumn
    """The new column. It is a new one, so that no step takes it for the column that is not filled when serving."""

    limit: Annotated[int, Field(ge=1)] | None = None
    """How many rows away a value may be taken from, at most."""

    within: str | None = None
    """How much time away a value may be taken from, at most: `3h`, `1d12h`."""

    @field_validator("within")
    @classmethod
    def _is_duration(cls, within: str | None) -> str | None:
        if within is not None:
            microseconds(within)
        return within

    @model_validator(mode="after")
    def _makes_another_column(self) -> Self:
        if self.into == self.column:
            raise ValueError(f"{self.keyword()} needs another name for `into` than that of its `column`")
        return self

    def compute(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the column, filled.

        Raises
        ------
        SchemaError
            The step has a limit of time, and rows are not ordered by times.
        """
        if self.within is not None and family(part.schema[ORDER]) != "time":
            kind = type_name(part.schema[ORDER])
            raise SchemaError(f"`within` is a time; {self.order_by!r} is {kind}: give a `limit` of rows")
        ordered = in_order(part, self.partition_by())
        found = pl.DataFrame([ordered.rows[ROW], self._filled(ordered).alias(self.into)])
        others = part.join(found.select(ROW), on=ROW, how="anti").select(ROW, pl.col(VALUE).alias(self.into))
        return pl.concat([found, others])

    def _filled(self, ordered: Ordered) -> pl.Series:
        import numpy as np

        values, places = ordered.rows[VALUE], ordered.places
        missing = values.is_null() | (values.is_nan().fill_null(value=False) if values.dtype.is_float() else False)
        known = ~missing.to_numpy()
        if self.forward:
            source = np.maximum.accumulate(np.where(known, places, -1)) if len(places) else places
            there = source >= ordered.first
        else:
            source = np.where(known, places, len(places))
            source = np.minimum.accumulate(source[::-1])[::-1] if len(places) else places
            there = source <= ordered.last
        source = np.where(there & self._near(ordered, np.where(there, source, places)), source, places)
        return values.gather(pl.Series(source, dtype=pl.UInt32)) if len(places) else values

    def _near(self, ordered: Ordered, source: Any) -> Any:
        """Return whether the row that a value would be taken from is near enough."""
        import numpy as np

        near = np.ones(len(source), bool)
        if self.limit is not None:
            near &= np.abs(ordered.places - source) <= self.limit
        if self.within is not None:
            times, second = ticks(ordered.rows[ORDER])
            near &= np.abs(times - times[source]) <= microseconds(self.within) * second // 1_000_000
        return near
