"""What became of the cells of one operation: which changed, became null, were filled, or did not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from wrangle.engine.compute import evaluate
from wrangle.engine.ops import CheckOp, ColumnOp, Op
from wrangle.errors import SchemaError

KINDS = ("changed", "made", "filled", "misfit")
"""Cells changed from one value to another, nulls made, nulls filled, and misfits."""


@dataclass
class Outcome:
    """What one operation did to a frame: new columns, masks over their cells, and rows that it rejects."""

    op: Op
    columns: dict[str, pl.Series] = field(default_factory=dict)
    masks: dict[str, dict[str, pl.Series]] = field(default_factory=dict)
    """Column -> kind -> mask; a kind without any true cell is left out."""
    violations: pl.Series | None = None
    """Rows that break the operation: misfits of any column, or the mask of a check; None where there are none."""
    applies: pl.Series | None = None
    """Rows that a check applies to; None: all of them."""
    where: pl.Series | None = None
    """Rows that the operation may touch; None: all of them."""

    def ways(self, before: pl.DataFrame) -> pl.DataFrame | None:
        """Return the cells of a step that has several ways to its answer, as `wrangle.engine.ways.seen` takes them."""
        if not isinstance(self.op, ColumnOp) or not self.op.step.ways:
            return None
        name = self.op.writes[0]
        texts, after = before[self.op.inputs[0]].cast(pl.String), self.columns[name].cast(pl.String)
        touched = texts if self.where is None else _chosen(self.where, texts, None)
        answered, misfit = after.is_not_null(), self.masks[name].get("misfit")
        answered = answered if misfit is None else answered & ~misfit
        counts = pl.repeat(1, len(texts), dtype=pl.Int64, eager=True)
        return pl.DataFrame({"text": touched, "after": after, "answered": answered, "cells": counts})


def temporary(op: Op, index: int) -> str:
    """Return the name under which an operation's result stands in a stage's one call."""
    return f"{op.position}\x1f{index}"


def expressions_of(op: Op) -> list[pl.Expr]:
    """Return all that an operation has polars compute, under names of its own."""
    if isinstance(op, CheckOp):
        return [op.mask.alias(temporary(op, 0))]
    if not isinstance(op, ColumnOp) or op.expressions is None:
        return []
    computed = [each.alias(temporary(op, index)) for index, each in enumerate(op.expressions)]
    if op.where is None:
        return computed
    return [*computed, op.where.fill_null(value=False).alias(temporary(op, len(computed)))]


def evaluated(frame: pl.DataFrame, ops: Sequence[Op]) -> pl.DataFrame:
    """Return all that operations of one stage compute.

    Raises
    ------
    SchemaError
        An operation cannot work on these values; the message names it.
    """
    try:
        return evaluate(frame, [each for op in ops for each in expressions_of(op)]) if ops else frame
    except pl.exceptions.PolarsError as error:
        if len(ops) > 1:
            for op in ops:
                evaluated(frame, [op])
        said = str(error).splitlines()[0]
        raise SchemaError(f"{ops[0].origin.label}: cannot work on these columns: {said}") from error


def outcome(op: Op, before: pl.DataFrame, computed: pl.DataFrame, *, audit: bool = True) -> Outcome:
    """Finish an operation: restore cells outside `where`, find the misfits and do with them as it says.

    Parameters
    ----------
    op : Op
        A column operation or a check.
    before : polars.DataFrame, (rows, columns so far)
        What the operation read.
    computed : polars.DataFrame, (rows, any)
        The results of `expressions_of`, broadcast to the rows.
    audit : bool
        Whether to compare each cell with what it was.
    """
    if isinstance(op, CheckOp):
        mask = computed[temporary(op, 0)]
        applies = mask.is_not_null() if mask.null_count() else None
        return Outcome(op, violations=mask.fill_null(value=False) if mask.any() else None, applies=applies)
    assert isinstance(op, ColumnOp)
    assert op.expressions is not None
    done = Outcome(op)
    where = computed[temporary(op, len(op.expressions))] if op.where is not None else None
    done.where = where
    for index, name in enumerate(op.writes):
        _column(done, name, before, (computed[temporary(op, index)].alias(name), where))
        if audit:
            old = before[name] if name in before.columns else None
            done.masks[name] = compare(old, done.columns[name]) | done.masks[name]
    misfits = [masks["misfit"] for masks in done.masks.values() if "misfit" in masks]
    if misfits and op.rejects:
        done.violations = reduce(lambda one, other: one | other, misfits)
    return done


def _column(done: Outcome, name: str, before: pl.DataFrame, result: tuple[pl.Series, pl.Series | None]) -> None:
    new, where = result
    op = done.op
    assert isinstance(op, ColumnOp)
    old = before[name] if name in before.columns else None
    misfit = _misfits(op, before, new, where)
    if where is not None:
        new = _chosen(where, new, old)
    if misfit is not None and op.otherwise == "keep" and old is not None:
        new = _chosen(misfit, old, new)
    done.columns[name] = new
    done.masks[name] = {} if misfit is None else {"misfit": misfit}


def _chosen(mask: pl.Series, yes: pl.Series, no: pl.Series | None) -> pl.Series:
    other = pl.lit(None) if no is None else no
    return pl.select(pl.when(mask).then(yes).otherwise(other).alias(yes.name)).to_series()


def _misfits(op: ColumnOp, before: pl.DataFrame, new: pl.Series, where: pl.Series | None) -> pl.Series | None:
    """Return where all inputs had a value and the step had no answer; None where there is no such cell."""
    if not op.otherwise or not new.null_count():
        return None
    mask = new.is_null()
    for name in op.inputs:
        if before[name].null_count():
            mask &= before[name].is_not_null()
    if where is not None:
        mask &= where
    return mask if mask.any() else None


def compare(old: pl.Series | None, new: pl.Series) -> dict[str, pl.Series]:
    """Return which cells changed, became null and were filled; kinds without such a cell are left out.

    Where the type changed, every cell with a value before and after counts as changed. A new column (no `old`) has
    no masks.

    Examples
    --------
    >>> import polars as pl
    >>> masks = compare(pl.Series(["a", None, "c", "d"]), pl.Series(["A", "b", None, "d"]))
    >>> {kind: mask.to_list() for kind, mask in masks.items()}["changed"]
    [True, False, False, False]
    """
    if old is None:
        return {}
    found: dict[str, pl.Series] = {}
    if new.null_count() or old.null_count():
        found["made"] = old.is_not_null() & new.is_null()
        found["filled"] = old.is_null() & new.is_not_null()
    different = new.is_not_null() if old.dtype != new.dtype else old.ne_missing(new)
    found["changed"] = different & ~found["made"] & ~found["filled"] if found else different
    return {kind: mask for kind, mask in found.items() if mask.any()}


class Misfits(dict[str, pl.Series]):
    """Column -> the rows that were rejected because a cell of it did not fit. It is null since, but not missing."""

    def note(self, op: Op, mask: pl.Series) -> None:
        """Keep the rows that an operation rejects."""
        if isinstance(op, ColumnOp) and op.rejects:
            self.update({name: self[name] | mask if name in self else mask for name in op.writes})

    def excuse(self, done: Outcome) -> None:
        """Take from a check's violations the rows whose cell was refused before: they have their reason."""
        if isinstance(done.op, CheckOp) and done.violations is not None:
            for mask in (self[name] for name in done.op.reads if name in self):
                done.violations = done.violations & ~mask
            if not done.violations.any():
                done.violations = None


def counts(outcome: Outcome) -> Mapping[str, Mapping[str, int]]:
    """Return column -> kind -> number of cells."""
    return {name: {kind: int(mask.sum()) for kind, mask in masks.items()} for name, masks in outcome.masks.items()}
