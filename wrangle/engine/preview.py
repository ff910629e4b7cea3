"""Takes the first rows through a pipeline step by step, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wrangle.engine.batch import Pass, Worker
from wrangle.engine.data import Data, open_data
from wrangle.engine.ops import ROW, AskOp, ColumnOp, KeyOp, LayoutOp, LeaveOp, Op, WindowOp
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.segment import decides, who
from wrangle.engine.session import Session
from wrangle.sources.input import frame_input

LEARN = 10_000
"""Rows that a preview learns from."""


@dataclass(frozen=True)
class Shown:
    """What one step did to the rows that are shown."""

    label: str
    section: str
    before: pl.DataFrame
    """(rows, columns so far + `__row`)"""
    after: pl.DataFrame
    """(rows that are left, columns now + `__row`)"""
    rejected: pl.DataFrame
    """Rows that went to the quarantine here, as they were before, with `_why`."""

    @property
    def columns(self) -> list[str]:
        """The columns with a change in a cell that is shown."""
        both = self.before.filter(pl.col(ROW).is_in(self.after[ROW].implode()))
        return [name for name in self.after.columns if name != ROW and _differs(both, self.after, name)]


def _differs(before: pl.DataFrame, after: pl.DataFrame, name: str) -> bool:
    if name not in before.columns:
        return True
    old, new = before[name], after[name]
    return old.dtype != new.dtype or bool(old.ne_missing(new).any())


def preview(pipeline: Pipeline, data: Data = None, *, rows: int = 10) -> list[Shown]:
    r"""Return what each step does to the first rows.

    Parameters
    ----------
    pipeline : Pipeline
    data : frame, path or source, optional
        Without it the `source` of the rule file.
    rows : int
        How many rows to show. Steps learn from the first 10,000.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> pipeline = read_text("name: p\nclean: [clip: {column: a, min: 0}, rename: {a: b}]")
    >>> [(each.label, each.columns) for each in preview(pipeline, pl.DataFrame({"a": [-1, 2]}))]
    [('clip', ['a']), ('rename', ['b'])]
    """
    with open_data(pipeline, data) as input_:
        try:
            head = input_.frame.head(LEARN).collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise input_.explain(error) from error
    session = Session(pipeline, frame_input(head))
    plan = session.fit(rows=True)
    decided = session.decisions(plan)
    frame = head.head(rows).with_row_index(ROW)
    shown: list[Shown] = []
    for op in plan.ops:
        if isinstance(op, (AskOp, LeaveOp)) or (isinstance(op, KeyOp) and not op.rejects):
            continue
        held = {op.position: decided[op.position]} if decides(op) and who(op) in session.decided else {}
        shown.append(_shown(op, frame, Pass((op,), (), decided=held, output=_output(op, frame), audit=True)))
        frame = shown[-1].after
    return shown


def _output(op: Op, frame: pl.DataFrame) -> tuple[str, ...]:
    names = tuple(frame.columns)
    if isinstance(op, LayoutOp):
        return (*op.layout, ROW)
    return tuple(dict.fromkeys((*names, *op.writes))) if isinstance(op, (ColumnOp, WindowOp)) else names


def _shown(op: Op, frame: pl.DataFrame, task: Pass) -> Shown:
    worker = Worker(task)
    done = worker.run(frame, {op.position})
    assert done.clean is not None
    quarantine = pl.DataFrame() if done.quarantine is None else done.quarantine
    return Shown(op.origin.label, op.origin.section, frame, done.clean, quarantine)
