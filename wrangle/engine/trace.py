"""Takes one record through a fitted pipeline step by step, to show what each step does to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from wrangle.engine.batch import Pass
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.ops import ROW, AskOp, KeyOp, LeaveOp, Op, WaitOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.preview import Shown, _output, _shown  # the same way of looking at a step


@dataclass(frozen=True)
class Effect:
    """What one step or check did to a record."""

    label: str
    section: str
    changes: Mapping[str, tuple[Any, Any]]
    """Column -> its value before (null for a new one) and after."""
    why: tuple[str, ...] | None = None
    """Why the record is rejected here; None: it is not."""


class Tracer:
    r"""Shows what each step of a fitted pipeline does to a record, as it is served.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> fitted = read_text("name: p\nclean: [clip: {column: a, min: 0}]").fit(pl.DataFrame({"a": [1]}))
    >>> [(each.label, dict(each.changes)) for each in Tracer(fitted).trace({"a": -2})]
    [('clip', {'a': (-2, 0)})]
    """

    def __init__(self, fitted: FittedPipeline) -> None:
        self._fitted = fitted
        plan = resolve(Request(fitted.pipeline, fitted.schema, fitted.learned, serving=True))
        self._ops = [op for op in plan.ops if not isinstance(op, (AskOp, KeyOp, LeaveOp, WaitOp))]

    def trace(self, record: Mapping[str, Any]) -> Iterator[Effect]:
        """Yield what each step does, in order; the last is that which rejects the record, if one does.

        Raises
        ------
        SchemaError
            The record does not fit the raw columns.
        """
        frame = self._fitted._records._frame([record])  # noqa: SLF001  # one way to make a frame of a record
        for _, ops in groupby(self._ops, key=lambda op: (op.origin.section, op.origin.index, op.origin.label)):
            effect, frame = _step(list(ops), frame)
            yield effect
            if not frame.height:
                return


def _step(ops: Sequence[Op], frame: pl.DataFrame) -> tuple[Effect, pl.DataFrame]:
    """Return what the operations of one step do together, and what is left."""
    changes: dict[str, tuple[Any, Any]] = {}
    why: tuple[str, ...] | None = None
    for op in ops:
        done = _shown(op, frame, Pass((op,), (), output=_output(op, frame), audit=True))
        changes |= _changes(done)
        why = _why(done)
        frame = done.after
        if why is not None:
            break
    return Effect(ops[0].origin.label, ops[0].origin.section, changes, why), frame


def _why(step: Shown) -> tuple[str, ...] | None:
    if step.rejected.height:
        return tuple(step.rejected["_why"][0])
    return ("the record is left out",) if not step.after.height else None


def _changes(step: Shown) -> dict[str, tuple[Any, Any]]:
    if not step.after.height:
        return {}
    before, after = step.before.row(0, named=True), step.after.row(0, named=True)
    found = {name: (before.get(name), after[name]) for name in step.columns if name != ROW}
    return {
        name: pair for name, pair in found.items() if name not in before or pair[0] is not None or pair[1] is not None
    }
