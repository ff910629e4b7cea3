"""Maps keys to known values, row by row: a table held in the expression, without a join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from wrangle.errors import SchemaError
from wrangle.expressions.missing import is_nan
from wrangle.schema import family, type_name

SEPARATOR = "\x1f"
"""Stands between the parts of a combined key: ASCII's own unit separator."""

NOTHING = "\x1e"
"""Stands for null in a combined key."""


def gather(keys: pl.Expr, table_keys: pl.Series, table_values: pl.Series) -> pl.Expr:
    """Return the table's value for each key; null for a key that the table does not have.

    A null or NaN key has no value, unless null or NaN is itself one of the table's keys. Numbers and times are equal
    when their values are: 1 finds 1.0, 1.5 does not find 1, and -0.0 finds 0.0. Keys of the frame and of the table
    must both be text, both numbers, both times or both truth values. The result has the name of `table_values`.

    Parameters
    ----------
    keys : polars.Expr
        The keys to look up.
    table_keys : polars.Series, (entries,)
        The known keys, each once.
    table_values : polars.Series, (entries,)
        The value of each key, in the same order.

    Raises
    ------
    ValueError
        A key stands twice in the table: decide for one of its values first.

    Examples
    --------
    >>> frame = pl.DataFrame({"land": ["NO", "SE", None]})
    >>> table = pl.DataFrame({"code": ["NO", "DK"], "name": ["Norway", "Denmark"]})
    >>> frame.select(gather(pl.col("land"), table["code"], table["name"])).to_series().to_list()
    ['Norway', None, None]
    >>> table = pl.DataFrame({"code": ["NO", None], "name": ["Norway", "unknown"]})
    >>> frame.select(gather(pl.col("land"), table["code"], table["name"])).to_series().to_list()
    ['Norway', None, 'unknown']
    """
    dtype = table_keys.dtype
    plain = isinstance(dtype, pl.String)
    names = table_keys if plain else pl.select(_text(pl.lit(table_keys), dtype)).to_series()
    known = names.is_not_null()
    if names.n_unique() < len(names):
        raise ValueError(f"the key {names.filter(names.is_duplicated())[0]!r} stands more than once in the table")
    names, values = names.filter(known), table_values.filter(known)
    text = _text(keys, dtype)
    codes = text.cast(pl.Enum(names), strict=False).to_physical().cast(pl.UInt32)
    if len(names) < len(table_keys):
        codes = pl.when(text.is_null()).then(pl.lit(len(names), pl.UInt32)).otherwise(codes)
        values = values.extend(table_values.filter(~known))
    return pl.lit(values).gather(codes)


def of_group(by: Sequence[str], groups: pl.DataFrame, value: str, where: pl.Expr | None = None) -> pl.Expr:
    """Return the value of each row's group; null for a group that the table does not have, and for NaN.

    Parameters
    ----------
    by : sequence of str
        The columns that make the group; null is a group like any other.
    groups : polars.DataFrame, (groups, by + value)
    value : str
        The column that holds the values.
    where : polars.Expr, optional
        The rows for which a value is wanted.

    Examples
    --------
    >>> groups = pl.DataFrame({"g": ["x", None], "value": [1, 2]})
    >>> frame = pl.DataFrame({"g": ["x", "y", None]})
    >>> frame.select(of_group(["g"], groups, "value")).to_series().to_list()
    [1, None, 2]
    """
    key = pl.col(by[0]) if len(by) == 1 else combined(by)
    known = groups.filter(~is_nan(*by))
    return gather(key if where is None else pl.when(where).then(key), known.select(key).to_series(), known[value])


def levels(values: Sequence[Any], column: str, dtype: pl.DataType) -> pl.Series:
    """Return plain values as keys for `gather` among the values of a column: texts among texts.

    Raises
    ------
    SchemaError
        A value is of another type than the column. Give values of its type.

    Examples
    --------
    >>> levels([1, 2], "a", pl.String()).to_list()
    ['1', '2']
    """
    kind = family(dtype)
    if kind == "text":
        return pl.Series(list(map(str, values)), dtype=pl.String)
    odd = [each for each in values if isinstance(each, str) or isinstance(each, bool) != (kind == "boolean")]
    if odd:
        raise SchemaError(f"{odd[0]!r} is no value of the column {column!r}, which is {type_name(dtype)}")
    return pl.Series(values, dtype=None if values else dtype, strict=False)


def _text(keys: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return keys as text, equal for equal keys; null where a key cannot be a value of this type."""
    if dtype in {pl.String, pl.Categorical, pl.Enum, pl.Null}:
        return keys.cast(pl.String)
    same = keys.cast(dtype, strict=False)
    if dtype.is_float():
        same = pl.when(same == 0).then(0.0).otherwise(same.fill_nan(None))
    return pl.when(same == keys).then(same.cast(pl.String))


def combined(columns: Sequence[str]) -> pl.Expr:
    r"""Return one text key of several columns, never null: a null part is a part like any other.

    Parts are written as text, the ASCII unit separator between them; text that itself holds one may be confused
    with another key.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": ["x", None], "b": [1, 2]})
    >>> frame.select(combined(["a", "b"])).to_series().to_list()
    ['x\x1f1', '\x1e\x1f2']
    """
    parts = [pl.col(name).cast(pl.String).fill_null(NOTHING) for name in columns]
    return pl.concat_str(parts, separator=SEPARATOR)


def compound(columns: Sequence[str], dtypes: Sequence[pl.DataType]) -> pl.Expr:
    r"""Return one text key of several columns, equal for equal values; null where a part is null or of no such type.

    Parameters
    ----------
    columns : sequence of str
    dtypes : sequence of polars.DataType
        The types as which the parts are compared, those of the table's keys.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": ["x", None], "b": [1, 2]})
    >>> frame.select(compound(["a", "b"], [pl.String(), pl.Float64()])).to_series().to_list()
    ['x\x1f1.0', None]
    """
    parts = [_text(pl.col(name), dtype) for name, dtype in zip(columns, dtypes, strict=True)]
    return pl.concat_str(parts, separator=SEPARATOR)
