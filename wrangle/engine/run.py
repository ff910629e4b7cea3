"""Runs a fitted session: one pass that writes the clean rows, the quarantine and the audit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from wrangle.engine.audit import audit, dropped_by_step
from wrangle.engine.batch import Pass
from wrangle.engine.lineage import lineage
from wrangle.engine.ops import ROW, SOURCE, Plan
from wrangle.engine.passes import Gathered, Reading
from wrangle.engine.reasons import QUARANTINE
from wrangle.engine.result import RunResult
from wrangle.engine.segment import questions
from wrangle.engine.session import Session, decision
from wrangle.engine.verdicts import CheckResult, refuse, rejected, results
from wrangle.errors import ConservationError
from wrangle.secret import hidden_in
from wrangle.sources.output import OutputFolder, output_error

LEVEL = 1
"""The level of zstd: on the benchmark's rows 1 writes in two thirds of the CPU time of 3, in 6 % more bytes."""


@dataclass
class _Run:
    """One run in the making."""

    session: Session
    plan: Plan
    started: float
    fitted: float
    gathered: Gathered = field(default_factory=Gathered)
    checks: list[CheckResult] = field(default_factory=list)

    def reading(self) -> Reading:
        plan, session = self.plan, self.session
        task = Pass(
            ops=plan.ops,
            columns=tuple(session.schema),
            decided=session.decisions(plan),
            collects=frozenset(op.position for op in questions(plan)),
            output=tuple(plan.after),
            labels={SOURCE: "source", **{op.position: op.origin.label for op in plan.ops}},
            audit=True,
        )
        return session.reading(task)

    def finish(self, reading: Reading, schema: pl.Schema) -> None:
        """Answer what only the whole pass can tell; refuse the run where it must not stand."""
        self.gathered = gathered = reading.gathered
        for op in questions(self.plan):
            rows = decision(op, gathered)
            gathered.tally.broken[op.position] = len(rows)
            gathered.tally.applied[op.position] = gathered.written
            gathered.tally.explain(op.position, (f"row {row} {op.check.why()}" for row in rows[:5]))
        totals = {"rows": gathered.written, "columns": tuple(schema), "schema": schema}
        self.checks = results(self.plan, gathered.tally, totals)
        refuse(self.plan, gathered.tally, self.checks)
        self._conserve()

    def _conserve(self) -> None:
        gathered = self.gathered
        dropped = gathered.tally.dropped.total()
        if gathered.rows != gathered.written + gathered.rejected + dropped:
            raise ConservationError(
                f"{gathered.rows} rows were read, but {gathered.written} written, {gathered.rejected} quarantined "
                f"and {dropped} dropped: this is a bug of wrangle, please report it with your rule file"
            )

    def summary(self) -> dict[str, Any]:
        """Return what `run.json` holds."""
        session, gathered, now = self.session, self.gathered, time.perf_counter()
        files = [str(path) for path in session.input.files]
        inputs = [{"name": session.input.origin, "files": files, "sha256": session.input.digest()}]
        whole = {
            "name": session.pipeline.name,
            "rows_read": gathered.rows,
            "rows_written": gathered.written,
            "rows_quarantined": gathered.rejected,
            "rows_dropped": dropped_by_step(self.plan, gathered.tally),
            "rejections": rejected(self.plan, gathered.tally),
            "passes": session.passes,
            "checks": [each.describe() for each in self.checks],
            "notes": list(self.plan.notes),
            "lineage": lineage(session.pipeline, session.learned, inputs),
            "seconds": {"fit": round(self.fitted - self.started, 3), "run": round(now - self.fitted, 3)},
        }
        found: dict[str, Any] = hidden_in(whole)
        return found

    def quarantine(self, schema: pl.Schema) -> pl.LazyFrame:
        """Return the rejected rows; without any, an empty frame of their columns."""
        found = self.gathered.quarantine.scan()
        raw = {name: dtype for name, dtype in schema.items() if name != ROW}
        return pl.LazyFrame(schema={**raw, **QUARANTINE}) if found is None else found


def run(session: Session, into: str | Path | None = None) -> RunResult:
    """Fit what is left to fit, and run the pipeline over the whole input.

    Parameters
    ----------
    session : Session
    into : path, optional
        The output folder; None: the rows are kept in memory.

    Raises
    ------
    RunFailedError
        A step or check that says `fail` met data it refuses. Nothing was written.
    OutputError
        The output cannot be written. The earlier output is intact.
    """
    started = time.perf_counter()
    holder: AbstractContextManager[OutputFolder | None] = nullcontext() if into is None else OutputFolder(into)
    with holder as folder:
        plan = session.fit(rows=True)
        work = _Run(session, plan, started, time.perf_counter())
        return _in_memory(work) if folder is None else _into(work, folder)


def _in_memory(work: _Run) -> RunResult:
    reading = work.reading()
    clean = pl.concat(reading)
    work.finish(reading, clean.schema)
    quarantine = work.quarantine(work.session.input.frame.collect_schema()).collect()
    reading.gathered.close()
    table = audit(work.plan, reading.gathered.tally)
    return RunResult(work.summary(), tuple(work.checks), table, _clean=clean, _quarantine=quarantine)


def _into(work: _Run, folder: OutputFolder) -> RunResult:
    reading = work.reading()
    batches = iter(reading)
    first = next(batches)

    def source(*_: object) -> Iterator[pl.DataFrame]:
        yield from chain([first], batches)

    try:
        rows = register_io_source(source, schema=first.schema)
        rows.sink_parquet(folder.path / "clean.parquet", compression="zstd", compression_level=LEVEL)
        work.finish(reading, first.schema)
        work.quarantine(work.session.input.frame.collect_schema()).sink_parquet(folder.path / "quarantine.parquet")
        table = audit(work.plan, reading.gathered.tally)
        table.write_parquet(folder.path / "audit.parquet")
        summary = work.summary()
        (folder.path / "run.json").write_text(_json(summary), encoding="utf-8")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise output_error(folder.target, error) or error from error
    finally:
        reading.gathered.close()
    return RunResult(summary, tuple(work.checks), table, folder=folder.target)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
