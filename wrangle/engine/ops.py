"""What a plan is made of: steps and checks bound to the columns of one table, ready to run on batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from wrangle.checks.base import Check, KeyCheck, TableCheck, ValueCheck
from wrangle.schema import ColumnInfo
from wrangle.statistics.base import Statistic
from wrangle.steps.base import ColumnStep, FrameStep, LayoutStep, Learned, RowStep, WindowStep

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)

ROW = "__row"
"""The column that carries each row's number in the input through the engine, UInt32, from 0."""

PART = "__part"
"""The column that carries the part of each row beside its keys, UInt8, where rows have parts."""

TRAINING = 0
"""The part that is learned from."""

PARTS = {TRAINING: "training", 1: "validation", 2: "test", 255: "none"}
"""The parts that rows may be in, by the code that stands for each. `none`: neither learned from nor evaluated on."""

SOURCE = -1
"""The position of the reader, which comes before all operations."""


@dataclass(frozen=True)
class Origin:
    """Where in the pipeline an operation comes from."""

    section: str
    """`columns`, `steps` or `expect`."""

    index: int
    """Position among the pipeline's steps or checks; of the column in the contract for `columns`."""

    label: str
    """The name used in the audit and in messages."""

    at: str = "always"
    """`training`: skipped when serving."""


@dataclass(frozen=True, eq=False)
class Op:
    """One operation, bound to columns."""

    position: int
    """Place in the order of all operations of the plan."""

    origin: Origin
    reads: frozenset[str] = frozenset()
    writes: tuple[str, ...] = ()

    @property
    def rejects(self) -> bool:
        """Whether the operation may send a row to the quarantine."""
        return False


@dataclass(frozen=True, eq=False)
class ColumnOp(Op):
    """A column step, for one of its columns where it rewrites several."""

    step: ColumnStep = field(default_factory=ColumnStep)
    expressions: tuple[pl.Expr, ...] | None = None
    """One for each written column; None while the step is not fitted."""
    where: pl.Expr | None = None
    of_text: bool = False
    """Whether it reads one column, and that is text: the start of work per distinct value."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns whose nulls explain a null result, in the order of the step's options."""
        return tuple(name for name in self.step.inputs() if name in self.reads)

    @property
    def otherwise(self) -> str:
        """What becomes of a misfit; empty where the step has none."""
        return getattr(self.step, "otherwise", "")

    @property
    def rejects(self) -> bool:
        """Whether a misfit sends its row to the quarantine, or stops the run."""
        return self.otherwise in {"quarantine", "fail"}


@dataclass(frozen=True, eq=False)
class LayoutOp(Op):
    """A layout step: new name -> present name."""

    step: LayoutStep = field(default_factory=LayoutStep)
    layout: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class RowOp(Op):
    """A row step with its condition; None while the step is not fitted."""

    step: RowStep = field(default_factory=RowStep)
    keep: pl.Expr | None = None

    @property
    def rejects(self) -> bool:
        """Whether rows go to the quarantine instead of being dropped."""
        return self.step.otherwise == "quarantine"


@dataclass(frozen=True, eq=False)
class FrameOp(Op):
    """A frame step: its rows meet by key before it decides."""

    step: FrameStep = field(default_factory=FrameStep)


@dataclass(frozen=True, eq=False)
class WindowOp(Op):
    """A window step: its rows meet by key before its columns are there."""

    step: WindowStep = field(default_factory=WindowStep)


@dataclass(frozen=True, eq=False)
class CheckOp(Op):
    """A value check: its mask over one batch."""

    check: ValueCheck = field(default_factory=ValueCheck)
    mask: pl.Expr = field(default_factory=lambda: pl.lit(None, pl.Boolean()))
    where: pl.Expr | None = None
    """The condition that is part of the mask."""
    waits: bool = False
    """Whether the check is yet to learn: its mask says nothing."""

    @property
    def rejects(self) -> bool:
        """Whether violations go to the quarantine."""
        return self.check.otherwise == "quarantine"


@dataclass(frozen=True, eq=False)
class KeyOp(Op):
    """A key check: its rows meet by key before it answers."""

    check: KeyCheck = field(default_factory=KeyCheck)
    where: pl.Expr | None = None

    @property
    def rejects(self) -> bool:
        """Whether violations go to the quarantine."""
        return self.check.otherwise == "quarantine"


@dataclass(frozen=True, eq=False)
class AskOp(Op):
    """The statistics of one step or check that is yet to be fitted."""

    step: ColumnStep | RowStep | Check = field(default_factory=ColumnStep)
    place: int = -1
    """The place of the step or check among the pipeline's steps and, after them, its checks."""
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    where: pl.Expr | None = None


@dataclass(frozen=True, eq=False)
class LeaveOp(Op):
    """Rows rejected so far leave here: what `expect` says is held against the others."""


@dataclass(frozen=True, eq=False)
class WaitOp(Op):
    """A layout that only fitting can tell: all that comes after it waits."""


@dataclass(frozen=True)
class Plan:
    """A pipeline bound to one table: operations in order, and what is known of the table before and after."""

    ops: tuple[Op, ...]
    before: Mapping[str, ColumnInfo]
    """The raw columns."""
    after: Mapping[str, ColumnInfo]
    """The columns that leave, in order."""
    notes: tuple[str, ...] = ()
    """What the user should know and no fault: a column that the contract does not name."""
    table_checks: tuple[tuple[Origin, TableCheck], ...] = ()
    """Checks on the table as a whole."""
    learned: Mapping[int, Learned] = field(default_factory=dict)
    """Place among the steps and, after them, the checks -> what was learned, of all that are fitted."""
    order: tuple[tuple[str, bool], ...] = ()
    """The columns by which the rows that leave are ordered, each with whether its largest value comes first."""

    def ordered(self, rows: Rows) -> Rows:
        """Return rows in the order in which they leave: null and NaN last, equal rows as they stand.

        Parameters
        ----------
        rows : polars.DataFrame or polars.LazyFrame, (rows, columns that leave)
        """
        if not self.order:
            return rows
        dtypes = {name: info.dtype for name, info in self.after.items()}
        keys = [pl.col(name).fill_nan(None) if _is_float(dtypes[name]) else pl.col(name) for name, _ in self.order]
        descending = [largest_first for _, largest_first in self.order]
        return rows.sort(keys, descending=descending, nulls_last=True, maintain_order=True)


def _is_float(dtype: pl.DataType | None) -> bool:
    return dtype is not None and dtype.is_float()
