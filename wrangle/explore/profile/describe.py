"""Tells of each column what was counted in all rows, and what only the sample can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.explore.profile.beyond import within
from wrangle.explore.profile.counting import Counting
from wrangle.explore.profile.dates import Dates
from wrangle.explore.profile.facts import ColumnProfile, Numbers, Texts, Times
from wrangle.explore.profile.moments import Moments
from wrangle.explore.profile.naming import unit_of, unit_written
from wrangle.explore.profile.reading import Reading, read
from wrangle.explore.profile.shapes import shapes, spellings
from wrangle.explore.profile.spread import numbers as spread
from wrangle.schema import type_name

TOP = 20
"""Frequent values that are told."""

CATEGORIES = 100
"""Different texts up to which a column is one of categories."""

KEY = 0.999
"""The share of rows with a value of their own from which on a column looks like a key."""

BINS = 24


@dataclass(frozen=True)
class Values:
    """Different values of a column with their rows."""

    frame: pl.DataFrame
    """(values, `value` + `count`), the most frequent first; of a sample, counts are scaled to all rows."""
    exact: bool
    """Whether they are of all rows."""


def values_of(counting: Counting, sample: pl.Series) -> Values:
    """Return the values of a column, from all rows where they were counted one by one, else from the sample.

    Examples
    --------
    >>> counting = Counting(pl.String())
    >>> counting.add(pl.Series(["a", "b", "a"])); counting.finish()
    >>> values_of(counting, pl.Series(["a"])).frame.rows()
    [('a', 2), ('b', 1)]
    """
    if counting.tally is not None and counting.kind != "other":
        return Values(counting.tally.with_columns(pl.col("count").cast(pl.Int64)), exact=True)
    there = sample.drop_nulls().alias("value")
    if counting.kind == "other":
        return Values(pl.DataFrame({"value": there.clear(), "count": pl.Series([], dtype=pl.Int64)}), exact=False)
    if counting.kind == "time":
        there = within(there).drop_nulls()
    if counting.kind == "number" and there.dtype.is_float():
        there = there.filter(there.is_finite())
    counted = there.value_counts(name="count").sort(["count", "value"], descending=[True, False])
    times = counting.there / max(len(there), 1)
    scaled = (pl.col("count") * times).round().cast(pl.Int64)
    return Values(counted.with_columns(scaled), exact=times <= 1)


def column_profile(name: str, dtype: pl.DataType, counting: Counting, values: Values) -> ColumnProfile:
    """Return what is told of a column."""
    reading = read(_text(values.frame)) if counting.kind == "text" else None
    when = reading.dates if reading else None
    numbers = _numbers(counting, values, reading)
    texts = _texts(counting, values, reading) if reading else None
    repeated = counting.repeated
    unique = counting.there > 1 and repeated <= (1 - KEY) * counting.there
    return ColumnProfile(
        name=name,
        type=type_name(dtype),
        looks=_looks(counting, reading, dtype, unique=unique),
        rows=counting.rows,
        nulls=counting.nulls,
        missing=_missing(counting),
        distinct=min(counting.distinct, counting.there),
        distinct_error=counting.error,
        repeated=repeated,
        exact=values.exact,
        top=_top(values, unique=unique),
        numbers=numbers,
        times=_times(counting, values, when),
        texts=texts,
        unit=_unit(name, reading) if numbers or (reading and reading.units) else "",
        spellings=spellings(_text(values.frame)) if _has_names(reading, unique=unique) else (),
    )


def _unit(name: str, reading: Reading | None) -> str:
    return (unit_written(reading.units) if reading else "") or unit_of(name)


def _missing(counting: Counting) -> Mapping[str, int]:
    return dict(sorted(counting.texts.tokens.items(), key=lambda pair: (-pair[1], pair[0])))


def _has_names(reading: Reading | None, *, unique: bool) -> bool:
    return reading is not None and reading.looks == "text" and not unique


def _text(values: pl.DataFrame) -> pl.DataFrame:
    return values.with_columns(pl.col("value").cast(pl.String))


def _top(values: Values, *, unique: bool) -> list[dict[str, Any]]:
    few = values.frame.head(TOP)
    few = few.clear() if unique or (not values.exact and few.height and few["count"][0] <= 1) else few
    return [{"value": _plain(value), "rows": count} for value, count in few.iter_rows()]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _other(dtype: pl.DataType) -> str:
    return "nested" if dtype.is_nested() else "binary" if isinstance(dtype, pl.Binary) else "unknown"


def _looks(counting: Counting, reading: Reading | None, dtype: pl.DataType, *, unique: bool) -> str:
    if not counting.there:
        return "empty"
    if counting.distinct == 1:
        return "constant"
    if reading is None:
        return {"number": "number", "time": "time", "boolean": "boolean"}.get(counting.kind, _other(dtype))
    if reading.looks == "text":
        return "key" if unique else "category" if counting.distinct <= CATEGORIES else "text"
    if reading.looks == "date" and reading.dates and reading.dates.timed:
        return "time"
    return reading.looks


def _numbers(counting: Counting, values: Values, reading: Reading | None) -> Numbers | None:
    import numpy as np

    if counting.kind == "number":
        frame = values.frame.select(number=pl.col("value").cast(pl.Float64), count="count")
        frame = frame.filter(pl.col("number").is_finite())
        return spread(frame["number"].to_numpy(), frame["count"].to_numpy(), counting.moments, exact=True)
    if reading is None or reading.looks not in {"number", "quantity"}:
        return None
    if reading.looks == "quantity" and len(reading.units) > 1:
        return None  # numbers of several units tell nothing together
    found, times = reading.numbers["number"].to_numpy(), reading.numbers["count"].to_numpy()
    all_rows = not values.exact and set(reading.kinds) <= {"number", "missing", "text"}
    moments = counting.texts.moments if all_rows and counting.texts.numeric else Moments()
    if moments.count == 0:
        moments.add(found.astype(np.float64), times)
    return spread(found, times, moments, exact=values.exact or all_rows)


def _texts(counting: Counting, values: Values, reading: Reading) -> Texts:
    texts = counting.texts
    frame = _text(values.frame)
    return Texts(
        shortest=texts.shortest or 0,
        longest=texts.longest,
        mean_length=round(texts.mean_length or 0.0, 2),
        padded=texts.padded,
        kinds=reading.kinds,
        units=dict(list(reading.units.items())[:TOP]),
        shapes=shapes(frame),
        odd=reading.odd,
    )


def _times(counting: Counting, values: Values, when: Dates | None) -> Times | None:
    if counting.kind == "time" and (counting.least is not None or counting.beyond):
        return _of_times(counting, values)
    if when is None:
        return None
    moments = when.moments
    low, high = moments["moment"].min(), moments["moment"].max()
    edges, counts = _bins(moments["moment"].dt.epoch("s"), moments["count"])
    cut = 16 if when.timed else 10
    told = _said(edges, cut)
    return Times(str(low)[:cut], str(high)[:cut], dict(when.formats), when.ambiguous, told, counts)


def _of_times(counting: Counting, values: Values) -> Times:
    dtype = values.frame.schema["value"]
    edges: list[str] = []
    counts: list[int] = []
    if isinstance(dtype, (pl.Date, pl.Datetime)):
        seconds = values.frame["value"].cast(pl.Datetime("us")).dt.epoch("s")
        found, counts = _bins(seconds, values.frame["count"])
        edges = _said(found, 10 if isinstance(dtype, pl.Date) else 16)
    low, high = ("" if each is None else str(each) for each in (counting.least, counting.most))
    return Times(low, high, {}, (), edges, counts, counting.beyond)


def _bins(seconds: pl.Series, times: pl.Series) -> tuple[list[float], list[int]]:
    import numpy as np

    if not len(seconds):
        return [], []
    moments = seconds.to_numpy()
    found, edges = np.histogram(moments, BINS, weights=times.to_numpy())
    edges = np.clip(edges, moments.min(), moments.max())  # around a lone moment bins reach half a second further
    return edges.tolist(), [round(each) for each in found.tolist()]


def _said(edges: list[float], cut: int) -> list[str]:
    moments = pl.Series([round(each * 1000) for each in edges], dtype=pl.Int64).cast(pl.Datetime("ms"))
    return [str(each)[:cut] for each in moments]
