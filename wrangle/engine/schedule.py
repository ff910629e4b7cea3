"""Orders a plan's operations into blocks, stages and lanes, so that much is done in few calls.

A *block* ends where rows or columns change as a whole: at a layout, row or frame step. Inside a block, operations
that do not need each other's results form a *stage*: one call of polars. A *lane* is a chain of operations that all
depend on one text column alone: it is computed once per distinct text, and its results are gathered back.
The order of the rule file decides what each operation sees; a schedule only finds what may be done together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from wrangle.engine.ops import AskOp, CheckOp, ColumnOp, FrameOp, KeyOp, LayoutOp, LeaveOp, Op, Plan, RowOp, WindowOp

WORTH = 40.0
"""CPU nanoseconds a row: below this, a lane's work is not worth looking up each text."""


@dataclass(frozen=True, eq=False)
class Lane:
    """Operations that depend on one text column alone."""

    source: str
    """The text column."""
    ops: tuple[Op, ...]

    @property
    def key(self) -> int:
        """The position of its first operation."""
        return self.ops[0].position

    @property
    def outputs(self) -> tuple[str, ...]:
        """The columns that the lane writes, each once."""
        return tuple(dict.fromkeys(name for op in self.ops for name in op.writes))

    @property
    def reads(self) -> frozenset[str]:
        """The one column that the lane reads."""
        return frozenset((self.source,))

    @property
    def writes(self) -> tuple[str, ...]:
        """The columns that the lane writes."""
        return self.outputs


Unit = Op | Lane
"""What a stage is made of."""


@dataclass(frozen=True, eq=False)
class Block:
    """Stages, then what ends the block: nothing for the last."""

    stages: tuple[tuple[Unit, ...], ...]
    end: Op | None = None


def schedule(plan: Plan) -> tuple[Block, ...]:
    """Return a plan's operations as blocks of stages.

    Examples
    --------
    >>> schedule(Plan((), {}, {}))
    (Block(stages=(), end=None),)
    """
    return blocks_of(plan.ops)


def blocks_of(ops: Iterable[Op], off: Collection[int] = ()) -> tuple[Block, ...]:
    """Cut operations into blocks at those that change rows or columns as a whole.

    Parameters
    ----------
    ops : iterable of Op
        In order.
    off : collection of int
        Lanes that are not to be made, by the position of their first operation.
    """
    drafts: list[tuple[list[Op], Op | None]] = [([], None)]
    texts = _Texts()
    for op in ops:
        if isinstance(op, (LayoutOp, RowOp, FrameOp, WindowOp, KeyOp, LeaveOp)):
            drafts[-1] = (drafts[-1][0], op)
            drafts.append(([], None))
            texts.cross(op)
        else:
            block = texts.place(op, len(drafts) - 1)
            drafts[block][0].append(op)
    return tuple(Block(stages_of(inside, off), end) for inside, end in drafts)


@dataclass
class _Texts:
    """Which columns depend on one text alone, and in which block they were written."""

    known: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Column -> the text column that it depends on, and the block."""
    seen: set[str] = field(default_factory=set)
    """Columns that were read or written so far."""

    def place(self, op: Op, block: int) -> int:
        """Return the block for an operation: an earlier one if it only adds columns to what is known of a text.

        There it is done once per text. No count can tell: new columns have no cells before, and rows that leave in
        between leave with it.
        """
        homes = {self.known[name] for name in op.reads} if op.reads and op.reads <= self.known.keys() else set()
        home = homes.pop() if len(homes) == 1 else None
        new = self.seen.isdisjoint(op.writes)
        self.seen.update(op.reads, op.writes)
        if isinstance(op, ColumnOp) and op.expressions is not None and not op.otherwise and home and new:
            self.known.update(dict.fromkeys(op.writes, home))
            return home[1]
        self._note(op, block)
        return block

    def _note(self, op: Op, block: int) -> None:
        if not isinstance(op, ColumnOp) or op.expressions is None:
            return
        sources = {self.known.get(name, (name, block)) for name in op.reads}
        alone = len(sources) == 1 and (op.of_text or op.reads <= self.known.keys())
        for name in op.writes:
            self.known.pop(name, None)
        if alone and sources.copy().pop()[1] == block:
            self.known.update(dict.fromkeys(op.writes, sources.pop()))

    def cross(self, op: Op) -> None:
        """Forget everything where columns change places; where rows leave, what is known of texts stays."""
        self.seen.update(op.reads, op.writes)
        if isinstance(op, LayoutOp):
            self.known.clear()


def stages_of(ops: Sequence[Op], off: Collection[int] = ()) -> tuple[tuple[Unit, ...], ...]:
    """Put each operation into the earliest stage that its reads and writes allow."""
    board = _Board()
    for unit in with_lanes(ops, off):
        board.place(unit)
    return tuple(tuple(stage) for stage in board.stages)


@dataclass
class _Board:
    """Stages being filled: when each column was last written and read."""

    stages: list[list[Unit]] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    rejected: int = -1

    def place(self, unit: Unit) -> None:
        level = self._level(unit)
        while len(self.stages) <= level:
            self.stages.append([])
        self.stages[level].append(unit)
        for name in unit.writes:
            self.written[name] = level
        for name in unit.reads:
            self.read[name] = max(level, self.read.get(name, 0))
        if any(op.rejects for op in members(unit)):
            self.rejected = max(self.rejected, level)

    def _level(self, unit: Unit) -> int:
        """Return the first stage after all that the unit reads or overwrites, and not before their readers."""
        after = [self.written[name] + 1 for name in (*unit.reads, *unit.writes) if name in self.written]
        beside = [self.read[name] for name in unit.writes if name in self.read]
        whole = [self.rejected + 1] if isinstance(unit, AskOp) else []
        return max([0, *after, *beside, *whole])


def members(unit: Unit) -> tuple[Op, ...]:
    """Return the operations of a lane, or the one operation."""
    return unit.ops if isinstance(unit, Lane) else (unit,)


@dataclass
class _Draft:
    """A lane being found."""

    source: str
    columns: set[str]
    ops: list[Op] = field(default_factory=list)

    @property
    def worth(self) -> bool:
        return sum(op.step.cost * len(op.writes) for op in self.ops if isinstance(op, ColumnOp)) >= WORTH


def with_lanes(ops: Sequence[Op], off: Collection[int] = ()) -> list[Unit]:
    """Gather the operations that depend on one text column alone into lanes, in place of the first of each.

    An operation joins a lane only if nothing outside the lane read or wrote what it writes: the lane runs as one.
    """
    drafts: dict[str, _Draft] = {}
    lane_of: dict[int, _Draft] = {}
    outside: set[str] = set()
    for op in ops:
        draft = _draft_for(op, drafts, outside)
        if draft is not None:
            draft.ops.append(op)
            draft.columns.update(op.writes)
            lane_of[op.position] = draft
        else:
            outside.update(op.reads, op.writes)
            for other in drafts.values():
                other.columns.difference_update(op.writes)
    return _units(ops, lane_of, off)


def _draft_for(op: Op, drafts: dict[str, _Draft], outside: set[str]) -> _Draft | None:
    if not isinstance(op, (ColumnOp, CheckOp)) or (isinstance(op, ColumnOp) and op.expressions is None):
        return None
    for draft in drafts.values():
        foreign = outside.union(*(each.columns for each in drafts.values() if each is not draft))
        if op.reads and op.reads <= draft.columns and not foreign.intersection(op.writes):
            return draft
    if not (isinstance(op, ColumnOp) and op.of_text):
        return None
    (source,) = op.reads
    taken = source in drafts or any(source in draft.columns for draft in drafts.values())
    if taken or outside.intersection((source, *op.writes)):
        return None
    return drafts.setdefault(source, _Draft(source, {source}))


def _units(ops: Sequence[Op], lane_of: dict[int, _Draft], off: Collection[int]) -> list[Unit]:
    units: list[Unit] = []
    done: set[int] = set()
    for op in ops:
        draft = lane_of.get(op.position)
        if draft is None or not draft.worth or draft.ops[0].position in off:
            units.append(op)
        elif id(draft) not in done:
            done.add(id(draft))
            units.append(Lane(draft.source, tuple(draft.ops)))
    return units
