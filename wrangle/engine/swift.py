"""All operations of a plan as one query, made once: the short way of records and batches that fit.

It computes the same expressions in the same order as `wrangle.engine.batch`, without account: which rows break anything
at all is told, not what. Those rows then go the long way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from wrangle.engine.ops import ROW, CheckOp, ColumnOp, LayoutOp, Op, RowOp
from wrangle.engine.schedule import Block, blocks_of
from wrangle.expressions.common import MANY, ONCE

BAD = "\x1fbad"
"""The column that tells which rows break something."""

_FLAGS = pl.QueryOptFlags.none()


@dataclass
class _Draft:
    """Calls of polars in the making: each takes what the one before gave."""

    calls: list[tuple[str, list[pl.Expr]]] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    """Columns that are true where a row breaks something."""
    names: dict[str, None] = field(default_factory=dict)
    """The columns that are there."""

    def add(self, computed: list[pl.Expr], final: list[pl.Expr]) -> None:
        """Compute columns under names of their own, then make of them what the stage leaves."""
        for expressions in (computed, final):
            if expressions:
                self.calls.append(("with", expressions))

    def mask(self, op: Op) -> str:
        """Return the name of a new mask."""
        self.masks.append(f"\x1f{op.position}m")
        return self.masks[-1]


class Swift:
    """The query, ready to be asked.

    Parameters
    ----------
    ops
        Fitted operations, none of which looks at other rows.
    before
        The raw columns.
    columns
        The columns that are wanted: what only others need is not computed, but for what may reject a row.
    """

    def __init__(self, ops: Sequence[Op], before: Iterable[str], columns: Sequence[str]) -> None:
        draft = _Draft(names=dict.fromkeys([*before, ROW]))
        off = frozenset(op.position for op in ops)
        for block in blocks_of(_needed(ops, columns), off):
            _block(draft, block)
        self._calls = draft.calls
        self._columns = [*map(pl.col, columns)]
        self._broken = pl.any_horizontal(draft.masks).fill_null(value=False) if draft.masks else None

    def run(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that leave, and `BAD`, for each row.

        Parameters
        ----------
        rows : polars.DataFrame, (2 or more rows, raw columns + `__row`)
            A single row would be computed otherwise; see `wrangle.engine.compute`.
        """
        broken = pl.lit(value=False) if self._broken is None else self._broken
        # not the streaming engine: it hands each thread its rows, and computes one row as a constant
        query = self._query(rows).select(*self._columns, broken.alias(BAD))
        return query.collect(optimizations=_FLAGS, engine="in-memory")

    def fine(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that leave, for the rows that break nothing.

        Parameters
        ----------
        rows : polars.DataFrame, (0, 2 or more rows, raw columns + `__row`)
        """
        query = self._query(rows)
        if self._broken is not None:
            query = query.filter(~self._broken)
        flags = _FLAGS if rows.height < MANY else ONCE
        return query.select(self._columns).collect(optimizations=flags, engine="in-memory")

    def _query(self, rows: pl.DataFrame) -> pl.LazyFrame:
        query = rows.lazy()
        for kind, expressions in self._calls:
            query = query.with_columns(expressions) if kind == "with" else query.select(expressions)
        return query


def _needed(ops: Sequence[Op], columns: Sequence[str]) -> list[Op]:
    """Return the operations that may reject a row, and those that make a column that is needed."""
    names = set(columns)
    kept: list[Op] = []
    for op in reversed(ops):
        if isinstance(op, LayoutOp):
            names = {op.layout[name] for name in names if name in op.layout}
        elif isinstance(op, ColumnOp) and not op.rejects and names.isdisjoint(op.writes):
            continue
        else:
            names.update(op.reads, op.writes)
        kept.append(op)
    return kept[::-1]


def _block(draft: _Draft, block: Block) -> None:
    for stage in block.stages:
        _stage(draft, [unit for unit in stage if isinstance(unit, (ColumnOp, CheckOp))])
    end = block.end
    if isinstance(end, LayoutOp):
        kept = {new: old for new, old in end.layout.items() if old in draft.names}
        columns = [pl.col(old).alias(new) for new, old in kept.items()]
        draft.calls.append(("select", [*columns, pl.col(ROW), *map(pl.col, draft.masks)]))
        draft.names = dict.fromkeys([*kept, ROW])
    elif isinstance(end, RowOp):
        assert end.keep is not None
        goes = ~end.keep.fill_null(value=False)
        draft.add([goes.alias(draft.mask(end))], [])


def _stage(draft: _Draft, ops: Sequence[ColumnOp | CheckOp]) -> None:
    computed: list[pl.Expr] = []
    final: list[pl.Expr] = []
    for op in ops:
        if isinstance(op, CheckOp):
            computed.append(op.mask.alias(draft.mask(op)))
        elif op.expressions is not None:
            first, second = _column(draft, op)
            computed += first
            final += second
    draft.add(computed, final)
    draft.names |= dict.fromkeys(name for op in ops for name in op.writes)


def _column(draft: _Draft, op: ColumnOp) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Return what a column step computes, and what is made of it, as `wrangle.engine.cells` does."""
    assert op.expressions is not None
    computed: list[pl.Expr] = []
    final: list[pl.Expr] = []
    where = None
    if op.where is not None:
        computed.append(op.where.fill_null(value=False).alias(f"\x1f{op.position}w"))
        where = pl.col(f"\x1f{op.position}w")
    misfits: list[pl.Expr] = []
    for index, (name, expression) in enumerate(zip(op.writes, op.expressions, strict=True)):
        computed.append(expression.alias(f"\x1f{op.position}c{index}"))
        new = pl.col(f"\x1f{op.position}c{index}")
        old = pl.col(name) if name in draft.names else None
        chosen = new if where is None else pl.when(where).then(new).otherwise(pl.lit(None) if old is None else old)
        if op.otherwise:
            misfit = reduce(lambda one, other: one & other, _misfit(draft, op, new, where))
            misfits.append(misfit)
            if op.otherwise == "keep" and old is not None:
                chosen = pl.when(misfit).then(old).otherwise(chosen)
        final.append(chosen.alias(name))
    if misfits and op.rejects:
        final.append(reduce(lambda one, other: one | other, misfits).alias(draft.mask(op)))
    return computed, final


def _misfit(draft: _Draft, op: ColumnOp, new: pl.Expr, where: pl.Expr | None) -> Iterator[pl.Expr]:
    """Yield what is true together where the inputs had values and the step had no answer."""
    yield new.is_null()
    yield from (pl.col(name).is_not_null() for name in op.inputs if name in draft.names)
    if where is not None:
        yield where
