"""The types that CAST may name, and how a value is turned into each: null where it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from wrangle.expressions.times import timestamp

TYPES: Mapping[str, str] = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), "integer"),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), "float"),
    **dict.fromkeys(("CHAR", "VARCHAR", "TEXT"), "string"),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMPNTZ", "DATETIME"), "datetime"),
    "DATE": "date",
    "BOOLEAN": "boolean",
}
"""sqlglot's names of the types that CAST may name, with ours."""


def _boolean(value: pl.Expr) -> pl.Expr:
    text = value.cast(pl.String).str.to_lowercase()
    yes, no = text.is_in(["true", "t", "1", "1.0", "yes", "y"]), text.is_in(["false", "f", "0", "0.0", "no", "n"])
    return pl.when(yes | no).then(yes)


CASTS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "integer": lambda x: x.cast(pl.Int64, strict=False),
    "float": lambda x: x.cast(pl.Float64, strict=False),
    "string": lambda x: x.cast(pl.String),
    "boolean": _boolean,
    "date": lambda x: timestamp(x).dt.date(),
    "datetime": timestamp,
}
"""What each type does with a value."""
