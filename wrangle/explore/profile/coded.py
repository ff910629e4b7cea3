"""Brings the columns of a sample into numbers: for relations, and for predicting a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from wrangle.explore.profile.beyond import within
from wrangle.explore.profile.facts import ColumnProfile
from wrangle.expressions.nothing import is_token

LARGE = 100
"""The power of two up to which numbers are left as they are: of larger ones, squares are no numbers, and trees take
32 bits."""


@dataclass(frozen=True)
class Coded:
    """A column as numbers."""

    kind: Literal["number", "category"]
    values: Any
    """numpy.ndarray, (rows,), float64: the numbers, or a number for each category; NaN where there is none. Those of a
    column with very large ones are all divided by one power of two: how they go together stays."""


def coded(frame: pl.DataFrame, columns: Mapping[str, ColumnProfile]) -> dict[str, Coded]:
    """Return the columns that can be numbers: numbers, times, truth values and texts.

    Parameters
    ----------
    frame : polars.DataFrame, (rows of the sample, columns)
    columns : mapping
        Name -> what is told of it.

    Examples
    --------
    >>> from wrangle.explore.profile.profile import profile
    >>> frame = pl.DataFrame({"a": ["1", "2", "n/a"], "b": ["x", "y", "x"]})
    >>> {name: (each.kind, each.values.tolist()) for name, each in coded(frame, profile(frame).columns).items()}
    {'a': ('number', [1.0, 2.0, nan]), 'b': ('category', [0.0, 1.0, 0.0])}
    """
    found = {name: _coded(frame[name], told) for name, told in columns.items()}
    return {name: each for name, each in found.items() if each is not None}


def _coded(column: pl.Series, told: ColumnProfile) -> Coded | None:
    dtype = column.dtype
    if dtype.is_numeric():
        return Coded("number", _array(column.cast(pl.Float64)))
    if isinstance(dtype, (pl.Date, pl.Datetime)):
        return Coded("number", _array(within(column).cast(pl.Datetime("us")).dt.epoch("s").cast(pl.Float64)))
    if dtype.is_temporal():
        return Coded("number", _array(column.to_physical().cast(pl.Float64)))
    if dtype == pl.Boolean:
        return Coded("number", _array(column.cast(pl.Float64)))
    if isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
        return _of_text(column.cast(pl.String), told)
    return None


def _of_text(texts: pl.Series, told: ColumnProfile) -> Coded:
    text = pl.col("text")
    frame = texts.alias("text").to_frame().with_columns(text=pl.when(~is_token(text)).then(text.str.strip_chars()))
    if told.times is not None and told.times.formats:
        moments = pl.coalesce(text.str.to_datetime(each, strict=False, time_unit="us") if _clock(each)
                              else text.str.to_date(each, strict=False).cast(pl.Datetime("us"))
                              for each in told.times.formats if "%#z" not in each)  # fmt: skip
        return Coded("number", _array(frame.select(moments.dt.epoch("s").cast(pl.Float64)).to_series()))
    if told.looks == "number":
        return Coded("number", _array(frame.select(text.cast(pl.Float64, strict=False)).to_series()))
    codes = frame.select(text.rank("dense").cast(pl.Float64) - 1).to_series()
    return Coded("category", _array(codes))


def _clock(format_: str) -> bool:
    return "%H" in format_ or "%I" in format_


def _array(numbers: pl.Series) -> Any:
    """Return numbers with NaN for null and for what is not finite."""
    import numpy as np

    values = numbers.fill_null(float("nan")).to_numpy().astype(np.float64)
    values = np.where(np.isfinite(values), values, np.nan)
    above = int(np.frexp(np.nanmax(np.abs(values), initial=0.0))[1]) - LARGE
    return np.ldexp(values, -above) if above > 0 else values
