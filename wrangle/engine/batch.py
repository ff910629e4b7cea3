"""Takes one batch of rows through the operations of a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any

import polars as pl

from wrangle.engine.cells import Outcome, counts, evaluated, outcome
from wrangle.engine.compute import evaluate
from wrangle.engine.kept import Kinds, lone
from wrangle.engine.lanes import Found, LaneTable, counted, pays
from wrangle.engine.ops import (
    PART,
    ROW,
    SOURCE,
    TRAINING,
    AskOp,
    CheckOp,
    ColumnOp,
    FrameOp,
    KeyOp,
    LayoutOp,
    Op,
    Origin,
    RowOp,
    WindowOp,
)
from wrangle.engine.reasons import quarantined, rejections
from wrangle.engine.rows import Batch, Done
from wrangle.engine.schedule import Block, Lane, Unit, blocks_of
from wrangle.engine.straight import Straight
from wrangle.engine.tally import EXAMPLES, Change
from wrangle.engine.unknown import chosen, unanswered
from wrangle.engine.ways import Ways, seen
from wrangle.errors import SchemaError
from wrangle.statistics.base import Statistic


@dataclass(frozen=True, eq=False)
class Pass:
    """What one reading of the data is to do with each batch."""

    ops: tuple[Op, ...]
    columns: tuple[str, ...]
    """The raw columns that are read."""
    decided: Mapping[int, Any] = field(default_factory=dict)
    """Position of a frame or key operation -> the numbers of the rows that go, ascending; of a window operation ->
    its `Windows`."""
    collects: frozenset[int] = frozenset()
    """Positions of frame, window and key operations whose keys are to be gathered."""
    output: tuple[str, ...] | None = None
    """The columns to write; None: the pass only learns."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """Position -> the operation's name, for the quarantine."""
    audit: bool = False
    """Whether cells are compared with what they were."""
    account: bool = True
    """Whether anything but the rows that leave is wanted; without it the plan must be one that `may_go_straight`."""
    numbers: pl.Series | None = None
    """(raw rows,), UInt32, ascending: the number of each row, where rows are not numbered from 0."""
    parts: Any | None = None
    """numpy.ndarray, (raw rows,), uint8: the part of each row. Only training rows are learned from, and rows over
    keys meet within their part alone. None: all rows are one."""
    keeps: bool = False
    """Whether texts are kept as numbers for the next pass."""
    asked: Mapping[Origin, Mapping[str, Statistic]] = field(default_factory=dict)
    """Check on the table -> what it asks of the rows that are written."""
    looks: Mapping[Origin, tuple[str, ...]] = field(default_factory=dict)
    """Check on the table -> the columns that it looks at."""


class Worker:
    """Runs the operations of a pass over batches. Threads may share it: batches do not see each other."""

    def __init__(self, task: Pass, kinds: Kinds | None = None, known: Mapping[str, int] | None = None) -> None:
        """Make a worker.

        Parameters
        ----------
        task : Pass
        kinds : Kinds, optional
            What gives texts their numbers, if earlier passes are to be understood.
        known : mapping of str to int, optional
            How many distinct texts of a raw column an earlier pass has met.
        """
        self.task = task
        self.kinds = kinds or Kinds()
        self._known = known or {}
        self.tables: dict[int, LaneTable] = {}
        self.off: frozenset[int] = frozenset()
        self._blocks = cache(lambda off: blocks_of(task.ops, off))
        self.lone = lone(self._blocks(frozenset()))
        """Raw column -> the lane that is the only one to read it."""
        self._asks = task.audit and (bool(task.looks) or any(isinstance(op, (CheckOp, KeyOp)) for op in task.ops))
        """Whether any check wants to know what could not be read."""
        self._straight: Straight | None = None

    def prepare(self, sample: pl.DataFrame) -> None:
        """Decide from the first rows which lanes pay, before any batch is run."""
        blocks = self._blocks(frozenset())
        for block in blocks:
            for lane in (unit for stage in block.stages for unit in stage if isinstance(unit, Lane)):
                if lane.source in sample.columns and not pays(sample[lane.source]):
                    self.off |= {lane.key}
                else:
                    self.tables[lane.key] = self._table(lane)
        task = self.task
        if not task.account and not self.tables and task.output is not None:
            straight = Straight(task.ops, task.columns, task.output)
            self._straight = straight if straight.suits(sample) else None

    def _table(self, lane: Lane) -> LaneTable:
        if self.lone.get(lane.source) is not lane:
            return LaneTable(lane, self.kinds.new(lane.source), audit=self.task.audit)
        known = self._known.get(lane.source, 0)
        return LaneTable(lane, self.kinds.of(lane.source), audit=self.task.audit, expected=known)

    def run(self, raw: pl.DataFrame, off: Collection[int], reader: pl.DataFrame | None = None) -> Done:
        """Take a batch through all operations.

        Parameters
        ----------
        raw : polars.DataFrame, (rows, raw columns + `__row`)
        off : collection of int
            Lanes that do not pay any more.
        reader : polars.DataFrame, optional, (rejections, `REJECTION`)
            Rows of the batch that could not be read whole: they go at once.
        """
        if self._straight is not None and (reader is None or not reader.height):
            clean = self._straight.run(raw)
            if clean is not None:
                return Done(raw.height, raw[ROW][-1] + 1 if raw.height else 0, clean=clean)
        off = frozenset(off) | self.off
        if texts := [name for name, lane in self.lone.items() if lane.key in off]:
            raw = raw.with_columns(pl.col(texts).cast(pl.String))  # an earlier pass may have kept them as numbers
        batch = Batch(raw, raw, Done(raw.height, raw[ROW][-1] + 1 if raw.height else 0))
        if reader is not None and reader.height:
            batch.found.append(reader)
            batch.count(SOURCE, reader)
            batch.frame = raw.filter(~pl.col(ROW).is_in(reader[ROW].implode()))
        for block in self._blocks(off):
            self._block(batch, block)
        batch.leave()
        return self._finish(batch)

    def _finish(self, batch: Batch) -> Done:
        if self.task.output is None:
            return batch.done
        batch.settle(self.task.output)
        for origin, columns in self.task.looks.items():
            batch.count_unknown(origin, batch.unknown.of(columns))
        batch.done.clean = batch.frame.select(self.task.output)
        if batch.found and self.task.account:
            batch.done.quarantine = quarantined(batch.raw, batch.found, self.task.labels)
        return batch.done

    def _block(self, batch: Batch, block: Block) -> None:
        for stage in block.stages:
            self._stage(batch, stage)
        end = block.end
        if isinstance(end, LayoutOp):
            batch.frame = batch.frame.select(*(pl.col(old).alias(new) for new, old in self._kept(batch, end)), ROW)
            batch.late.lay_out(end.layout)
            batch.unknown.lay_out(end.layout)
        elif isinstance(end, FrameOp) and end.position not in self.task.collects:
            self._drop(batch, end)
        elif end is not None:
            batch.leave()
            batch.settle((*end.reads, *end.writes))
            self._end(batch, end)

    def _end(self, batch: Batch, op: Op) -> None:
        if isinstance(op, RowOp):
            self._rows(batch, op)
        elif isinstance(op, (FrameOp, WindowOp)) and op.position in self.task.collects:
            batch.done.keys[op.position] = self._keys(batch.frame, op.step.partition_by(), op.step.needs())
        elif isinstance(op, WindowOp):
            self._window(batch, op)
        elif isinstance(op, KeyOp):
            self._key(batch, op)

    def _kept(self, batch: Batch, op: LayoutOp) -> list[tuple[str, str]]:
        return [(new, old) for new, old in op.layout.items() if old in batch.frame.columns]

    # stages

    def _stage(self, batch: Batch, stage: Sequence[Unit]) -> None:
        batch.settle([name for unit in stage for name in _needed(unit)])
        before = batch.frame
        ops = [unit for unit in stage if isinstance(unit, (ColumnOp, CheckOp))]
        computed = evaluated(before, ops)
        done = [outcome(op, before, computed, audit=self.task.audit) for op in ops]
        for each in done:
            batch.misfits.excuse(each)
            self._note(batch, each, before)
        new = [column for each in done for column in each.columns.values()]
        lanes = [unit for unit in stage if isinstance(unit, Lane)]
        found = [(lane, self._lane(batch, lane)) for lane in lanes]
        for unit in stage:
            if isinstance(unit, AskOp):
                self._ask(batch, unit, before)
        if self._asks:
            batch.unknown.change(batch.unknown.after(done))
            for lane, results in found:
                batch.unknown.change({name: results.unknown.get(name) for name in lane.outputs})
        batch.frame = before.with_columns(new).drop((name for lane in lanes for name in lane.outputs), strict=False)
        for lane, results in found:
            batch.late.add(lane.key, lane.outputs, results)

    def _note(self, batch: Batch, done: Outcome, before: pl.DataFrame) -> None:
        op, tally = done.op, batch.done.tally
        if self.task.audit:
            for name, kinds in counts(done).items():
                tally.count((op.position, name), dict(kinds))
                tally.show((op.position, name), _changes(done, name, before))
            seen_cells = done.ways(before)
            if seen_cells is not None and isinstance(op, ColumnOp):
                tally.ways.setdefault(op.position, Ways()).add(seen(op.step, seen_cells))
        if isinstance(op, CheckOp):
            tally.applied[op.position] += before.height if done.applies is None else int(done.applies.sum())
            rows = unanswered(done, batch.unknown, before)
            batch.count_unknown(op.origin, rows)
        if done.violations is None:
            return
        if op.rejects:
            batch.reject(op, before, done.violations)
        else:
            batch.note(op, rejections(op, before, done.violations))

    def _lane(self, batch: Batch, lane: Lane) -> Found:
        table = self.tables[lane.key]
        found = table.find(batch.frame[lane.source])
        if self.task.audit:
            batch.done.lanes[lane.key] = counted(found.codes)
        if self.task.keeps and found.coded is not None and self.lone.get(lane.source) is lane:
            batch.done.kept[lane.source] = found.coded
        for op, mask in found.violations:
            rows = batch.frame.select(ROW).filter(mask)
            reasons = table.why(op, found.codes.filter(mask)).alias("why")
            position = pl.lit(op.position, pl.Int32()).alias("position")
            batch.note(op, rows.with_columns(position, reasons))
            if op.rejects:
                batch.mark(op, mask)
        return found

    # what ends a block

    def _rows(self, batch: Batch, op: RowOp) -> None:
        assert op.keep is not None
        keep = evaluate(batch.frame, [op.keep.fill_null(value=False).alias("\x1fkeep")]).to_series()
        if op.rejects and not keep.all():
            batch.reject(op, batch.frame, ~keep)
            batch.leave()
        elif not keep.all():
            batch.done.tally.dropped[op.position] += int((~keep).sum())
            batch.keep(keep)

    def _drop(self, batch: Batch, op: FrameOp) -> None:
        """Let marked rows go, and those that a step over keys sends away."""
        goes = member(batch.frame[ROW], self.task.decided[op.position])
        if goes is not None:
            marked = batch.marked()
            batch.done.tally.dropped[op.position] += int((goes if marked is None else goes & ~marked).sum())
            batch.marks.append((op.position, goes))
        batch.leave()

    def _window(self, batch: Batch, op: WindowOp) -> None:
        found = self.task.decided[op.position].of(batch.frame[ROW])
        batch.frame = batch.frame.with_columns(found)
        batch.unknown.change(dict.fromkeys(op.writes))
        for each in found if self.task.audit else ():
            batch.done.tally.count((op.position, each.name), {"filled": len(each) - each.null_count()})

    def _key(self, batch: Batch, op: KeyOp) -> None:
        frame = batch.frame if op.where is None else batch.frame.filter(op.where)
        batch.done.tally.applied[op.position] += int(frame.select(op.check.applies().sum()).item())
        rows = batch.unknown.of(op.check.reads())
        if rows is not None:
            asked = op.check.applies().not_() if op.where is None else op.where & op.check.applies().not_()
            batch.count_unknown(op.origin, rows & chosen(batch.frame, asked))
        if op.position in self.task.collects:
            batch.done.keys[op.position] = self._keys(frame, op.check.partition_by(), op.check.needs())
        goes = member(batch.frame[ROW], self.task.decided[op.position]) if op.position in self.task.decided else None
        if goes is not None:
            batch.reject(op, batch.frame, goes)
            batch.leave()

    def _keys(self, frame: pl.DataFrame, keys: Sequence[str], needs: Sequence[pl.Expr]) -> pl.DataFrame:
        """Return what tells which rows of a key stay: keys, needs, row numbers, and parts where there are any."""
        seen = frame.drop(ROW)
        needed = evaluate(seen, needs) if needs else pl.DataFrame()
        parts = [] if self.task.parts is None else [pl.Series(PART, parts_of(self.task.parts, frame[ROW]))]
        return pl.DataFrame([*(frame[key] for key in keys), *needed.get_columns(), frame[ROW], *parts])

    def _ask(self, batch: Batch, op: AskOp, before: pl.DataFrame) -> None:
        """Keep what an operation's statistics read, of the training rows that it would see."""
        marked = batch.marked(op.position)
        rows = before.select(sorted(op.reads))
        keep = [] if op.where is None else [op.where]
        if marked is not None:
            keep.append(pl.lit(~marked))
        if self.task.parts is not None:
            keep.append(pl.lit(pl.Series(parts_of(self.task.parts, before[ROW]) == TRAINING)))
        batch.done.asked[op.position] = rows.filter(*keep) if keep else rows


def _needed(unit: Unit) -> Collection[str]:
    """Return the columns that a unit of a stage looks at: what it reads, and what stands where it writes."""
    return unit.reads if isinstance(unit, Lane) else (*unit.reads, *unit.writes)


def parts_of(parts: Any, rows: pl.Series) -> Any:
    """Return the part of each row.

    Parameters
    ----------
    parts : numpy.ndarray, (raw rows,), uint8
    rows : polars.Series, (rows,), UInt32, ascending

    Raises
    ------
    SchemaError
        There are fewer parts than rows. Give one for each raw row.

    Examples
    --------
    >>> import numpy as np
    >>> parts_of(np.array([0, 2, 1], np.uint8), pl.Series([0, 2], dtype=pl.UInt32)).tolist()
    [0, 1]
    """
    if len(rows) and rows[-1] >= len(parts):
        raise SchemaError(f"there are parts for {len(parts):,} rows, and the data has more: give one for each raw row")
    return parts[rows.to_numpy()]


def member(rows: pl.Series, wanted: Any) -> pl.Series | None:
    """Tell which rows are among the wanted ones; None where none is.

    Parameters
    ----------
    rows : polars.Series, (rows,), UInt32, ascending
    wanted : numpy.ndarray, (wanted,), uint32, ascending

    Examples
    --------
    >>> import numpy as np
    >>> member(pl.Series([3, 4, 6], dtype=pl.UInt32), np.array([1, 4, 5, 9], dtype=np.uint32)).to_list()
    [False, True, False]
    """
    import numpy as np

    if not len(rows) or not len(wanted):
        return None
    low, high = np.searchsorted(wanted, [rows[0], rows[-1] + 1])
    near = wanted[low:high]
    numbers = rows.to_numpy()
    places = np.searchsorted(numbers, near)
    places = places[numbers[np.minimum(places, len(numbers) - 1)] == near]
    if not len(places):
        return None
    mask = np.zeros(len(numbers), dtype=bool)
    mask[places] = True
    return pl.Series(mask)


def _changes(done: Outcome, name: str, before: pl.DataFrame) -> list[Change]:
    """Return the first few changes of a column, as text."""
    masks = [mask for kind, mask in done.masks[name].items() if kind != "misfit"]
    if not masks:
        return []
    rows = reduce(lambda one, other: one | other, masks).arg_true().head(10 * EXAMPLES)
    old, new = before[name][rows], done.columns[name][rows]
    pairs = zip(*(each.cast(pl.String, strict=False).to_list() for each in (old, new)), strict=True)
    return list(dict.fromkeys(pairs))[:EXAMPLES]
