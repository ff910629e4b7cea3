"""Divides an input into parts, each of which any worker can read by itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import polars.selectors as cs

from wrangle.cluster.tasks import Tasks
from wrangle.cluster.work import VERSIONS, call, count, unwrap
from wrangle.engine.ops import ROW
from wrangle.errors import SourceError
from wrangle.sources.input import Input, Piece

LEAST = 250_000
"""Rows of a part, at least: below that a task costs more than its work."""

ROUNDS = 4
"""Parts for each task that can run at a time: where one takes longer, others go on meanwhile."""

SHARE = 8
"""Of the memory a task may use, a part's raw rows take at most this part."""


@dataclass(frozen=True)
class Part:
    """Rows of the input that one task takes."""

    number: int
    frame: pl.LazyFrame
    start: int
    """The number of its first row in the input."""
    rows: int
    origin: str
    rejects: pl.DataFrame
    """Those of its rows that could not be read whole, under their numbers in the input."""

    def __str__(self) -> str:
        rows = f"rows {self.start:,} to {self.start + self.rows - 1:,}" if self.rows else "no rows"
        return f"part {self.number} ({self.origin}, {rows})"


@dataclass(frozen=True)
class Layout:
    """How an input is divided, and why."""

    parts: tuple[Part, ...]
    part_rows: int
    landed: bool
    """Whether the rows were brought to the scratch folder first, since workers could not read them where they lie."""

    @property
    def rows(self) -> int:
        """Rows of the whole input."""
        return sum(part.rows for part in self.parts)


def lay_out(input_: Input, tasks: Tasks, scratch: Path, part_rows: int | None = None) -> Layout:
    """Divide an input.

    Parameters
    ----------
    input_ : Input
        Files that the workers see are read where they lie; everything else is read here once and laid out as Parquet.
    tasks : Tasks
    scratch : Path
        A folder that the workers see.
    part_rows : int, optional
        Rows of a part; by default as `rows_of` says.

    Raises
    ------
    SourceError
        A file cannot be read.
    ClusterError
        A worker does not see a file.
    """
    landed = not input_.pieces
    pieces = list(_landed(input_, scratch, part_rows or 1_000_000)) if landed else _counted(input_, tasks)
    total = sum(piece.rows or 0 for piece in pieces)
    size = part_rows or rows_of(total, tasks.slots, tasks.memory, _row_bytes(input_))
    parts = [
        Part(number, pl.concat([each.frame for each in some]) if len(some) > 1 else some[0].frame, start, rows,
             _named(some), input_.rejects.filter(pl.col(ROW).is_between(start, start + rows - 1)))
        for number, (some, start, rows) in enumerate(_divided(pieces, size))
    ]  # fmt: skip
    return Layout(tuple(parts), size, landed)


def rows_of(total: int, slots: int, memory: int, row_bytes: float) -> int:
    """Return how many rows a part has: some parts for each task at a time, none larger than a task's memory bears.

    Parameters
    ----------
    total : int
        Rows of the input.
    slots : int
        Tasks that run at a time.
    memory : int
        Bytes that a task may use.
    row_bytes : float
        Bytes of a raw row in memory.

    Examples
    --------
    >>> rows_of(10_000_000, 2, 8 << 30, 200)
    1250000
    >>> rows_of(10_000_000_000, 100, 8 << 30, 200)
    5368709
    >>> rows_of(1_000, 2, 8 << 30, 200)
    250000
    """
    bearable = max(int(memory / SHARE / max(row_bytes, 1)), 1)
    return max(min(-(-total // (slots * ROUNDS)), bearable), min(LEAST, bearable))


def _row_bytes(input_: Input) -> float:
    try:
        head = input_.frame.head(1_000).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error
    return float(head.estimated_size()) / max(head.height, 1)


def _counted(input_: Input, tasks: Tasks) -> list[Piece]:
    """Return the pieces with their numbers of rows, which the workers find out where opening did not."""
    asked = {
        number: tasks.submit(call, VERSIONS, count, piece)
        for number, piece in enumerate(input_.pieces)
        if piece.rows is None
    }
    try:
        found = {number: int(unwrap(tasks.result(handle))) for number, handle in asked.items()}
    except SourceError as error:
        raise input_.explain(error) from error
    return [replace(piece, rows=found.get(number, piece.rows)) for number, piece in enumerate(input_.pieces)]


def _landed(input_: Input, scratch: Path, size: int) -> Iterator[Piece]:
    """Read the input here, once, and yield it as files in the scratch folder."""
    folder = scratch / f"landed-{secrets.token_hex(4)}"
    folder.mkdir()
    frame = input_.frame.with_columns((cs.categorical() | cs.enum()).cast(pl.String))
    number = 0
    try:
        for number, batch in enumerate(frame.collect_batches(chunk_size=size, maintain_order=True), start=1):
            path = folder / f"{number:06}.parquet"
            batch.write_parquet(path, compression="lz4")
            yield Piece(pl.scan_parquet(path, glob=False), input_.origin, batch.height)
        if not number:
            pl.DataFrame(schema=frame.collect_schema()).write_parquet(folder / "0.parquet")
            yield Piece(pl.scan_parquet(folder / "0.parquet", glob=False), input_.origin, 0)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error


def _divided(pieces: Sequence[Piece], size: int) -> Iterator[tuple[list[Piece], int, int]]:
    """Yield pieces of about `size` rows: small ones together, large ones in slices; with first row and rows."""
    start = 0
    some: list[Piece] = []
    held = 0
    for piece in pieces:
        rows = piece.rows or 0
        if some and held + rows > size:
            yield some, start, held
            start, some, held = start + held, [], 0
        if rows <= size:
            some.append(piece)
            held += rows
            continue
        count = -(-rows // size)
        each = -(-rows // count)
        for offset in range(0, rows, each):
            length = min(each, rows - offset)
            yield [replace(piece, frame=piece.frame.slice(offset, length), rows=length)], start, length
            start += length
    if some:
        yield some, start, held


def _named(pieces: Sequence[Piece]) -> str:
    names = list(dict.fromkeys(piece.origin for piece in pieces))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
