"""Scans the parts of an input on the workers of a cluster, each by itself, and brings together what they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import polars as pl

from wrangle.cluster.executor import Cluster, ClusterReading
from wrangle.cluster.parts import Part
from wrangle.cluster.work import VERSIONS, call
from wrangle.engine.passes import BATCH, Progress, read
from wrangle.engine.run import Run
from wrangle.engine.session import Session
from wrangle.explore.profile.rowsample import ROW
from wrangle.explore.profile.scan import FIRST, Beginning, Scan, beginning
from wrangle.sources.input import Input


@dataclass(frozen=True)
class Orders:
    """What to look for in all parts."""

    first: Beginning
    size: int
    """Rows of the sample."""
    seed: int
    rows: int | None
    """Rows of all parts, where a part's sample needs to hold its share of them only."""

    def begun(self) -> Scan:
        """Return what is found in no rows."""
        found = Scan.begun(self.first, self.size, self.seed)
        if self.rows is not None:
            found.sample.expect(self.rows)
        return found


State = tuple[Orders, Scan]
"""What was looked for, and found in some parts."""


def scan_on(cluster: Cluster, parts: Sequence[Part], size: int, seed: int, tell: Progress | None) -> Scan:
    """Scan the parts of an input on a cluster; see `wrangle.explore.profile.scan.scan`, which finds the same.

    Parameters
    ----------
    cluster : Cluster
    parts : sequence of Part
        At least one, in order.
    size : int
        How many rows to keep as a sample.
    seed : int
        Decides which.
    tell : callable, optional
        Is told the number of rows scanned so far.

    Raises
    ------
    SourceError
        A part cannot be read.
    ClusterError
        A worker does not see a file, has other versions, or died.
    """
    rows = sum(part.rows for part in parts)
    orders = Orders(beginning(_first(parts)), size, seed, rows)
    found = _scanned(cluster, parts, orders, tell)
    if found.sample.short:
        found = _scanned(cluster, parts, replace(orders, rows=None), tell)
    found.finish()
    return found


def clean_parts(session: Session) -> tuple[Part, ...]:
    """Take the rows through the rules on the cluster, and return what comes out as parts, numbered in `__row`.

    Raises
    ------
    ClusterError
        A step cannot be run on a cluster: it is named, before any row is read.
    """
    reading: Any = Run.of(session).reading(numbered=True)
    assert isinstance(reading, ClusterReading)
    files = reading.run().files
    heights = [pl.scan_parquet(file, glob=False).select(pl.len()).collect().item() for file in files]
    starts = accumulate(heights[:-1], initial=0)
    input_ = session.input
    return tuple(
        Part(number, pl.scan_parquet(file, glob=False), start, rows, input_.origin, input_.rejects.clear())
        for number, (file, start, rows) in enumerate(zip(files, starts, heights, strict=True))
    )


def _scanned(cluster: Cluster, parts: Sequence[Part], orders: Orders, tell: Progress | None) -> Scan:
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        if tell is not None:
            tell(done)

    shared = cluster.tasks.share(orders)
    work = [(call, VERSIONS, scan_part, shared, part) for part in parts]
    found: State = cluster.gather(work, [str(part) for part in parts], together, count)
    return together(found)[1]  # as its own: what a task gave is left as it is


def _first(parts: Sequence[Part]) -> pl.DataFrame:
    """Return the first rows of all, however many parts they lie in."""
    ends = accumulate(part.rows for part in parts)
    some = [part for part, end in zip(parts, ends, strict=True) if end - part.rows < FIRST]
    frames = [pl.concat([each.head(FIRST) for each in _batches(part, FIRST)]) for part in some]
    return pl.concat(frames).head(FIRST)


def _batches(part: Part, most: int | None = None) -> Iterator[pl.DataFrame]:
    """Yield the rows of a part, or its first ones, under their numbers in the input."""
    frame = part.frame if most is None else part.frame.head(most)
    schema = frame.collect_schema()
    if ROW in schema:
        yield pl.DataFrame(schema=schema)
        yield from (each.rechunk() for each in frame.collect_batches(chunk_size=BATCH, maintain_order=True))
        return
    for batch in read(Input(frame, text=False, origin=part.origin), schema.names(), BATCH):
        yield batch.with_columns((pl.col(ROW) + pl.lit(part.start, pl.UInt32())).alias(ROW))


def scan_part(orders: Orders, part: Part) -> tuple[int, State]:
    """Scan a part, on a worker; return its rows, and what was found."""
    found = orders.begun()
    found.follow(_batches(part))
    found.settle()
    return found.rows, (orders, found)


def together(*some: State) -> State:
    """Return what was found in the rows of all, on a worker; what is brought together stays as it is."""
    orders = some[0][0]
    whole = orders.begun()
    for _, each in some:
        whole.take(each)
    whole.settle()
    return orders, whole
