"""Reads the data once: every column counted, rows sampled, equal rows and pairs of columns followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from wrangle.explore.profile.counting import SEED, Counting, kind_of
from wrangle.explore.profile.rowsample import ROW, RowSample
from wrangle.explore.profile.sketch import HashSample

EQUAL_ROWS = 1 << 19
"""Different rows that are followed to find equal ones: 10 MB of memory."""

FIRST = 20_000
"""Rows by which pairs of columns are chosen that may be a key."""

PAIRS, OF_COLUMNS = 8, 30
"""Pairs that are followed at most, and columns of which they are made."""

UNIQUE = 0.95
"""The share of rows of their own from which on columns may be a key."""

CHANCE = 0.05
"""So large a part of rows would share a pair by chance at least: else that few do tells nothing."""


@dataclass
class Scan:
    """What one pass found."""

    columns: dict[str, Counting]
    sample: RowSample
    equal: HashSample = field(default_factory=lambda: HashSample(EQUAL_ROWS))
    pairs: dict[tuple[str, str], HashSample] = field(default_factory=dict)
    rows: int = 0

    @property
    def hashed(self) -> list[str]:
        """The columns by which rows are compared."""
        return [name for name, counting in self.columns.items() if counting.kind != "other"]

    @property
    def compares_rows(self) -> bool:
        """Whether all columns are of types by which rows can be compared."""
        return bool(self.columns) and len(self.hashed) == len(self.columns)


def scan(batches: Iterable[pl.DataFrame], size: int, seed: int) -> Scan:
    """Read batches of rows.

    Parameters
    ----------
    batches : iterable of polars.DataFrame
        At least one, numbered in `__row`.
    size : int
        How many rows to keep as a sample.
    seed : int
        Decides which.

    Examples
    --------
    >>> found = scan([pl.DataFrame({"a": [1, 1, 2], "__row": [0, 1, 2]})], 10, 0)
    >>> found.rows, found.columns["a"].distinct, found.equal.repeated
    (3, 2, 1)
    """
    found: Scan | None = None
    with ThreadPoolExecutor(pl.thread_pool_size(), thread_name_prefix="profile") as pool:
        for batch in _whole_first(batches):
            if found is None:
                found = _begun(batch, size, seed)
            columns = batch.drop(ROW)
            work = [pool.submit(found.columns[each.name].add, each) for each in columns]
            work.append(pool.submit(_rows, found, columns))
            found.sample.add(batch)
            found.rows += batch.height
            for each in work:
                each.result()
    assert found is not None
    for counting in found.columns.values():
        counting.finish()
    return found


def _whole_first(batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield batches, the first of them with as many rows as pairs are chosen by, whatever the sizes that come."""
    rest = iter(batches)
    first = [next(rest)]
    while sum(each.height for each in first) < FIRST and (more := next(rest, None)) is not None:
        first.append(more)
    yield pl.concat(first)
    yield from rest


def _begun(batch: pl.DataFrame, size: int, seed: int) -> Scan:
    columns = batch.drop(ROW)
    found = Scan({each.name: Counting(each.dtype) for each in columns}, RowSample(size, seed))
    found.pairs = {pair: HashSample() for pair in candidates(columns.head(FIRST))}
    return found


def _rows(found: Scan, columns: pl.DataFrame) -> None:
    """Follow equal rows, and pairs of columns."""
    if found.compares_rows:
        found.equal.add(columns.hash_rows(SEED).to_numpy())
    for pair, sample in found.pairs.items():
        sample.add(columns.select(pair).drop_nulls().hash_rows(SEED).to_numpy())


def candidates(frame: pl.DataFrame) -> list[tuple[str, str]]:
    """Return pairs of columns that have few equal rows, though by chance there would be many.

    Parameters
    ----------
    frame : polars.DataFrame, (rows, columns)
        The first rows.

    Examples
    --------
    >>> frame = pl.DataFrame({"day": [d for d in range(60) for _ in range(60)], "shop": list(range(60)) * 60})
    >>> candidates(frame)
    [('day', 'shop')]
    """
    counts = {name: frame[name].n_unique() for name in _usable(frame)}
    several = [name for name, count in counts.items() if 1 < count < UNIQUE * frame.height]
    found = []
    for pair in combinations(sorted(several, key=lambda name: counts[name])[:OF_COLUMNS], 2):
        cells = counts[pair[0]] * counts[pair[1]]
        if cells >= UNIQUE * frame.height and frame.height / cells / 2 >= CHANCE:
            there = frame.select(pair).drop_nulls()
            if there.height >= UNIQUE * frame.height and _own(there) >= UNIQUE:
                found.append((counts[pair[0]] + counts[pair[1]], pair))
    order = {name: place for place, name in enumerate(frame.columns)}
    best = sorted(found)[:PAIRS]
    return [(min(pair, key=order.__getitem__), max(pair, key=order.__getitem__)) for _, pair in best]


def _own(rows: pl.DataFrame) -> float:
    return rows.hash_rows(SEED).n_unique() / rows.height


def _usable(frame: pl.DataFrame) -> Iterator[str]:
    """Yield the columns of which keys are made: a measured number is none."""
    for name, dtype in frame.schema.items():
        if not dtype.is_float() and kind_of(dtype) in {"text", "number", "time"} and not _is_measured(frame[name]):
            yield name


def _is_measured(column: pl.Series) -> bool:
    """Tell whether texts are numbers with a fraction, or with something behind them."""
    if column.dtype != pl.String:
        return False
    there = column.drop_nulls()
    return len(there) > 0 and int(there.str.contains(r"^\s*[-+]?\d*[.,]\d+\D*$").sum()) > len(there) / 2
