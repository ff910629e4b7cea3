"""Reads the data once: batches in order, several at work at a time, results taken in the order of the rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

import polars as pl
import polars.selectors as cs

from wrangle.engine.asking import Asking
from wrangle.engine.batch import Pass, Worker
from wrangle.engine.exchange import Spill
from wrangle.engine.kept import Kept, Kinds
from wrangle.engine.lanes import LaneCounts, outgrown
from wrangle.engine.ops import ROW, SOURCE, AskOp, Origin
from wrangle.engine.reasons import REJECTION
from wrangle.engine.rows import Done
from wrangle.engine.tally import Tally
from wrangle.sources.input import Input

BATCH = 250_000
"""Rows of a batch: few enough for the processor's caches, many enough for polars' calls to cost nothing."""

QUARANTINE = 32 << 20
"""Bytes of rejected rows that are held in memory before they go to a temporary file."""

Progress = Callable[[int], None]
"""Is told the number of rows read so far in this pass."""


def read(input_: Input, columns: Sequence[str], size: int) -> Iterator[pl.DataFrame]:
    """Yield the rows in batches of about `size`, numbered from 0 in `__row`; without any row, one empty batch.

    Raises
    ------
    SourceError
        The data cannot be read; the message says where and what to do.
    """
    frame = input_.frame.select(columns).with_columns((cs.categorical() | cs.enum()).cast(pl.String))
    start = 0
    try:
        for whole in frame.collect_batches(chunk_size=size, maintain_order=True):
            for batch in whole.rechunk().iter_slices(2 * size):
                rows = pl.int_range(start, start + batch.height, dtype=pl.UInt32, eager=True).alias(ROW)
                start += batch.height
                if batch.height:
                    yield batch.with_columns(rows)
        if not start:
            yield pl.DataFrame(schema={**frame.collect_schema(), ROW: pl.UInt32})
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error


@dataclass
class Gathered:
    """What a pass gathered from all batches."""

    rows: int = 0
    tally: Tally = field(default_factory=Tally)
    asked: dict[int, Asking] = field(default_factory=dict)
    """Position of an `AskOp` -> its statistics."""
    checks: dict[Origin, Asking] = field(default_factory=dict)
    """Check on the table -> what it asks of the rows that are written."""
    keys: dict[int, Spill] = field(default_factory=dict)
    quarantine: Spill = field(default_factory=lambda: Spill(limit=QUARANTINE))
    written: int = 0
    rejected: int = 0

    def close(self) -> None:
        """Remove temporary files."""
        for spill in (self.quarantine, *self.keys.values()):
            spill.close()


@dataclass(frozen=True)
class _Work:
    """A batch at work, and the lanes that were given up when it was begun."""

    batch: pl.DataFrame
    off: frozenset[int]
    future: Future[Done]


@dataclass
class Before:
    """What earlier passes over the same input leave to a later one."""

    kinds: Kinds = field(default_factory=Kinds)
    known: Mapping[str, int] = field(default_factory=dict)
    """Raw text column -> how many distinct texts were met."""
    kept: Kept | None = None


class Reading:
    """One pass over an input: iterate over it for the clean rows; then `gathered` holds the rest."""

    def __init__(
        self,
        input_: Input,
        task: Pass,
        progress: Progress | None = None,
        before: Before | None = None,
    ) -> None:
        asked = {op.position: Asking(op.statistics) for op in task.ops if isinstance(op, AskOp)}
        checks = {origin: Asking(statistics) for origin, statistics in task.asked.items()}
        self.gathered = Gathered(asked=asked, checks=checks)
        self._input, self._task, self._progress = input_, task, progress
        self._before = before or Before()
        self._worker = Worker(task, self._before.kinds, self._before.known)
        self.kept = Kept()
        self._counts = LaneCounts()
        self._off: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Yield the clean rows, batch by batch."""
        for done in self._in_order():
            self._take(done)
            if done.clean is not None:
                yield done.clean
        for key, times in self._counts.times.items():
            first = self._worker.tables[key].tally(times)
            first.add(self.gathered.tally)
            self.gathered.tally = first

    def after(self) -> Before:
        """Return what a later pass may know of this one and of those before it."""
        lone, before = self._worker.lone, self._before
        on = {key: each for key, each in self._worker.tables.items() if key not in self._off}
        known = {name: len(on[lane.key]) - 1 for name, lane in lone.items() if lane.key in on}
        for name in lone.keys() - known.keys():
            before.kinds.forget(name)
        old = {name: number for name, number in before.known.items() if name not in lone}
        return Before(before.kinds, old | known, self.kept if self._task.keeps else before.kept)

    def exhaust(self) -> Gathered:
        """Read all, and return what was gathered."""
        for _ in self:
            pass
        return self.gathered

    def _in_order(self) -> Iterator[Done]:
        batches = self._numbered()
        first = next(batches)
        self._worker.prepare(first)
        second = next(batches, None)
        if second is None:
            yield self._worker.run(first, self._off, self._unread(first))
            return
        yield from self._in_threads(chain([first, second], batches))

    def _numbered(self) -> Iterator[pl.DataFrame]:
        """Yield the raw rows under the numbers that they have."""
        numbers = self._task.numbers
        if numbers is None:
            return self._read()
        return (batch.with_columns(numbers.gather(batch[ROW]).alias(ROW)) for batch in self._read())

    def _read(self) -> Iterator[pl.DataFrame]:
        """Yield the raw rows; texts that an earlier pass has kept as numbers, and only lanes read, as these."""
        columns, kept = self._task.columns, self._before.kept
        kept_names = () if kept is None else (kept.names or ())
        names = [name for name in columns if name in kept_names and name in self._worker.lone]
        names = names[1:] if len(names) == len(columns) else names  # of no column, there would be no rows
        if kept is None or not names:
            yield from read(self._input, columns, BATCH)
            return
        sizes: deque[int] = deque()
        batches = kept.batches(names, self._before.kinds, iter(sizes.popleft, None))
        for batch in read(self._input, [name for name in columns if name not in names], BATCH):
            sizes.append(batch.height)
            yield pl.concat([batch, next(batches)], how="horizontal").select(*columns, ROW)

    def _in_threads(self, batches: Iterator[pl.DataFrame]) -> Iterator[Done]:
        threads = pl.thread_pool_size()
        waiting: deque[_Work] = deque()
        with ThreadPoolExecutor(threads, thread_name_prefix="wrangle") as pool:
            try:
                for batch in batches:
                    future = pool.submit(self._worker.run, batch, self._off, self._unread(batch))
                    waiting.append(_Work(batch, self._off, future))
                    if len(waiting) > threads:
                        yield self._result(waiting.popleft())
                while waiting:
                    yield self._result(waiting.popleft())
            finally:
                for each in waiting:
                    each.future.cancel()

    def _result(self, work: _Work) -> Done:
        """Return what became of the next batch; one that was begun before a lane was given up is begun anew.

        So a lane's last row, and with it the audit's examples, does not depend on how many batches are at work.
        """
        done = work.future.result()
        if not self._task.audit or work.off == self._off:
            return done
        return self._worker.run(work.batch, self._off, self._unread(work.batch))

    def _unread(self, batch: pl.DataFrame) -> pl.DataFrame | None:
        """Return the batch's rows that the reader could not read whole, as rejections."""
        rejects = self._input.rejects
        if not rejects.height or not batch.height:
            return None
        mine = rejects.filter(pl.col(ROW).is_between(batch[ROW][0], batch[ROW][-1]))
        position = pl.lit(SOURCE, pl.Int32()).alias("position")
        return mine.select(pl.col(ROW).cast(pl.UInt32), position, "why").cast(REJECTION)

    def _take(self, done: Done) -> None:
        """Take in what became of the next rows."""
        gathered = self.gathered
        gathered.rows += done.rows
        gathered.tally.add(done.tally)
        for position, rows in done.asked.items():
            gathered.asked[position].add(rows)
        for position, keys in done.keys.items():
            gathered.keys.setdefault(position, Spill()).add(keys)
        if self._task.keeps:
            self.kept.add(done.kept if all(len(each) == done.rows for each in done.kept.values()) else {}, done.rows)
        if done.clean is not None:
            gathered.written += done.clean.height
            for check in gathered.checks.values():
                check.add(done.clean.select(check.reads))
        if done.quarantine is not None:
            gathered.rejected += done.quarantine.height
            gathered.quarantine.add(done.quarantine)
        self._watch(done)
        if self._progress is not None:
            self._progress(gathered.rows)

    def _watch(self, done: Done) -> None:
        """Give up lanes that hold too many different texts, at the same row whatever the threads do."""
        for key, counted in done.lanes.items():
            if self._counts.add(key, counted):
                self._off |= {key}
        if not self._task.audit:
            tables = self._worker.tables.items()
            self._off |= {key for key, each in tables if outgrown(each.came(), self.gathered.rows)}
