"""Counts one column, batch by batch: all values one by one while they are few, then what can be counted of many."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from wrangle.explore.profile.beyond import within
from wrangle.explore.profile.moments import Moments
from wrangle.explore.profile.sketch import HashSample
from wrangle.explore.profile.textcounts import TextCounts, are_numbers

Kind = Literal["text", "number", "time", "boolean", "other"]

VALUES = 20_000
"""Different values that are counted one by one; of more, how many there are is estimated."""

AGAIN = 0.2
"""Share of different texts in a batch below which each is looked at once."""

SEED = 20_261_125


class Counting:
    """What was counted of a column so far.

    Two of them, each of some of the rows, are brought together by `take`; the whole does not depend on which rows came
    to which, nor in which order.

    Parameters
    ----------
    dtype : polars.DataType
    numeric : bool
        Whether the numbers among texts are counted, where there are too many texts to count them one by one.

    Examples
    --------
    >>> counting = Counting(pl.String())
    >>> counting.add(pl.Series(["a", "b", None, "a"]))
    >>> counting.finish()
    >>> counting.nulls, counting.distinct, counting.repeated, counting.tally.rows()
    (1, 2, 1, [('a', 2), ('b', 1)])
    """

    def __init__(self, dtype: pl.DataType, *, numeric: bool = False) -> None:
        self.kind: Kind = kind_of(dtype)
        self.rows = self.nulls = self.nan = 0
        self.beyond = 0
        """Dates before the year 1 and after 9999."""
        self.moments = Moments()
        self.texts = TextCounts(numeric)
        self.least: Any = None
        self.most: Any = None
        self.tally: pl.DataFrame | None = pl.DataFrame(
            schema={"value": pl.String() if self.kind == "text" else dtype, "count": pl.UInt32}
        )
        """(values, `value` + `count`), the most frequent first; None where there are too many."""
        self._sketch: HashSample | None = None
        self._parts: list[pl.DataFrame] = []
        self._share = 0.0

    def add(self, column: pl.Series) -> None:
        """Take in the values of further rows."""
        self.rows += len(column)
        self.nulls += column.null_count()
        if self.kind == "other":
            return
        there = column.drop_nulls() if column.null_count() else column
        if self.kind == "text" and there.dtype != pl.String:
            there = there.cast(pl.String)
        if there.dtype.is_float():
            there = self._without_nan(there)
        elif self.kind == "time" and len(there):
            there = self._within(there)
        if self.tally is not None:
            self._count(there)
        elif len(there):
            self._follow(there)

    def _without_nan(self, there: pl.Series) -> pl.Series:
        lost = there.is_nan()
        nan = int(lost.sum())
        self.nan += nan
        return there.filter(~lost) if nan else there

    def _within(self, there: pl.Series) -> pl.Series:
        found = within(there).drop_nulls()
        self.beyond += len(there) - len(found)
        if len(found):
            self._ends(found.min(), found.max())
        return found

    def _ends(self, low: Any, high: Any) -> None:
        self.least = low if self.least is None or low < self.least else self.least
        self.most = high if self.most is None or high > self.most else self.most

    def _count(self, there: pl.Series) -> None:
        counted = there.alias("value").value_counts(name="count")
        if self.kind == "text":  # or a few texts would keep all those of the batch in memory
            counted = counted.with_columns(pl.col("value") + "")
        elif there.dtype.is_float():  # -0.0 and 0.0 are one value: which came first must not matter
            counted = counted.with_columns((pl.col("value") + 0.0).cast(there.dtype))
        self._parts.append(counted)
        if sum(each.height for each in self._parts) > 2 * VALUES:
            self.settle()

    def settle(self) -> None:
        """Bring together what came so far, and count no more one by one where there are too many values."""
        if self.tally is not None and self._parts:
            parts = pl.concat([self.tally, *self._parts])
            self.tally = parts.group_by("value").agg(pl.col("count").sum())
            self._parts = []
        if self.tally is not None and self.tally.height > VALUES:
            self._overflow(self.tally)

    def take(self, other: Counting) -> None:
        """Take in what was counted of other rows."""
        other.settle()
        self.rows += other.rows
        self.nulls += other.nulls
        self.nan += other.nan
        self.beyond += other.beyond
        if other.least is not None:
            self._ends(other.least, other.most)
        if other.tally is None:
            self._take_followed(other)
        elif self.tally is not None:
            self._parts.append(other.tally)
            self.settle()
        elif other.tally.height:
            self._take(other.tally["value"], other.tally["count"])

    def _take_followed(self, other: Counting) -> None:
        self.settle()
        if self.tally is not None:
            self._overflow(self.tally)
        self._followed.take(other._followed)
        self.moments.take(other.moments)
        self.texts.take(other.texts)

    def _overflow(self, tally: pl.DataFrame) -> None:
        """Count no more values one by one; what was counted so far is taken over."""
        self.tally, self._sketch = None, HashSample()
        if not tally.height:
            return
        values, counts = tally["value"], tally["count"]
        self._share = tally.height / max(int(counts.sum()), 1)
        self._take(values, counts)

    def _follow(self, there: pl.Series) -> None:
        if self.kind == "text" and self._share < AGAIN:
            counted = there.alias("value").value_counts(name="count")
            self._share = counted.height / len(there)
            self._take(counted["value"], counted["count"])
        else:
            self._take(there, None)

    def _take(self, values: pl.Series, counts: pl.Series | None) -> None:
        assert self._sketch is not None
        times = None if counts is None else counts.cast(pl.Int64).to_numpy()
        self._sketch.add(values.hash(SEED).to_numpy(), times)
        if self.kind == "text":
            self.texts.add(values, counts)
        elif self.kind == "number":
            self.moments.add(values.cast(pl.Float64).to_numpy(), times)

    def finish(self) -> None:
        """Bring together what was counted of all rows; nothing can be taken in any more."""
        self.settle()
        self.moments.nan = self.nan
        if self.tally is None or self.kind == "other":
            return
        if self.kind == "number":
            self.moments.add(*_numbers(self.tally))
        self.tally = self.tally.sort(["count", "value"], descending=[True, False])
        if self.kind == "text":
            self.texts.numeric = are_numbers(self.tally["value"], self.tally["count"])
            self.texts.add(self.tally["value"], self.tally["count"])

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.nulls - self.nan - self.beyond

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return self.tally.height if self._sketch is None and self.tally is not None else self._followed.distinct

    @property
    def repeated(self) -> int:
        """How many rows hold a value that an earlier one holds."""
        if self._sketch is None:
            return max(self.there - self.distinct, 0)
        return self._sketch.repeated

    @property
    def error(self) -> float:
        """The relative standard error of `distinct`."""
        return 0.0 if self._sketch is None else self._sketch.error

    @property
    def _followed(self) -> HashSample:
        assert self._sketch is not None
        return self._sketch


def _numbers(tally: pl.DataFrame) -> tuple[Any, Any]:
    return tally["value"].cast(pl.Float64).to_numpy(), tally["count"].cast(pl.Int64).to_numpy()


def kind_of(dtype: pl.DataType) -> Kind:
    """Return what the values of a type are.

    Examples
    --------
    >>> kind_of(pl.Int64()), kind_of(pl.Categorical()), kind_of(pl.Date()), kind_of(pl.List(pl.Int64()))
    ('number', 'text', 'time', 'other')
    """
    if dtype.is_numeric():
        return "number"
    if isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
        return "text"
    if dtype.is_temporal():
        return "time"
    return "boolean" if isinstance(dtype, pl.Boolean) else "other"
