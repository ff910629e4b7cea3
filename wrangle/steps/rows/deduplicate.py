"""Keeps one row of those that share a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl
import polars.selectors as cs

from wrangle.errors import SchemaError
from wrangle.expressions.keys import duplicated_candidates
from wrangle.steps.base import FrameStep
from wrangle.steps.options import Column, Columns, names_of

MISSING = "__missing"
ORDER = "__order"
ROW = "__row"


class Deduplicate(FrameStep):
    """Keep one row of those that share a key; the others are dropped, and counted.

    Nulls in keys are equal to each other, and so are NaNs: two rows without a station and a time share a key. Empty
    text is a value like any other. Without `order_by`, first and last go by the rows' order in the input; with it,
    by that column, equal values by the rows' order; a row where it is null or NaN stays only if all of its key are so.
    Key columns are compared as they are: trim and parse them before.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("deduplicate: {keys: [a]}", a=["x", "y", "x", None, None], b=[1, 2, 3, 4, 5])
    {'a': ['x', 'y', None], 'b': [1, 2, 4]}
    >>> apply("deduplicate: {keys: a, keep: last, order_by: b}", a=["x", "y", "x"], b=[3, 2, 1])
    {'a': ['x', 'y'], 'b': [3, 2]}
    """

    keys: Columns
    """The columns that make the key; `all`: rows that are equal as a whole."""

    keep: Literal["first", "last", "most_complete", "none"] = "first"
    """Which row of a key stays: the first, the last, the one with the fewest nulls and NaNs in all columns (the first
    of several such), or none of them (a key that stands once stays)."""

    order_by: Column | None = None
    """The column that tells which row is first and which last: with `keep: last` on a time, the newest stays."""

    def partition_by(self) -> tuple[str, ...]:
        """Return the key columns.

        Raises
        ------
        SchemaError
            A glob or type in `keys` fits no column. Name the columns.
        """
        if self.keys.names == ():
            raise SchemaError("deduplicate: no column fits `keys`: name the columns that make the key")
        return names_of(self.keys)

    def needs(self) -> Sequence[pl.Expr]:
        """Return the order column, and for the most complete row the number of missing values of each row."""
        order = [pl.col(self.order_by).alias(ORDER)] if self.order_by else []
        return [*order, _missing()] if self.keep == "most_complete" else order

    def keep_rows(self, part: pl.DataFrame) -> pl.Series:
        """Return which rows stay; only rows that share the hash of their key are looked at closely."""
        keys = list(self.partition_by())
        candidate = duplicated_candidates(part, keys).rename("stays")
        rows = candidate.arg_true()
        if not len(rows):
            return ~candidate
        close = part[rows].with_columns(rows.alias("__place"))
        kept = self._ordered(close).unique(keys, keep="none" if self.keep == "none" else "first", maintain_order=True)
        return (~candidate).scatter(kept["__place"], True)

    def _ordered(self, close: pl.DataFrame) -> pl.DataFrame:
        """Return rows so that of each key the one that stays comes first."""
        last = self.keep == "last"
        order = [cs.by_name(ORDER)] if self.order_by else []
        fewest = [MISSING] if self.keep == "most_complete" else []
        frame = close.with_columns((cs.by_name(ORDER) & cs.float()).fill_nan(None)) if order else close
        descending = [False] * len(fewest) + [last] * (len(order) + 1)
        return frame.sort([*fewest, *order, ROW], descending=descending, nulls_last=True)


def _missing() -> pl.Expr:
    """Return the number of a row's columns that are null or NaN."""
    return pl.sum_horizontal(pl.all().is_null(), cs.float().is_nan().fill_null(False)).alias(MISSING)
