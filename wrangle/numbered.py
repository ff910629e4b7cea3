"""Texts as small whole numbers: several times cheaper to count, sort and look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Numbered:
    """Texts by number, and what each number stands for."""

    codes: Any
    """numpy.ndarray, (rows,), int64, from 0."""
    texts: pl.Series
    """(distinct texts,): each at the place that is its number; null among them, the last, where it stands."""


def numbered(texts: pl.Series) -> Numbered:
    """Give each distinct text a number, in the order in which they first stand; null has the last.

    Examples
    --------
    >>> found = numbered(pl.Series(["b", None, "a", "b"]))
    >>> found.codes.tolist(), found.texts.to_list()
    ([0, 2, 1, 0], ['b', 'a', None])
    """
    import numpy as np

    kind = pl.Categorical(pl.Categories.random("wrangle"))
    local = texts.cast(kind)
    codes = local.to_physical()
    count: Any = codes.max()
    numbers = pl.int_range(0 if count is None else count + 1, dtype=pl.UInt32, eager=True)
    known = numbers.cat.to(kind).cast(pl.String)
    if codes.null_count():
        codes = codes.fill_null(len(known))
        known = known.extend(pl.Series([None], dtype=pl.String))
    return Numbered(codes.to_numpy().astype(np.int64), known)
