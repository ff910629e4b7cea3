"""Reads the data once: every column counted, rows sampled, equal rows and pairs of columns followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, combinations

import polars as pl

from wrangle.explore.profile.counting import SEED, Counting, kind_of
from wrangle.explore.profile.rowsample import ROW, RowSample
from wrangle.explore.profile.sketch import HashSample
from wrangle.explore.profile.textcounts import are_numbers

EQUAL_ROWS = 1 << 19
"""Different rows that are followed to find equal ones: 10 MB of memory."""

FIRST = 20_000
"""Rows by which pairs of columns are chosen that may be a key, and columns of texts that may be numbers."""

PAIRS, OF_COLUMNS = 8, 30
"""Pairs that are followed at most, and columns of which they are made."""

UNIQUE = 0.95
"""The share of rows of their own from which on columns may be a key."""

CHANCE = 0.05
"""So large a part of rows would share a pair by chance at least: else that few do tells nothing."""


@dataclass(frozen=True)
class Beginning:
    """What the first rows decide for all, so that it does not matter how the rows are divided."""

    schema: pl.Schema
    pairs: tuple[tuple[str, str], ...]
    """Pairs of columns to follow."""
    numeric: frozenset[str]
    """Columns of texts among which numbers are counted."""


@dataclass
class Scan:
    """What one pass found."""

    columns: dict[str, Counting]
    sample: RowSample
    equal: HashSample = field(default_factory=lambda: HashSample(EQUAL_ROWS))
    pairs: dict[tuple[str, str], HashSample] = field(default_factory=dict)
    rows: int = 0

    @classmethod
    def begun(cls, first: Beginning, size: int, seed: int) -> Scan:
        """Return what is found in no rows.

        Parameters
        ----------
        first : Beginning
        size : int
            How many rows to keep as a sample.
        seed : int
            Decides which.
        """
        columns = {name: Counting(dtype, numeric=name in first.numeric) for name, dtype in first.schema.items()}
        return cls(columns, RowSample(size, seed), pairs={pair: HashSample() for pair in first.pairs})

    @property
    def hashed(self) -> list[str]:
        """The columns by which rows are compared."""
        return [name for name, counting in self.columns.items() if counting.kind != "other"]

    @property
    def compares_rows(self) -> bool:
        """Whether all columns are of types by which rows can be compared."""
        return bool(self.columns) and len(self.hashed) == len(self.columns)

    def follow(self, batches: Iterable[pl.DataFrame]) -> None:
        """Take in rows, numbered in `__row`."""
        with ThreadPoolExecutor(pl.thread_pool_size(), thread_name_prefix="profile") as pool:
            for batch in batches:
                columns = batch.drop(ROW)
                work = [pool.submit(self.columns[each.name].add, each) for each in columns]
                work.append(pool.submit(_rows, self, columns))
                self.sample.add(batch)
                self.rows += batch.height
                for each in work:
                    each.result()

    def take(self, other: Scan) -> None:
        """Take in what was found in other rows, which began alike."""
        self.rows += other.rows
        for name, counting in self.columns.items():
            counting.take(other.columns[name])
        for pair, followed in self.pairs.items():
            followed.take(other.pairs[pair])
        self.equal.take(other.equal)
        self.sample.take(other.sample)

    def settle(self) -> None:
        """Bring together what came so far: it is smaller then."""
        for counting in self.columns.values():
            counting.settle()

    def finish(self) -> None:
        """Bring together what was found in all rows; nothing can be taken in any more."""
        for counting in self.columns.values():
            counting.finish()


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
    rest = iter(batches)
    first = whole_first(rest)
    found = Scan.begun(beginning(first), size, seed)
    found.follow(chain([first], rest))
    found.finish()
    return found


def whole_first(batches: Iterator[pl.DataFrame]) -> pl.DataFrame:
    """Take as many batches as hold the rows by which is decided for all, whatever their sizes, and return these rows.

    Parameters
    ----------
    batches : iterator of polars.DataFrame
        At least one.
    """
    first = [next(batches)]
    while sum(each.height for each in first) < FIRST and (more := next(batches, None)) is not None:
        first.append(more)
    return pl.concat(first)


def beginning(rows: pl.DataFrame) -> Beginning:
    """Return what the first rows decide for all.

    Parameters
    ----------
    rows : polars.DataFrame, (rows, columns + `__row`)

    Examples
    --------
    >>> beginning(pl.DataFrame({"a": ["1", "2"], "b": ["x", "1 m"], "__row": [0, 1]})).numeric
    frozenset({'a'})
    """
    first = rows.drop(ROW).head(FIRST)
    numeric = frozenset(each.name for each in first if kind_of(each.dtype) == "text" and _may_be_numbers(each))
    return Beginning(first.schema, tuple(candidates(first)), numeric)


def _may_be_numbers(column: pl.Series) -> bool:
    """Tell whether many texts are numbers; where there is none yet, they may be."""
    texts = column.drop_nulls().cast(pl.String).alias("value").value_counts(name="count")
    return not texts.height or are_numbers(texts["value"], texts["count"])


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
