"""Tells what one more pass over the data can learn, and which operations it needs for that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from wrangle.engine.ops import AskOp, CheckOp, ColumnOp, FrameOp, KeyOp, LayoutOp, LeaveOp, Op, Plan, RowOp, WaitOp

Who = tuple[str, int, str]
"""An operation's place in the pipeline: section, index and label. The same in every plan of it."""


def who(op: Op) -> Who:
    """Return an operation's place in the pipeline."""
    return (op.origin.section, op.origin.index, op.origin.label)


def decides(op: Op) -> bool:
    """Tell whether an operation must see whole keys before rows can pass it."""
    return isinstance(op, FrameOp) or (isinstance(op, KeyOp) and op.rejects)


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
        elif isinstance(op, RowOp):
            self.rows |= hidden or op.keep is None
        elif isinstance(op, CheckOp):
            self.rows |= hidden and op.rejects
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
            names.update(op.reads, op.writes)
        else:
            continue
        kept.append(op)
    return tuple(reversed(kept)), tuple(name for name in plan.before if name in names)


def _matters(op: Op, names: set[str]) -> bool:
    """Tell whether an operation makes a column that is needed, or sends rows away."""
    if isinstance(op, (AskOp, WaitOp)) or (isinstance(op, ColumnOp) and op.expressions is None):
        return False
    if isinstance(op, ColumnOp) and not names.isdisjoint(op.writes):
        return True
    return op.rejects or isinstance(op, (RowOp, FrameOp, LeaveOp))


def questions(plan: Plan) -> Iterator[KeyOp]:
    """Yield the checks on keys that are answered from the rows that leave: they warn or fail."""
    return (op for op in plan.ops if isinstance(op, KeyOp) and not op.rejects)
