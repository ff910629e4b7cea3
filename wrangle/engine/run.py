"""Runs a fitted session: one pass that writes the clean rows, the quarantine and the audit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from wrangle.engine.audit import audit, dropped_by_step, ways_by_step
from wrangle.engine.batch import Pass
from wrangle.engine.executor import Local, Passing
from wrangle.engine.keeping import keep
from wrangle.engine.lineage import lineage
from wrangle.engine.ops import ROW, SOURCE, Plan
from wrangle.engine.passes import Gathered
from wrangle.engine.reasons import QUARANTINE
from wrangle.engine.result import RunResult
from wrangle.engine.segment import questions
from wrangle.engine.session import Session
from wrangle.engine.straight import may_go_straight
from wrangle.engine.together import together
from wrangle.engine.verdicts import CheckResult, hold_rejected, refuse, rejected, results
from wrangle.errors import ConservationError, SourceError, TooManyRejectedError
from wrangle.secret import hidden_in
from wrangle.sections.quarantine import Quarantine
from wrangle.sources.input import Input
from wrangle.sources.output import OutputFolder, output_error

Found = TypeVar("Found")


@dataclass
class Run:
    """One run in the making: begin to read, take the clean rows, finish, then give or write the account."""

    session: Session
    plan: Plan
    started: float
    fitted: float
    more: dict[str, Any] = field(default_factory=dict)
    """What the summary holds besides."""
    gathered: Gathered = field(default_factory=Gathered)
    checks: list[CheckResult] = field(default_factory=list)

    @classmethod
    def of(cls, session: Session) -> Run:
        """Fit what is left to fit, and return the run that comes after."""
        started = time.perf_counter()
        session.keeps = True
        plan = session.fit(rows=True)
        return cls(session, plan, started, time.perf_counter())

    @property
    def straight(self) -> bool:
        """Whether the clean rows can be had without account: nothing refuses the run for what it finds."""
        section = self.session.pipeline.sections.get("quarantine")
        held = isinstance(section, Quarantine) and section.max_fraction < 1
        return not held and may_go_straight(self.plan) and isinstance(self.session.executor, Local)

    def reading(self, *, numbered: bool = False, account: bool = True) -> Passing:
        """Begin the pass that gives the clean rows.

        Parameters
        ----------
        numbered : bool
            Whether they keep their numbers in the input, as `__row`.
        account : bool
            Whether to gather what `finish` and the account need.
        """
        plan, session = self.plan, self.session
        task = Pass(
            ops=plan.ops,
            columns=tuple(session.schema),
            decided=session.decisions(plan),
            collects=frozenset(op.position for op in questions(plan)),
            output=(*plan.after, ROW) if numbered else tuple(plan.after),
            labels={SOURCE: "source", **{op.position: op.origin.label for op in plan.ops}},
            audit=account,
            account=account,
            parts=session.parts,
            numbers=session.numbers,
            asked={origin: asked for origin, check in plan.table_checks if (asked := check.statistics())},
            looks={origin: check.reads() for origin, check in plan.table_checks},
        )
        return session.reading(task)

    def finish(self, reading: Passing, schema: pl.Schema) -> None:
        """Answer what only the whole pass can tell; refuse the run where it must not stand."""
        self.gathered = gathered = reading.gathered
        for op in questions(self.plan):
            rows = self.session.executor.decision(op, gathered)
            gathered.tally.broken[op.position] = len(rows)
            gathered.tally.explain(op.position, (f"row {row} {op.check.why()}" for row in rows[:5]))
        totals = {"rows": gathered.written, "columns": tuple(schema), "schema": schema}
        found = {origin: asking.values() for origin, asking in gathered.checks.items()}
        self.checks = results(self.plan, gathered.tally, totals, found)
        self._hold_rejected()
        refuse(self.plan, gathered.tally, self.checks)
        self._conserve()

    def _hold_rejected(self) -> None:
        section = self.session.pipeline.sections.get("quarantine")
        if isinstance(section, Quarantine):
            by_checks = [
                {"by": each.name, "rows": each.violations, "examples": each.examples}
                for each in self.checks
                if each.otherwise == "quarantine"
            ]
            found = [*rejected(self.plan, self.gathered.tally), *by_checks]
            hold_rejected(section.max_fraction, self.gathered.rejected, self.gathered.rows, found)

    def _conserve(self) -> None:
        gathered = self.gathered
        dropped = gathered.tally.dropped.total()
        if gathered.rows != gathered.written + gathered.rejected + dropped:
            raise ConservationError(
                f"{gathered.rows} rows were read, but {gathered.written} written, {gathered.rejected} quarantined "
                f"and {dropped} dropped: this is a bug of wrangle, please report it with your rule file"
            )

    def _summary(self) -> dict[str, Any]:
        """Return what `run.json` holds."""
        session, gathered, now = self.session, self.gathered, time.perf_counter()
        inputs = session.input.lineage()
        whole = {
            "name": session.pipeline.name,
            "rows_read": gathered.rows,
            "rows_written": gathered.written,
            "rows_quarantined": gathered.rejected,
            "rows_dropped": dropped_by_step(self.plan, gathered.tally),
            **self.more,
            "rejections": rejected(self.plan, gathered.tally),
            "together": together(self.quarantine()),
            "ways": ways_by_step(self.plan, gathered.tally),
            "passes": session.passes,
            "checks": [each.describe() for each in self.checks],
            "notes": [*self.plan.notes, *map(str, session.input.set_aside)],
            **(
                {"files_set_aside": [vars(each) for each in session.input.set_aside]} if session.input.set_aside else {}
            ),
            "lineage": lineage(session.pipeline, session.learned, inputs),
            "seconds": {"fit": round(self.fitted - self.started, 3), "run": round(now - self.fitted, 3)},
        }
        found: dict[str, Any] = hidden_in(whole)
        return found

    def quarantine(self) -> pl.LazyFrame:
        """Return the rejected rows; without any, an empty frame of their columns."""
        found = self.gathered.quarantine.scan()
        if found is not None:
            return found
        raw = self.session.input.frame.collect_schema()
        return pl.LazyFrame(schema={**{name: dtype for name, dtype in raw.items() if name != ROW}, **QUARANTINE})

    def account(self, clean: pl.DataFrame | None = None) -> RunResult:
        """Return what the run did, with its rows in memory."""
        table = audit(self.plan, self.gathered.tally)
        rejects = self.quarantine().collect()
        return RunResult(self._summary(), tuple(self.checks), table, _clean=clean, _quarantine=rejects)

    def written(self, folder: OutputFolder) -> RunResult:
        """Write quarantine, audit and `run.json` into a folder; return what the run did."""
        self.quarantine().sink_parquet(folder.path / "quarantine.parquet")
        table = audit(self.plan, self.gathered.tally)
        table.write_parquet(folder.path / "audit.parquet")
        summary = self._summary()
        (folder.path / "run.json").write_text(_json(summary), encoding="utf-8")
        return RunResult(summary, tuple(self.checks), table, folder=folder.target)


def opened(into: str | Path | None) -> AbstractContextManager[OutputFolder | None]:
    """Return the output folder, to be entered; of None, nothing."""
    return nullcontext() if into is None else OutputFolder(into)


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
    section = session.pipeline.sections.get("quarantine")
    with opened(into) as folder, closing(session):
        session.keeps_keys = folder is not None and isinstance(section, Quarantine) and section.replay
        work = Run.of(session)
        return _in_memory(work) if folder is None else _into(work, folder)


def clean_rows(session: Session) -> pl.DataFrame:
    """Return the clean rows of a run, without its account where nothing depends on it.

    Parameters
    ----------
    session : Session

    Raises
    ------
    RunFailedError
        A step or check that says `fail` met data it refuses.
    """
    with closing(session):
        work = Run.of(session)
        if not work.straight:
            return _in_memory(work).clean
        reading = work.reading(account=False)
        try:
            return work.plan.ordered(pl.concat(reading))
        finally:
            reading.gathered.close()


def readable(work: Callable[[Input], Found], input_: Input) -> Found:
    """Work on an input; where a file turns out damaged and may be left out, again from the start without it.

    Parameters
    ----------
    work : callable
        Is given the input, and gives what is wanted of it.
    input_ : Input
    """
    with ExitStack() as opened_again:
        while True:  # each time with a file less
            try:
                return work(input_)
            except SourceError:
                left = input_.mended()
                if left is None:
                    raise
            input_ = opened_again.enter_context(left)


def _in_memory(work: Run) -> RunResult:
    reading = work.reading()
    clean = work.plan.ordered(pl.concat(reading))
    work.finish(reading, clean.schema)
    result = work.account(clean)
    reading.gathered.close()
    return result


def _into(work: Run, folder: OutputFolder) -> RunResult:
    reading = work.reading(numbered=True)
    numbers = None
    try:
        schema, numbers = work.session.executor.write(reading, work.plan, folder.path / "clean.parquet")
        work.finish(reading, schema)
        keep(work.session, work.plan, numbers.runs(), folder.path)
        return work.written(folder)
    except TooManyRejectedError as error:
        with OutputFolder(f"{folder.target}.failed") as failed:
            work.more["failed"] = str(error)
            work.written(failed)
        raise TooManyRejectedError(f"{error}\nnothing but the quarantine was written, to {failed.target}") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise output_error(folder.target, error) or error from error
    finally:
        reading.gathered.close()
        if numbers is not None:
            numbers.close()
        work.session.forget()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
