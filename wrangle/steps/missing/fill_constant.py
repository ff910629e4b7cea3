"""Fills missing values with a constant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.errors import SchemaError
from wrangle.expressions.missing import is_missing
from wrangle.schema import family, type_name
from wrangle.steps.base import Learned
from wrangle.steps.in_place import InPlaceStep
from wrangle.steps.options import Scalar

KINDS: Mapping[str, tuple[type, ...]] = {"text": (str,), "boolean": (bool,), "number": (int, float)}
"""What fills columns of each family of types."""


class FillConstant(InPlaceStep):
    """Write a constant where a value is missing.

    Null and NaN are missing; infinities and empty text are values, and stay: `null_values` makes null of them. The type
    of a column stays, unless the constant asks for a wider one (0.5 among whole numbers); a text among numbers, or a
    number among texts, is refused: quote it ("0") where text is meant. Among dates and times the constant is a text by
    ISO 8601.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("fill_constant: {column: a, value: none}", a=["x", None, ""])
    {'a': ['x', 'none', '']}
    >>> apply("fill_constant: {columns: [a, b], value: 0}", a=[1.5, None, float("nan")], b=[None, 2, 3])
    {'a': [1.5, 0.0, 0.0], 'b': [0, 2, 3]}
    """

    value: Scalar
    """The constant: unquoted 5 is a number, quoted "5" a text."""

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the column without missing values.

        Raises
        ------
        SchemaError
            The constant is of another kind than the column. The message tells both.
        """
        constant = pl.lit(self._constant(name, self.dtype(name)))
        return pl.when(is_missing(name)).then(constant).otherwise(pl.col(name))

    def _constant(self, name: str, dtype: pl.DataType) -> Any:
        kind, value = family(dtype), self.value
        if kind == "time" and isinstance(value, str):
            return _time(value, dtype)
        if kind == "other" or isinstance(dtype, pl.Null) or type(value) in KINDS.get(kind, ()):
            return value
        said = f"{value!r} cannot fill the column {name!r}, which is {type_name(dtype)}"
        raise SchemaError(f"{said}: give a value of that type{', in quotes' if kind == 'text' else ''}")


def _time(text: str, dtype: pl.DataType) -> Any:
    """Return a date or time of a column's type."""
    kind: Any = dt.date if isinstance(dtype, pl.Date) else dt.time if isinstance(dtype, pl.Time) else dt.datetime
    try:
        return kind.fromisoformat(text)
    except ValueError:
        raise SchemaError(f"{text!r} is no {type_name(dtype)} by ISO 8601: write it as 2024-01-31") from None
