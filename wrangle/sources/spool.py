"""Keeps rows that come in a stream, and only once, in a temporary file: then they can be read as often as needed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from itertools import chain

import polars as pl
from polars.io.plugins import register_io_source

from wrangle.errors import SourceError
from wrangle.sources.decoding import Copy
from wrangle.sources.input import Input
from wrangle.sources.showing import counted


def spooled(batches: Iterator[pl.DataFrame], origin: str) -> Input:
    """Return rows that come batch by batch as an input; memory holds a few batches at a time.

    Parameters
    ----------
    batches : iterator of polars.DataFrame
        At least one, the first may be empty; all have the same columns.
    origin : str
        Where they come from, for messages.

    Raises
    ------
    SourceError
        What the batches raise; or the temporary folder is full.

    Examples
    --------
    >>> found = spooled(iter([pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [2, 3]})]), "a stream")
    >>> found.frame.collect()["a"].to_list(), found.rows
    ([1, 2, 3], 3)
    """
    first = next(batches)
    copy = Copy(".parquet")
    met: list[BaseException] = []
    rows = 0

    def source(*_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        try:
            for batch in chain([first], batches):
                rows += batch.height
                tell(rows)
                yield batch
        except BaseException as error:
            met.append(error)
            raise

    try:
        with counted(origin) as tell:
            frame = register_io_source(source, schema=first.schema)
            frame.sink_parquet(copy.path, compression="zstd", compression_level=1)
    except (pl.exceptions.PolarsError, OSError) as error:
        copy.close()
        if met:
            raise met[0] from error
        raise _why_not(origin, error) from error
    return Input(pl.scan_parquet(copy.path, glob=False), text=False, origin=origin, rows=rows, copies=(copy,))


def _why_not(origin: str, error: Exception) -> SourceError:
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    if full or "no space left" in str(error).lower():
        help_ = "the temporary folder is full: name another one in the environment variable TMPDIR"
        return SourceError(f"{origin}: {help_}")
    return SourceError(f"{origin}: cannot be kept: {next(iter(str(error).splitlines()), '')}")
