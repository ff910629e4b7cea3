"""What all statistics share: how columns are read, how groups are told apart, how an answer is laid out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wrangle.errors import StatisticError
from wrangle.schema import family

VALUE = "__value"
"""The column of a state that holds the values asked about."""


def comparable(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column so that equal values are the same value: NaN is null, -0.0 is 0.0, categories are text.

    Without it the first -0.0 or 0.0 seen would decide, and so the order of the parts.

    Examples
    --------
    >>> frame = pl.DataFrame({"a": [-0.0, float("nan"), 1.0]})
    >>> frame.select(comparable("a", frame.schema["a"]))["a"].to_list()
    [0.0, None, 1.0]
    """
    value = pl.col(column)
    if dtype.is_float():
        return _unsigned_zero(value.fill_nan(None))
    return value.cast(pl.String) if isinstance(dtype, pl.Categorical) else value


def key(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a group column so that equal keys are one key; null and NaN stay what they are."""
    if dtype.is_float():
        return _unsigned_zero(pl.col(column))
    return pl.col(column).cast(pl.String) if isinstance(dtype, pl.Categorical) else pl.col(column)


def numbers(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column of numbers or truth values as Float64, null where it is not finite.

    Raises
    ------
    StatisticError
        The column holds neither numbers nor truth values. Parse it first.
    """
    if family(dtype) not in {"number", "boolean"} and dtype != pl.Null:
        raise StatisticError(f"column {column!r} is {dtype}, not a number: parse it first (parse_number)")
    value = pl.col(column).cast(pl.Float64)
    return pl.when(value.is_finite()).then(_unsigned_zero(value))


def _unsigned_zero(value: pl.Expr) -> pl.Expr:
    return pl.when(value == 0).then(pl.lit(0.0)).otherwise(value).name.keep()


def read(part: pl.DataFrame, by: Sequence[str], value: pl.Expr) -> pl.DataFrame:
    """Return the group columns and `VALUE` of the rows that have a value.

    Returns
    -------
    polars.DataFrame, (rows with a value, by + `VALUE`)
    """
    keys = [key(name, part.schema[name]) for name in by]
    return part.select(*keys, value.alias(VALUE)).drop_nulls(VALUE)


def aggregate(frame: pl.DataFrame, by: Sequence[str], *answers: pl.Expr) -> pl.DataFrame:
    """Return one row for each group, or one row for the whole where there are no group columns."""
    return frame.group_by(by).agg(*answers) if by else frame.select(*answers)


def stack(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of two states; a part whose column was all null takes the other's type."""
    return pl.concat([one, other], how="vertical_relaxed")


def table(by: Sequence[str], frame: pl.DataFrame, *answers: str) -> pl.DataFrame:
    """Return an answer by groups: the group columns, then the answers, in the order of the groups.

    Parameters
    ----------
    by : Sequence of str
        The group columns.
    frame : polars.DataFrame, (groups, by + `__answer` columns)
    answers : str
        Names of the answers, without the leading underscores that they have in `frame`. One that a group column has as
        well gets an underscore more: see `answer`.
    """
    named = (pl.col(f"__{name}").alias(answer(by, name)) for name in answers)
    return frame.sort(by, maintain_order=True).select(*by, *named)


def answer(by: Sequence[str], name: str) -> str:
    """Return the column of an answer by groups: its name, with an underscore more where a group column has it.

    Examples
    --------
    >>> answer(("station",), "value"), answer(("value",), "value"), answer(("value", "value_"), "value")
    ('value', 'value_', 'value__')
    """
    while name in by:
        name += "_"
    return name
