"""Follows each column by what it is, not by its name: rewritten and renamed it stays one, made anew it is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from wrangle.engine.ops import ColumnOp, FrameOp, LayoutOp, LeaveOp, Op, Plan, WaitOp
from wrangle.steps.base import ColumnStep
from wrangle.steps.options import names_of


@dataclass(frozen=True, eq=False)
class Point:
    """One operation of a plan, with the columns that it meets."""

    op: Op
    reads: Mapping[str, int]
    """Column that it reads -> which one that is."""
    writes: Mapping[str, int]
    """Column that it writes -> which one that is."""
    units: Mapping[str, str | None]
    """Column before it -> its unit."""

    @property
    def position(self) -> int:
        """The place in the order of all operations."""
        return self.op.position

    @property
    def index(self) -> int:
        """The position among the pipeline's steps, checks or columns."""
        return self.op.origin.index

    @property
    def section(self) -> str:
        """`columns`, `steps` or `expect`."""
        return self.op.origin.section

    @property
    def source(self) -> int | None:
        """The one column that is read; None where there are several, or none."""
        return next(iter(self.reads.values())) if len(self.reads) == 1 else None

    @property
    def works_on(self) -> dict[str, int]:
        """The columns that the step is about, those that make its groups or conditions apart."""
        step = getattr(self.op, "step", None)
        if isinstance(self.op, FrameOp):
            about = set(self.op.step.partition_by())
        elif isinstance(self.op, ColumnOp):
            options = (getattr(step, option, None) for option in ("column", "columns"))
            about = {name for value in options if not isinstance(value, Mapping) for name in names_of(value)}
        else:
            about = set(self.reads)
        return {name: which for name, which in self.reads.items() if name in about}

    def making(self, which: int) -> tuple[str, pl.Expr] | None:
        """Return the one column that a column is made of, and how; None where it is made of several, or not yet known.

        Parameters
        ----------
        which : int
            The column that is written, as the trail counts them.
        """
        op = self.op
        if not isinstance(op, ColumnOp) or op.expressions is None or len(op.expressions) != len(op.writes):
            return None
        made = next(each for name, each in zip(op.writes, op.expressions, strict=True) if self.writes[name] == which)
        roots = set(made.meta.root_names())
        return (roots.pop(), made) if len(roots) == 1 and roots <= set(self.reads) else None

    @property
    def column(self) -> str:
        """The one column that is rewritten; empty where there are several, or none."""
        return next(iter(self.writes)) if len(self.writes) == 1 else ""


@dataclass
class Trail:
    """All operations of a plan in order, and the columns that are there in the end."""

    points: list[Point] = field(default_factory=list)
    after: Mapping[str, int] = field(default_factory=dict)

    def steps(self) -> Iterator[Point]:
        """Yield the operations of the rule file's own steps that read and write columns."""
        return (point for point in self.points if point.section == "steps")

    def checks(self) -> Iterator[Point]:
        """Yield the operations of `expect`."""
        return (point for point in self.points if point.section == "expect")

    def rewrites(self) -> Iterator[Point]:
        """Yield the steps that write one column by one rewriting, in place or into a new one."""
        return (point for point in self.steps() if isinstance(point.op, ColumnOp) and point.column)

    def makers(self, which: int, before: int) -> list[Point]:
        """Return the operations before a position that wrote a column, in order, checks that reject among them."""
        points = (point for point in self.points if point.position < before)
        return [point for point in points if which in point.writes.values() or _rejects(point, which)]

    def met(self, which: int, before: int) -> Iterator[Point]:
        """Yield the steps before a position that were about a column."""
        for point in self.steps():
            if point.position < before and which in point.works_on.values():
                yield point


def follow(plan: Plan) -> Trail:
    """Return the trail of a plan's columns."""
    walk = _Walk({name: number for number, name in enumerate(plan.before)})
    walk.units = {name: info.unit for name, info in plan.before.items()}
    points = [walk.point(op) for op in plan.ops if not isinstance(op, (LeaveOp, WaitOp))]
    return Trail(points, walk.which)


def _rejects(point: Point, which: int) -> bool:
    return point.section == "columns" and point.op.rejects and not point.writes and which in point.reads.values()


@dataclass
class _Walk:
    which: dict[str, int]
    units: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.next = len(self.which)

    def point(self, op: Op) -> Point:
        reads = {name: self.which[name] for name in sorted(op.reads) if name in self.which}
        units = dict(self.units)
        if isinstance(op, LayoutOp):
            self.which = {new: self.which[old] for new, old in op.layout.items() if old in self.which}
            self.units = {new: self.units.get(old) for new, old in op.layout.items()}
            return Point(op, reads, {}, units)
        step = getattr(op, "step", None)
        same = step.reads_in_place() if isinstance(step, ColumnStep) else ()
        for name in op.writes:
            if name not in self.which or name not in same:
                self.which[name] = self.next
                self.units[name] = None
                self.next += 1
        if isinstance(step, ColumnStep) and op.writes:
            self.units |= step.units()
        return Point(op, reads, {name: self.which[name] for name in op.writes}, units)
