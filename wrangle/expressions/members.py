"""Tells which values of a column are among given ones; the column's type says how values are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import polars as pl
import polars.selectors as cs

from wrangle.expressions.missing import is_missing

Value = bool | int | float | str
"""A number, a truth value or a text."""


def outside(column: str, values: Sequence[Value]) -> pl.Expr:
    """Return true where a value is none of those given, false where it is one, null where it is null or NaN.

    In a column of text values are compared as texts (true is "true"), among numbers the numbers that are given count,
    among truth values also the texts "true" and "false", among dates and times the ISO 8601 texts.

    Examples
    --------
    >>> pl.DataFrame({"a": [1.0, 2.0, float("nan")]}).select(outside("a", [1, "x"])).to_series().to_list()
    [False, True, None]
    """
    member = pl.coalesce(*_members(cs.by_name(column), values))
    return pl.when(is_missing(column).not_()).then(member.not_())


def _members(column: cs.Selector, values: Sequence[Value]) -> Iterator[pl.Expr]:
    """Yield one expression for each family of types; only that of the column's type takes part in a plan."""
    numbers = [value for value in values if not isinstance(value, (bool, str))]
    whole = [int(value) for value in numbers if -(2**63) <= value < 2**63 and value == int(value)]
    texts = column & (cs.string() | cs.categorical() | cs.enum())
    yield _is_in(texts.cast(pl.String), pl.Series([shown(value) for value in values], dtype=pl.String))
    yield _is_in((column & cs.integer()).cast(pl.Int64, strict=False), pl.Series(whole, dtype=pl.Int64))
    yield _is_in((column & (cs.float() | cs.decimal())).cast(pl.Float64), pl.Series(numbers, dtype=pl.Float64))
    truths = [truth for truth in (True, False) if shown(truth) in map(shown, values)]
    yield _is_in(column & cs.boolean(), pl.Series(truths, dtype=pl.Boolean))
    times = column & (cs.date() | cs.datetime(time_zone=None))
    yield _is_in(times.cast(pl.Datetime("us")), pl.Series(_times(values), dtype=pl.Datetime("us")))
    yield (column & cs.by_dtype(pl.Null)).cast(pl.Boolean)


def _is_in(column: pl.Expr, members: pl.Series) -> pl.Expr:
    return column.is_in(members.implode()).fill_null(False)


def shown(value: Value) -> str:
    """Return a value as the text that it stands for: a truth value in small letters.

    Examples
    --------
    >>> shown(True), shown(2.5)
    ('true', '2.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def _times(values: Sequence[Value]) -> list[datetime]:
    found = []
    for value in values:
        if isinstance(value, str):
            try:
                found.append(datetime.fromisoformat(value).replace(tzinfo=None))
            except ValueError:
                continue
    return found
