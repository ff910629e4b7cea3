"""Tells what one more pass over the data can learn, and which operations it needs for that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from wrangle.engine.ops import (
    AskOp,
    CheckOp,
    ColumnOp,
    FrameOp,
    KeyOp,
    LayoutOp,
    LeaveOp,
    Op,
    Plan,
    RowOp,
    WaitOp,
    WindowOp,
)
from wrangle.errors import SchemaError, did_you_mean

Who = tuple[str, int, str]
"""An operation's place in the pipeline: section, index and label. The same in every plan of it."""


def who(op: Op) -> Who:
    """Return an operation's place in the pipeline."""
    return (op.origin.section, op.origin.index, op.origin.label)


def decides(op: Op) -> bool:
    """Tell whether an operation must see whole keys before rows can pass it."""
    return isinstance(op, (FrameOp, WindowOp)) or (isinstance(op, KeyOp) and op.rejects)


@dataclass
class _Front:
    """How far what is known reaches: columns whose values are not, and whether the set of rows is."""

    columns: set[str] = field(default_factory=set)
    rows: bool = False

    def hides(self, names: Collection[str]) -> bool:
        return self.rows or any(fnmatchcase(name, each) for name in names for each in self.columns)

    def cross(self, op: Op, decided: Collection[Who]) -> None:
        """Take note of what cannot be known behind an operation."""
        hidden = self.hides(op.reads)
        if isinstance(op, LayoutOp):
            self.columns = {new for new, old in op.layout.items() if self.hides((old,))}
        elif isinstance(op, ColumnOp):
            hidden = hidden or op.expressions is None
            self.columns = self.columns | set(op.writes) if hidden else self.columns - set(op.writes)
            self.rows |= hidden and op.rejects
        elif isinstance(op, WindowOp):
            known = who(op) in decided
            self.columns = self.columns - set(op.writes) if known else self.columns | set(op.writes)
        elif isinstance(op, RowOp):
            self.rows |= hidden or op.keep is None
        elif isinstance(op, CheckOp):
            self.rows |= (hidden or op.waits) and op.rejects
        elif decides(op):
            self.rows |= who(op) not in decided
        elif isinstance(op, WaitOp):
            self.rows = True


def ready(plan: Plan, decided: Collection[Who], *, rows: bool) -> list[Op]:
    """Return the operations that one pass can answer: statistics to gather and keys to decide.

    Parameters
    ----------
    plan : Plan
    decided : collection of Who
        Operations over keys that are decided already.
    rows : bool
        Whether all operations over keys are to be decided, or only those before statistics that are still asked.
    """
    front = _Front()
    found: list[Op] = []
    last = max((op.position for op in plan.ops if isinstance(op, AskOp)), default=-1)
    for op in plan.ops:
        asked = isinstance(op, AskOp) or (decides(op) and who(op) not in decided and (rows or op.position < last))
        if asked and not front.hides(op.reads):
            found.append(op)
        front.cross(op, decided)
    return found


def needed(plan: Plan, wanted: Sequence[Op]) -> tuple[tuple[Op, ...], tuple[str, ...]]:
    """Return the operations that the wanted ones depend on, in order, and the raw columns they read."""
    last = max(op.position for op in wanted)
    names: set[str] = set()
    kept: list[Op] = []
    for op in reversed(plan.ops[: last + 1]):
        if isinstance(op, LayoutOp):
            names = {op.layout[name] for name in names if name in op.layout}
        elif op in wanted or _matters(op, names):
            reads = () if isinstance(op, WindowOp) and op not in wanted else op.reads
            names.update(reads, op.writes)
        else:
            continue
        kept.append(op)
    columns = tuple(name for name in plan.before if name in names)
    return tuple(reversed(kept)), columns or tuple(plan.before)[:1]  # of no column, there would be no rows


def _matters(op: Op, names: set[str]) -> bool:
    """Tell whether an operation makes a column that is needed, or sends rows away."""
    if isinstance(op, (AskOp, WaitOp)) or (isinstance(op, (ColumnOp, CheckOp)) and _waits(op)):
        return False
    if isinstance(op, (ColumnOp, WindowOp)) and not names.isdisjoint(op.writes):
        return True
    return op.rejects or isinstance(op, (RowOp, FrameOp, LeaveOp))


def leading(plan: Plan, names: Collection[str]) -> tuple[tuple[Op, ...], tuple[str, ...]]:
    """Return the operations that make columns of the outcome before anything is learned, and the raw columns they read.

    Of the operations that send rows away, those are among them that look at nothing but what the columns are made from,
    and wait for nothing: so what a row gives is told by what these columns are made from, whatever else becomes of it.

    Raises
    ------
    SchemaError
        A column waits for a step that is yet to be fitted, or there is no such column.
    """
    open_ = _open(plan)
    wanted = set(names)
    kept: list[Op] = []
    for op in reversed(plan.ops):
        makes = any(name == each or fnmatchcase(name, each) for name in wanted for each in op.writes)
        if isinstance(op, LayoutOp):
            wanted = {op.layout[name] for name in wanted if name in op.layout}
        elif isinstance(op, WaitOp) or (makes and _waits(op)):
            raise SchemaError(_waiting(op, names))
        elif makes or (op.position in open_ and _selects(op) and op.reads <= wanted):
            op = _only(op, wanted)  # noqa: PLW2901  # what is not wanted of it may wait for something
            wanted.update(op.reads, op.writes)
        elif not isinstance(op, LeaveOp):
            continue
        kept.append(op)
    for name in names:
        if name not in plan.after:
            raise SchemaError(f"split by {name!r}: there is no such column: {did_you_mean(name, plan.after)}")
    columns = tuple(name for name in plan.before if name in wanted)
    return tuple(reversed(kept)), columns or tuple(plan.before)[:1]


def _selects(op: Op) -> bool:
    """Tell whether an operation does nothing but send rows away."""
    return isinstance(op, RowOp) or (isinstance(op, CheckOp) and op.rejects)


def _only(op: Op, wanted: Collection[str]) -> Op:
    """Return a column operation for those of its columns that are wanted, where nothing becomes of its misfits."""
    if not isinstance(op, ColumnOp) or op.otherwise not in {"", "null"} or op.expressions is None:
        return op
    kept = {name: each for name, each in zip(op.writes, op.expressions, strict=True) if name in wanted}
    looked_at = [*kept.values(), *([] if op.where is None else [op.where])]
    reads = frozenset(name for each in looked_at for name in each.meta.root_names())
    return replace(op, writes=tuple(kept), expressions=tuple(kept.values()), reads=reads)


def _open(plan: Plan) -> set[int]:
    """Return the positions of operations that wait for nothing: neither what is learned nor whole keys."""
    front = _Front()
    found: set[int] = set()
    for op in plan.ops:
        if not _waits(op) and not front.hides(op.reads):
            found.add(op.position)
        front.cross(op, ())
        front.rows = False
    return found


def _waits(op: Op) -> bool:
    """Tell whether an operation waits for what is learned, or for whole keys."""
    if isinstance(op, ColumnOp):
        return op.expressions is None
    if isinstance(op, CheckOp):
        return op.waits
    return isinstance(op, (KeyOp, FrameOp, WindowOp, AskOp, WaitOp)) or (isinstance(op, RowOp) and op.keep is None)


def _waiting(op: Op, names: Collection[str]) -> str:
    split = f"split by {', '.join(repr(name) for name in names)} needs {op.origin.label!r}"
    if isinstance(op, WindowOp):
        return f"{split}, which looks at other rows: split by a column that no window step writes"
    return f"{split} to be fitted first: split by a column that no fitted step writes"


def questions(plan: Plan) -> Iterator[KeyOp]:
    """Yield the checks on keys that are answered from the rows that leave: they warn or fail."""
    return (op for op in plan.ops if isinstance(op, KeyOp) and not op.rejects)
