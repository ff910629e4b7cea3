"""Takes one part of the rows through a pass, on a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.cluster.exchanging import Keys, split
from wrangle.cluster.parts import Part
from wrangle.cluster.work import unpacked, whole
from wrangle.engine.asking import Asking
from wrangle.engine.batch import Pass
from wrangle.engine.ops import ROW, FrameOp, KeyOp, Op, WindowOp
from wrangle.engine.passes import Gathered, Reading
from wrangle.engine.tally import Tally
from wrangle.engine.writing import LEVEL, lazily
from wrangle.sources.input import Input
from wrangle.statistics.base import Statistic

States = dict[Any, dict[Statistic, Any]]
"""What asks -> each of its statistics -> the state of some rows."""


@dataclass(frozen=True)
class Orders:
    """What all parts of a pass are to do."""

    task: Pass
    """Its decisions are those of all rows; each part takes what concerns it."""
    folder: Path
    """Where to write what the part gives, in the scratch folder."""
    buckets: int
    """Among how many tasks keys are divided."""
    clean: Path | None = None
    """Where clean rows go; None: to `folder`, with their numbers."""


@dataclass
class Done:
    """What became of a part: small, whatever the part's size."""

    rows: int
    written: int
    rejected: int
    tally: Tally
    clean: Path | None = None
    numbers: Path | None = None
    """The numbers of the clean rows, where they are not among them."""
    schema: pl.Schema | None = None
    quarantine: Path | None = None
    keys: dict[int, Keys] = field(default_factory=dict)


@dataclass(frozen=True)
class Codes:
    """The codes of some rows' parts (training, validation, test), asked for by the rows' numbers in the input."""

    codes: Any
    """numpy.ndarray, (rows,), uint8"""
    start: int

    def __len__(self) -> int:
        return self.start + len(self.codes)

    def __getitem__(self, rows: Any) -> Any:
        return self.codes[rows - self.start]


def run_part(packed_orders: bytes, part: Part, codes: Any | None) -> tuple[Done, States]:
    """Take a part through a pass.

    Parameters
    ----------
    packed_orders : bytes
        `Orders`, as `wrangle.cluster.work.packed` gives them.
    part : Part
    codes : numpy.ndarray, (rows of the part,), uint8, optional
        The part of each row: training, validation, test.
    """
    orders: Orders = unpacked(packed_orders)
    task = replace(
        orders.task,
        decided={position: each.within(part.start, part.rows) for position, each in orders.task.decided.items()},
        numbers=pl.int_range(part.start, part.start + part.rows, dtype=pl.UInt32, eager=True).alias(ROW),
        parts=None if codes is None else Codes(codes, part.start),
        keeps=False,
    )
    reading = Reading(Input(part.frame, text=False, origin=part.origin, rejects=part.rejects), task)
    gathered = reading.gathered
    try:
        clean, numbers, schema = _clean(reading, orders, part)
        quarantine = gathered.quarantine.scan()
        path = None if quarantine is None else orders.folder / f"quarantine-{part.number:06}.parquet"
        if quarantine is not None and path is not None:
            with whole(path) as unfinished:
                quarantine.sink_parquet(unfinished)
        keys = {
            op.position: split(gathered.keys[op.position], keys_of(op), orders.buckets, _keys_path(orders, part, op))
            for op in task.ops
            if op.position in gathered.keys and isinstance(op, (FrameOp, KeyOp, WindowOp))
        }
        for ways in gathered.tally.ways.values():
            ways.settle()
        done = Done(
            gathered.rows, gathered.written, gathered.rejected, gathered.tally, clean, numbers, schema, path, keys
        )
        return done, _states(gathered)
    finally:
        gathered.close()


def keys_of(op: FrameOp | KeyOp | WindowOp) -> tuple[str, ...]:
    """Return the columns by which the rows of an operation meet."""
    return tuple(op.check.partition_by() if isinstance(op, KeyOp) else op.step.partition_by())


def _keys_path(orders: Orders, part: Part, op: Op) -> Path:
    return orders.folder / f"keys-{op.position}-{part.number:06}.parquet"


def _clean(reading: Reading, orders: Orders, part: Part) -> tuple[Path | None, Path | None, pl.Schema | None]:
    """Write the clean rows of a part, if the pass gives any; those that go to the output without their numbers."""
    if orders.task.output is None:
        reading.exhaust()
        return None, None, None
    rest = iter(reading)
    first = next(rest)
    batches = chain([first], rest)
    if orders.clean is None:
        path = orders.folder / f"clean-{part.number:06}.parquet"
        _written(batches, path)
        return path, None, first.schema
    apart = Apart()
    path = orders.clean / f"part-{part.number:06}.parquet"
    _written(map(apart.take, batches), path)
    numbers = orders.folder / f"numbers-{part.number:06}.parquet"
    with whole(numbers) as unfinished:
        pl.DataFrame([pl.concat(apart.numbers)]).write_parquet(unfinished, compression="lz4")
    return path, numbers, pl.Schema({name: dtype for name, dtype in first.schema.items() if name != ROW})


@dataclass
class Apart:
    """The numbers of the rows of batches, taken from them."""

    numbers: list[pl.Series] = field(default_factory=list)

    def take(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return a batch without its numbers."""
        self.numbers.append(batch[ROW])
        return batch.drop(ROW)


def _written(batches: Iterable[pl.DataFrame], path: Path) -> None:
    with whole(path) as unfinished:
        lazily(batches).sink_parquet(unfinished, compression="zstd", compression_level=LEVEL)


def _states(gathered: Gathered) -> States:
    asked: dict[Any, Asking] = {**gathered.asked, **gathered.checks}
    return {key: asking.folded() for key, asking in asked.items()}


def merge(*some: States) -> States:
    """Return the states of the rows of all."""
    first, *rest = some
    found = {key: dict(states) for key, states in first.items()}
    for other in rest:
        for key, states in other.items():
            for statistic, state in states.items():
                found[key][statistic] = statistic.merge(found[key][statistic], state)
    return found


def asking(statistics: Mapping[str, Statistic], states: Mapping[Statistic, Any]) -> Asking:
    """Return statistics whose states are known."""
    return Asking(statistics, {statistic: [(0, state)] for statistic, state in states.items()})
