"""Types that Delta tables have no word for: how they are kept there, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.errors import SourceError

_KEPT: Mapping[str, tuple[type[pl.DataType] | pl.DataType, pl.DataType]] = {
    "UInt8": (pl.UInt8(), pl.Int16()),
    "UInt16": (pl.UInt16(), pl.Int32()),
    "UInt32": (pl.UInt32(), pl.Int64()),
    "UInt64": (pl.UInt64(), pl.Decimal(20, 0)),
    "Int128": (pl.Int128(), pl.Decimal(38, 0)),
    "Time": (pl.Time(), pl.Int64()),
    "Duration(ms)": (pl.Duration("ms"), pl.Int64()),
    "Duration(us)": (pl.Duration("us"), pl.Int64()),
    "Duration(ns)": (pl.Duration("ns"), pl.Int64()),
    "Datetime(ns)": (pl.Datetime("ns"), pl.Int64()),
    "Datetime(ns, UTC)": (pl.Datetime("ns", "UTC"), pl.Int64()),
}
"""The word for a type -> the type, and the one that it is kept as."""

_HELD = (
    pl.String,
    pl.Binary,
    pl.Boolean,
    pl.Date,
    pl.Decimal,
    pl.Float32,
    pl.Float64,
    pl.Int8,
    pl.Int16,
    pl.Int32,
    pl.Int64,
)
"""Types that Delta tables have a word for."""


def stored(frame: pl.LazyFrame) -> tuple[pl.LazyFrame, dict[str, str]]:
    """Return a frame with types that a Delta table has, and the word for each that is to be brought back.

    Categories become text, a column of nothing but nulls becomes text, times with a zone become UTC.

    Parameters
    ----------
    frame : polars.LazyFrame, (rows, columns)

    Returns
    -------
    polars.LazyFrame, (rows, columns)
    dict of str to str
        Column -> the word for its type.

    Raises
    ------
    SourceError
        A column is of a type that cannot be kept; the message names it.

    Examples
    --------
    >>> kept, words = stored(pl.LazyFrame({"a": [1]}, schema={"a": pl.UInt8}))
    >>> kept.collect_schema(), words
    (Schema([('a', Int16)]), {'a': 'UInt8'})
    >>> restored(kept, words).collect_schema()
    Schema([('a', UInt8)])
    """
    schema = frame.collect_schema()
    words = {name: word for name, dtype in schema.items() if (word := _word(dtype))}
    casts = [_cast(name, dtype) for name, dtype in schema.items()]
    kept = frame.with_columns(cast for cast in casts if cast is not None)
    _hold(kept.collect_schema())
    return kept, words


def restored(frame: pl.LazyFrame, words: Mapping[str, str]) -> pl.LazyFrame:
    """Return a frame with the types that it was kept from."""
    known = {name: _KEPT[word][0] for name, word in words.items() if word in _KEPT}
    return frame.with_columns(pl.col(name).cast(dtype) for name, dtype in known.items()) if known else frame


def _word(dtype: pl.DataType) -> str | None:
    return next((word for word, (known, _) in _KEPT.items() if known == dtype), None)


def _cast(name: str, dtype: pl.DataType) -> pl.Expr | None:
    column = pl.col(name)
    if word := _word(dtype):
        return column.cast(_KEPT[word][1])
    if isinstance(dtype, (pl.Categorical, pl.Enum, pl.Null)):
        return column.cast(pl.String())
    if isinstance(dtype, pl.Datetime):
        zoned = column.dt.convert_time_zone("UTC") if dtype.time_zone not in {None, "UTC"} else column
        unit = "us" if dtype.time_unit == "ms" else dtype.time_unit
        changed = unit != dtype.time_unit or dtype.time_zone not in {None, "UTC"}
        return zoned.dt.cast_time_unit(unit) if changed else None
    return None


def _hold(schema: pl.Schema) -> None:
    for name, dtype in schema.items():
        if not _is_kept(dtype):
            what = f"the column {name!r} is {dtype}, which a table of the repository cannot hold"
            raise SourceError(f"{what}: leave it out by a query, or bring it to another type first")


def _is_kept(dtype: pl.DataType) -> bool:
    """Return whether a type, and all types inside it, are among those of Delta tables."""
    if isinstance(dtype, (pl.List, pl.Array)):
        return _is_kept(_instance(dtype.inner))
    if isinstance(dtype, pl.Struct):
        return all(_is_kept(_instance(each.dtype)) for each in dtype.fields)
    if isinstance(dtype, pl.Datetime):
        return dtype.time_unit == "us" and dtype.time_zone in {None, "UTC"}
    return isinstance(dtype, _HELD)


def _instance(dtype: Any) -> pl.DataType:
    return dtype if isinstance(dtype, pl.DataType) else pl.Schema({"": dtype})[""]
