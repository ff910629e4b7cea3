"""Row numbers as runs: of rows that follow one another, the first and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from wrangle.engine.ops import ROW

RUNS = pl.Schema({"first": pl.UInt32(), "rows": pl.UInt32()})


def runs_of(numbers: pl.Series) -> pl.DataFrame:
    """Return row numbers as runs, as long as they can be.

    Parameters
    ----------
    numbers : polars.Series, (rows,), UInt32
        In any order, which is kept.

    Examples
    --------
    >>> runs_of(pl.Series([3, 4, 5, 1], dtype=pl.UInt32)).rows()
    [(3, 3), (1, 1)]
    """
    import numpy as np

    whole = numbers.to_numpy()
    if not len(whole):
        return RUNS.to_frame()
    begins = np.append(0, np.flatnonzero(whole[1:] != whole[:-1] + 1) + 1)
    rows = np.diff(begins, append=len(whole)).astype(np.uint32)
    return pl.DataFrame({"first": whole[begins], "rows": rows}, schema=RUNS)


def numbers_of(runs: pl.DataFrame) -> pl.Series:
    """Return the row numbers of runs, UInt32.

    Examples
    --------
    >>> numbers_of(runs_of(pl.Series([3, 4, 5, 1], dtype=pl.UInt32))).to_list()
    [3, 4, 5, 1]
    """
    import numpy as np

    first, rows = (runs[name].to_numpy().astype(np.int64) for name in RUNS)
    before = np.cumsum(rows) - rows
    numbers = np.repeat(first - before, rows) + np.arange(rows.sum())
    return pl.Series(ROW, numbers.astype(np.uint32))


def joined(parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield runs that come some at a time, those that were cut in two together again."""
    open_ = RUNS.to_frame()
    for later in parts:
        found = _grown(open_, later)
        yield found.head(-1)
        open_ = found.tail(1)
    yield open_


def _grown(open_: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Return a run, if there is one, and those that come after it; it grows where the first of them goes on with it."""
    if open_.height and later.height and later["first"][0] == sum(open_.row(0)):
        rows = later["rows"].clone()
        rows[0] += open_["rows"][0]
        return pl.DataFrame([pl.concat([open_["first"], later["first"][1:]]), rows])
    return pl.concat([open_, later])
