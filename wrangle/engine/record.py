"""Cleans single records with the plan and the expressions of the batch run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from wrangle.engine.batch import Pass, Worker
from wrangle.engine.compute import doubled
from wrangle.engine.given import Given, Unknown, frame_of, given
from wrangle.engine.ops import ROW, AskOp, WaitOp
from wrangle.engine.outcomes import RECORD, Judge, Outcomes, Rejection
from wrangle.engine.passes import BATCH
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.plan import Request, resolve
from wrangle.engine.tally import Tally
from wrangle.engine.verdicts import refuse
from wrangle.errors import NotFittedError, RecordRejectedError, SchemaError
from wrangle.schema import Schema
from wrangle.steps.base import Learned


class Records:
    """A plan for serving, made once.

    Parameters
    ----------
    pipeline : Pipeline
    learned : mapping
        Index of a step -> what it learned.
    schema : mapping
        The raw columns.
    learned_from : callable, optional
        Row numbers -> whether a row is one of those that were learned from; without it none is.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        learned: Mapping[int, Learned],
        schema: Schema,
        learned_from: Callable[[pl.Series], pl.Series] | None = None,
    ) -> None:
        self._plan = plan = resolve(Request(pipeline, schema, learned, serving=True, learned_from=learned_from))
        self._schema = pl.Schema({name: info.dtype or pl.String() for name, info in schema.items()})
        labels = {op.position: op.origin.label for op in plan.ops}
        self._worker = Worker(Pass(plan.ops, tuple(schema), output=tuple(plan.after), labels=labels))
        self._judges: dict[tuple[str, ...] | None, Judge] = {}
        self._off = frozenset(labels)  # lanes are for many rows
        if any(isinstance(op, (AskOp, WaitOp)) for op in plan.ops):
            raise NotFittedError(f"the pipeline {pipeline.name!r} is not fitted: call `fit` first")

    def run(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the cleaned records; see `clean`."""
        return self.clean(self._frame(rows)).to_dicts()

    def serve(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the cleaned rows of a frame of raw columns, one for each; see `clean`."""
        try:
            known = frame.select(pl.col(name).cast(dtype) for name, dtype in self._schema.items())
        except pl.exceptions.PolarsError as error:
            raise SchemaError(f"the columns are not those that were fitted: {str(error).splitlines()[0]}") from error
        numbered = known.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW))
        parts = [self.clean(part) for part in numbered.iter_slices(BATCH)] or [self.clean(numbered)]
        return pl.concat(parts)

    def outcomes(
        self,
        rows: Sequence[Mapping[str, Any]] | pl.DataFrame,
        columns: tuple[str, ...] | None = None,
        unknown: Unknown = "reject",
    ) -> Outcomes:
        """Return what becomes of each record, rejected ones told apart; of the clean columns those that are wanted."""
        judge = self._judges.get(columns)
        if judge is None:
            judge = self._judges[columns] = Judge(self._plan, columns)
        if len(rows) == 1 and not isinstance(rows, pl.DataFrame):
            alone = given([rows[0], rows[0]], self._schema, unknown)
            if not alone.refused:
                return judge.outcome_of(alone.frame)
        read = given(rows, self._schema, unknown)
        frame = read.frame
        found = judge.outcome_of(doubled(frame)) if frame.height == 1 else judge.outcomes(frame)
        return _among(found, read) if read.refused else found

    def clean(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the cleaned rows, one for each.

        Raises
        ------
        RecordRejectedError
            A step or check rejects one of them.
        """
        done = self._worker.run(rows, self._off)
        refuse(self._plan, done.tally)
        if done.quarantine is not None or done.tally.dropped.total():
            raise RecordRejectedError(self._why(done.quarantine, done.tally))
        assert done.clean is not None
        return done.clean

    def _why(self, quarantine: pl.DataFrame | None, tally: Tally) -> str:
        """Return who rejected which record, and why."""
        if quarantine is None:
            labels = [op.origin.label for op in self._plan.ops if tally.dropped[op.position]]
            return f"rejected by {', '.join(labels)}: say `at: training` where a step is not meant for serving"
        rows = quarantine.select("_row", "_rejected_by", "_why").rows()
        return "\n".join(f"record {row}: rejected by {', '.join(by)}: {'; '.join(why)}" for row, by, why in rows)

    def _frame(self, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        """Return records as a raw frame of the types that the pipeline was fitted to."""
        return frame_of(rows, self._schema)


def _among(found: Outcomes, read: Given) -> Outcomes:
    """Return the outcomes of the records that could be read, among those that could not."""
    places = read.places
    rejected = {places[each]: why for each, why in found.rejected.items()}
    rejected |= {place: Rejection((RECORD,), why) for place, why in read.refused.items()}
    return Outcomes(
        found.frame,
        [places[each] for each in found.places],
        dict(sorted(rejected.items())),
        {places[each]: flags for each, flags in found.flags.items()},
    )
