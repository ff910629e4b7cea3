"""What is known of a table's columns: the type names that rule files use, polars' types, units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

TypeName = Literal["string", "float", "integer", "boolean", "datetime", "date"]

TYPES: Mapping[str, pl.DataType] = {
    "string": pl.String(),
    "float": pl.Float64(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "datetime": pl.Datetime("us"),
    "date": pl.Date(),
}
"""The polars type that each type name of a rule file stands for."""

assert set(TYPES) == set(get_args(TypeName))

Family = Literal["text", "number", "boolean", "time", "other"]


def family(dtype: pl.DataType) -> Family:
    """Tell which family of types a polars type belongs to.

    Examples
    --------
    >>> import polars as pl
    >>> family(pl.Float32()), family(pl.String()), family(pl.Date())
    ('number', 'text', 'time')
    """
    if dtype.is_numeric():
        return "number"
    if dtype.is_temporal():
        return "time"
    if isinstance(dtype, pl.Boolean):
        return "boolean"
    if isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
        return "text"
    return "other"


def type_name(dtype: pl.DataType) -> str:
    """Return the rule file's name for a polars type, or polars' own where there is none.

    Examples
    --------
    >>> import polars as pl
    >>> type_name(pl.Float32()), type_name(pl.Datetime("ms")), type_name(pl.List(pl.Int8()))
    ('float', 'datetime', 'List(Int8)')
    """
    if dtype.is_float():
        return "float"
    if dtype.is_integer():
        return "integer"
    if isinstance(dtype, pl.Datetime):
        return "datetime"
    if family(dtype) == "text":
        return "string"
    names = {type(known): name for name, known in TYPES.items()}
    return names.get(type(dtype), str(dtype))


@dataclass(frozen=True)
class ColumnInfo:
    """One column as far as it is known before any data is read.

    `dtype` is None where only the data can tell; `unit` is None where none was declared.
    """

    dtype: pl.DataType | None = None
    unit: str | None = None


Schema = Mapping[str, ColumnInfo]
"""Column names, in order, with what is known of each."""


def schema_of(frame: pl.DataFrame | pl.LazyFrame) -> dict[str, ColumnInfo]:
    """Return the schema of a frame; units are unknown.

    Examples
    --------
    >>> import polars as pl
    >>> schema_of(pl.DataFrame({"a": [1]}))
    {'a': ColumnInfo(dtype=Int64, unit=None)}
    """
    return {name: ColumnInfo(dtype) for name, dtype in frame.lazy().collect_schema().items()}
