"""Tells which captured records are the same thing, and which stand in the repository as well, by their key."""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.captures.truth import key_text
from wrangle.sources.input import Input


def asked_again(rows: pl.DataFrame, key: tuple[str, ...]) -> Any:
    """Return which records are about something that an earlier one was about.

    Their truth is the same one: a model that learned the first would be tested on what it knows.

    Parameters
    ----------
    rows : polars.DataFrame
        Captured records, oldest first.
    key : tuple of str
        The columns that say which record is which; without any, none is asked about again. A record in which one is
        null is nobody's.

    Returns
    -------
    numpy.ndarray, (records,), bool

    Examples
    --------
    >>> rows = pl.DataFrame({"flight": ["7", "8", " 7.0 ", None, None]})
    >>> asked_again(rows, ("flight",)).tolist()
    [False, False, True, False, False]
    """
    import numpy as np

    again = np.zeros(rows.height, bool)
    if key:
        known = rows.select(_keyed(rows, key)).with_row_index("place").drop_nulls()
        again[known["place"].to_numpy()] = True
        again[known.unique(key, keep="first")["place"].to_numpy()] = False
    return again


def overlap(rows: pl.DataFrame, input_: Input, key: tuple[str, ...]) -> tuple[Any, pl.DataFrame]:
    """Return which captured records are in the repository as well, and the pairs of places.

    Parameters
    ----------
    rows : polars.DataFrame
        Captured records.
    input_ : Input
        The data of the repository.
    key : tuple of str
        As of `asked_again`.

    Returns
    -------
    numpy.ndarray, (records,), bool
    polars.DataFrame, (pairs, `source` and `captured`)
    """
    import numpy as np

    twice = np.zeros(rows.height, bool)
    if not key or not len(twice):
        return twice, pl.DataFrame(schema={"source": pl.UInt32(), "captured": pl.UInt32()})
    columns = _keyed(rows, key)
    captured = rows.select(columns).with_row_index("captured").lazy()
    source = input_.frame.select(columns).with_row_index("source")
    pairs = source.join(captured, on=key, how="inner").select("source", "captured").collect(engine="streaming")
    twice[pairs["captured"].to_numpy()] = True
    return twice, pairs


def _keyed(rows: pl.DataFrame, key: tuple[str, ...]) -> list[pl.Expr]:
    """Return the columns of a key as they are compared: texts as the truth's are, see `key_text`."""
    texts = [name for name in key if rows.schema[name] == pl.String()]
    return [pl.col(name).map_batches(_texts, pl.String()) if name in texts else pl.col(name) for name in key]


def _texts(column: pl.Series) -> pl.Series:
    """Return texts as keys; each distinct one is looked at once."""
    distinct = column.drop_nulls().unique()
    keys = pl.Series([key_text(each) for each in distinct], dtype=pl.String())
    return column.replace_strict(distinct, keys, default=None, return_dtype=pl.String())
