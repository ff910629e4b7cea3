"""Batches without account: all operations of a pass as one query, where only the rows that leave are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from wrangle.engine.compute import doubled
from wrangle.engine.ops import CheckOp, ColumnOp, LayoutOp, LeaveOp, Op, Plan, RowOp
from wrangle.engine.swift import Swift


def may_go_straight(plan: Plan) -> bool:
    """Tell whether each row's fate is its own: nothing stops the run, and nothing looks at other rows.

    Then the rows that leave are the same whether account is kept or not.
    """
    return not plan.table_checks and all(map(_alone, plan.ops))


def _alone(op: Op) -> bool:
    if isinstance(op, ColumnOp):
        return op.expressions is not None and op.otherwise != "fail"
    if isinstance(op, RowOp):
        return op.keep is not None
    if isinstance(op, CheckOp):
        return not op.waits and op.check.otherwise != "fail" and op.check.mostly == 1
    return isinstance(op, (LayoutOp, LeaveOp))


class Straight:
    """The query, made once for all batches. Threads may share it.

    Parameters
    ----------
    ops : sequence of Op
        Such that `may_go_straight`.
    before : iterable of str
        The raw columns.
    columns : sequence of str
        The columns that leave.
    """

    def __init__(self, ops: Sequence[Op], before: Iterable[str], columns: Sequence[str]) -> None:
        told = [op for op in ops if not isinstance(op, CheckOp) or op.rejects]  # a check that warns sends no row away
        self._swift = Swift(told, before, columns)
        self._whole = Swift(ops, before, columns) if len(told) < len(ops) else None

    def suits(self, rows: pl.DataFrame) -> bool:
        """Tell whether polars can work out the checks that warn as well: what it refuses, the long way refuses.

        Parameters
        ----------
        rows : polars.DataFrame, (rows, raw columns + `__row`)
            The first of them is tried: it is a matter of types.
        """
        try:
            return self._whole is None or self._whole.run(doubled(rows.head(1))) is not None
        except pl.exceptions.PolarsError:
            return False

    def run(self, rows: pl.DataFrame) -> pl.DataFrame | None:
        """Return the rows that leave; None where polars refuses: the long way names the step.

        Parameters
        ----------
        rows : polars.DataFrame, (rows, raw columns + `__row`)
        """
        one = rows.height == 1  # it would be computed otherwise; see `wrangle.engine.compute`
        try:
            found = self._swift.fine(doubled(rows) if one else rows)
        except pl.exceptions.PolarsError:
            return None
        return found.head(1) if one else found
