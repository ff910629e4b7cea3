"""The audit as a table: for each step and column what became of its cells, for each step what became of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from wrangle.engine.ops import CheckOp, ColumnOp, FrameOp, KeyOp, Op, Plan, RowOp, WindowOp
from wrangle.engine.tally import Change, Tally
from wrangle.engine.ways import ENTRY, described

SCHEMA = pl.Schema(
    {
        "position": pl.Int32(),
        "section": pl.String(),
        "step": pl.String(),
        "column": pl.String(),
        "cells_changed": pl.Int64(),
        "nulls_made": pl.Int64(),
        "nulls_filled": pl.Int64(),
        "misfits": pl.Int64(),
        "rows_dropped": pl.Int64(),
        "rows_quarantined": pl.Int64(),
        "examples": pl.List(pl.Struct({"before": pl.String(), "after": pl.String(), "way": pl.String()})),
        "ways": ENTRY,
    }
)
"""The columns of `audit.parquet`.

`position`: the operation's place in the order of work, from 0, `section`: `columns`, `steps` or `expect`,
`column`: null for what concerns rows as a whole, `misfits`: cells that had a value and got no answer,
`examples`: changes, and where a step has several ways to its answer, which of them it was, `ways`: how many distinct
texts and cells each of them found, and how many none (`abstained`), with the most frequent.
"""

COUNTS = {"cells_changed": "changed", "nulls_made": "made", "nulls_filled": "filled", "misfits": "misfit"}


def audit(plan: Plan, tally: Tally) -> pl.DataFrame:
    """Return the audit: a row for each step and column that it writes, and for each step or check that rejects rows.

    Examples
    --------
    >>> audit(Plan((), {}, {}), Tally()).height
    0
    """
    rows = [row for op in plan.ops for row in _rows(op, tally)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _rows(op: Op, tally: Tally) -> Iterator[dict[str, Any]]:
    if isinstance(op, (ColumnOp, WindowOp)):
        for index, name in enumerate(op.writes):
            yield _row(op, name, tally, first=index == 0)
    elif isinstance(op, (RowOp, FrameOp, CheckOp, KeyOp)):
        yield _row(op, None, tally, first=True)


def _row(op: Op, column: str | None, tally: Tally, *, first: bool) -> dict[str, Any]:
    cell = (op.position, column or "")
    cells: Mapping[str, int] = tally.cells.get(cell, {})
    return {
        "position": op.position,
        "section": op.origin.section,
        "step": op.origin.label,
        "column": column,
        **{name: cells.get(kind, 0) for name, kind in COUNTS.items()},
        "rows_dropped": tally.dropped[op.position] if first else 0,
        "rows_quarantined": tally.broken[op.position] if first and op.rejects else 0,
        "examples": _examples(op, tally.changes.get(cell, ())),
        "ways": _ways(op, tally) if first else [],
    }


def _examples(op: Op, changes: Sequence[Change]) -> list[dict[str, str | None]]:
    texts = pl.Series([before for before, _ in changes], dtype=pl.String)
    answered = pl.Series([after is not None and after != before for before, after in changes], dtype=pl.Boolean)
    ways = op.step.explain(texts, answered) if isinstance(op, ColumnOp) and len(texts) else None
    named = [None] * len(texts) if ways is None else ways.to_list()
    return [{"before": old, "after": new, "way": way} for (old, new), way in zip(changes, named, strict=True)]


def _ways(op: Op, tally: Tally) -> list[dict[str, Any]]:
    if op.position not in tally.ways or not isinstance(op, ColumnOp):
        return []
    return described(op.step, tally.ways[op.position])


def ways_by_step(plan: Plan, tally: Tally) -> list[dict[str, Any]]:
    """Return for each step that has several ways to its answers what each of them found."""
    named = ((op, _ways(op, tally)) for op in plan.ops)
    return [{"step": op.origin.label, "column": op.writes[0], "ways": ways} for op, ways in named if ways]


def dropped_by_step(plan: Plan, tally: Tally) -> dict[str, int]:
    """Return step -> rows it dropped; steps of one name are told apart by their place in the rule file."""
    droppers = [op for op in plan.ops if isinstance(op, (RowOp, FrameOp)) and not op.rejects]
    names = [op.origin.label for op in droppers]
    return {
        name if names.count(name) == 1 else f"{name} (step {op.origin.index + 1})": tally.dropped[op.position]
        for op, name in zip(droppers, names, strict=True)
    }
