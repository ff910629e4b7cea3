"""Joins what came of rejected rows that were run again with the output of the earlier run."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.engine.audit import audit, dropped_by_step
from wrangle.engine.batch import Pass
from wrangle.engine.carried import asks, operations, said
from wrangle.engine.earlier import SOURCE, Earlier
from wrangle.engine.keeping import keep
from wrangle.engine.lineage import lineage
from wrangle.engine.ops import ROW, CheckOp, KeyOp, Op, Origin, Plan
from wrangle.engine.passes import Gathered, Reading
from wrangle.engine.result import RunResult
from wrangle.engine.runs import runs_of
from wrangle.engine.segment import questions
from wrangle.engine.session import Session
from wrangle.engine.sums import audits, by_name, dropped, summed
from wrangle.engine.together import together
from wrangle.engine.verdicts import CheckResult, hold_rejected, placed, refuse, rejected, row_result
from wrangle.engine.writing import LEVEL
from wrangle.errors import ConservationError, ReplayError
from wrangle.secret import hidden_in
from wrangle.sections.quarantine import Quarantine
from wrangle.sources.input import frame_input
from wrangle.sources.output import OutputFolder


@dataclass(frozen=True)
class Passed:
    """What became of the rejected rows under some rules."""

    session: Session
    plan: Plan
    clean: pl.DataFrame
    """(rows that came through, columns that leave + `__row`)"""
    gathered: Gathered


class Joined:
    """Sums of the earlier run and of the rows that were run again."""

    def __init__(self, earlier: Earlier, before: Passed, now: Passed) -> None:
        self.earlier, self.before, self.now = earlier, before, now
        self.plan = now.plan
        self.checks: list[CheckResult] = []
        self.rows = len(earlier.numbers) + now.clean.height
        self._hold_rules()
        self._hold_columns()

    def _hold_rules(self) -> None:
        if self.before.clean.height or self.before.gathered.tally.dropped.total():
            raise ReplayError(
                "rejected rows pass the rules that rejected them, so what they gave cannot be taken out of the counts: "
                "run again over all data"
            )

    def _hold_columns(self) -> None:
        was = pl.read_parquet_schema(self.earlier.folder / "clean.parquet")
        schema = {name: dtype for name, dtype in self.now.clean.schema.items() if name != ROW}
        if list(was.items()) != list(schema.items()):
            changed = sorted({*was.items()} ^ {*schema.items()}, key=str)
            names = ", ".join(dict.fromkeys(name for name, _ in changed)) or "their order"
            raise ReplayError(f"the rules write other columns than the earlier run ({names}): run again over all data")

    def settle(self) -> None:
        """Answer the checks of all rows; refuse what must not stand."""
        beside = self._written_before()
        tally, gathered = self.now.gathered.tally, self.now.gathered
        tally.add(beside.tally)
        for op in questions(self.plan):
            for keys in beside.keys[op.position].blocks():
                gathered.keys[op.position].add(keys)
            rows = self.now.session.executor.decision(op, gathered)
            tally.broken[op.position] = len(rows)
            tally.reasons[op.position] = [f"row {row} {op.check.why()}" for row in rows[:5]]
        for asking in beside.checks.values():
            asking.add(self.now.clean.select(asking.reads))
        schema = self.now.clean.drop(ROW).schema
        totals = {"rows": self.rows, "columns": tuple(schema), "schema": schema}
        found = {origin: asking.values() for origin, asking in beside.checks.items()}
        self.checks = self._sums(placed(self.plan, tally, totals, found))
        self._hold_rejected()
        refuse(self.plan, tally, self.checks)
        self._conserve()
        beside.close()

    def _fresh(self) -> set[int]:
        """Return the places in `expect` of checks that are new or changed."""
        pipeline, old = self.now.session.pipeline, set(said(self.earlier.fitted.pipeline))
        words = said(pipeline)[len(pipeline.steps) :]
        return {place for place, each in enumerate(words) if each not in old}

    def _written_before(self) -> Gathered:
        """Ask the rows that were written what only they can answer: checks that are new, of keys, and of the table."""
        fresh = self._fresh()
        asked: list[Op] = [op for op in self.plan.ops if isinstance(op, KeyOp) and not op.rejects]
        for op in self.plan.ops:
            if isinstance(op, CheckOp) and op.origin.section == "expect" and op.origin.index in fresh:
                told = op.check.model_copy(update={"otherwise": "warn"})
                asked.append(CheckOp(op.position, op.origin, op.reads, check=told, mask=op.mask, where=op.where))
        names = [name for name in self.now.clean.columns if name != ROW]
        task = Pass(
            ops=tuple(sorted(asked, key=lambda op: op.position)),
            columns=tuple(names),
            collects=frozenset(op.position for op in questions(self.plan)),
            output=tuple(names),
            audit=True,
            numbers=self.earlier.numbers,
            asked={origin: each for origin, check in self.plan.table_checks if (each := check.statistics())},
        )
        clean = pl.scan_parquet(self.earlier.folder / "clean.parquet")
        gathered = Reading(frame_input(clean), task).exhaust()
        broken = [(op, gathered.tally.broken[op.position]) for op in self.plan.ops if isinstance(op, CheckOp)]
        named = [f"{op.origin.label} ({count:,} rows)" for op, count in broken if op.rejects and count]
        if named:
            raise ReplayError(f"rows that were written break {', '.join(named)}: run again over all data")
        return gathered

    def _sums(self, found: list[tuple[Origin, CheckResult]]) -> list[CheckResult]:
        """Return the results of all rows: of checks on rows that stayed the same as sums, of others as they are."""
        fresh = self._fresh()
        told = ({**each, "examples": tuple(each["examples"])} for each in self.earlier.summary["checks"])
        old = by_name(CheckResult(**each) for each in told)
        ops = (op for op in self.before.plan.ops if isinstance(op, (CheckOp, KeyOp)))
        ordered = sorted(ops, key=lambda op: (op.origin.section, op.origin.index))
        gone = by_name(row_result(op, self.before.gathered.tally) for op in ordered)
        of_rows = (op for op in self.plan.ops if isinstance(op, CheckOp) or (isinstance(op, KeyOp) and op.rejects))
        mostly = {op.origin: op.check.mostly for op in of_rows}
        done: list[CheckResult] = []
        for name, (origin, each) in zip(by_name(each for _, each in found), found, strict=True):
            if origin.section == "expect" and origin.index in fresh:
                done.append(each)
            elif origin in mostly:
                done.append(summed(each, old.get(name), gone.get(name), mostly[origin]))
            else:
                unknown = [was.get(name, each).unknown for was in (old, gone)]
                done.append(replace(each, unknown=each.unknown + unknown[0] - unknown[1]))
        return done

    def _hold_rejected(self) -> None:
        section = self.now.session.pipeline.sections.get("quarantine")
        if isinstance(section, Quarantine):
            found = rejected(self.plan, self.now.gathered.tally)
            hold_rejected(section.max_fraction, self.rejected.height, self.earlier.summary["rows_read"], found)

    @cached_property
    def rejected(self) -> pl.DataFrame:
        """The rows that stay rejected, in order."""
        found = self.now.gathered.quarantine.scan()
        kept = self.earlier.unread()
        return kept if found is None else pl.concat([kept, found.collect()], how="vertical_relaxed").sort("_row")

    @cached_property
    def dropped(self) -> dict[str, int]:
        """Step -> rows that it dropped."""
        plans = ((each.plan, each.gathered.tally) for each in (self.before, self.now))
        return dropped(self.earlier.summary["rows_dropped"], *(dropped_by_step(*each) for each in plans))

    def _conserve(self) -> None:
        read, gone = self.earlier.summary["rows_read"], sum(self.dropped.values())
        if read != self.rows + self.rejected.height + gone:
            raise ConservationError(
                f"{read} rows were read, but {self.rows} are written, {self.rejected.height} quarantined and {gone} "
                "dropped once the rejected ones are run again: this is a bug of wrangle, please report it"
            )

    def written(self, output: OutputFolder, seconds: float) -> RunResult:
        """Write the output of all rows."""
        both = [self.earlier.clean, self.now.clean.lazy()]
        whole = pl.concat(both).sort(ROW) if self.plan.order else both[0].merge_sorted(both[1], key=ROW)
        rows = self.plan.ordered(whole)
        file = output.path / "clean.parquet"
        rows.drop(ROW).sink_parquet(file, compression="zstd", compression_level=LEVEL)
        keep(self.now.session, self.plan, [runs_of(rows.select(ROW).collect().to_series())], output.path)
        self.rejected.write_parquet(output.path / "quarantine.parquet")
        counted = (audit(each.plan, each.gathered.tally) for each in (self.before, self.now))
        table = audits(self.earlier.audit, *counted)
        table.write_parquet(output.path / "audit.parquet")
        summary = self._summary(seconds)
        text = json.dumps(summary, indent=2, ensure_ascii=False, default=str) + "\n"
        (output.path / "run.json").write_text(text, encoding="utf-8")
        return RunResult(summary, tuple(self.checks), table, folder=output.target)

    def _summary(self, seconds: float) -> dict[str, Any]:
        session, earlier = self.now.session, self.earlier.summary
        unread = [each for each in earlier["rejections"] if each["by"] == SOURCE]
        whole = {
            **earlier,
            "rows_written": self.rows,
            "rows_quarantined": self.rejected.height,
            "rows_dropped": self.dropped,
            "rejections": [*unread, *rejected(self.plan, self.now.gathered.tally)],
            "together": together(self.rejected.lazy()),
            "ways": [],  # of distinct values there are no sums
            "checks": [each.describe() for each in self.checks],
            "lineage": lineage(session.pipeline, session.learned, earlier["lineage"]["inputs"]),
            "seconds": {**earlier["seconds"], "replay": round(seconds, 3)},
            "replayed": [*earlier.get("replayed", ()), self._told()],
        }
        found: dict[str, Any] = hidden_in(whole)
        return found

    def _told(self) -> dict[str, Any]:
        """Return what was run again, and what came of it."""
        session = self.now.session
        return {
            "rows": self.now.gathered.rows,
            "written": self.now.clean.height,
            "quarantined": self.now.gathered.rejected,
            "dropped": self.now.gathered.tally.dropped.total(),
            "rules": {"before": self.earlier.summary["lineage"]["rules"]["sha256"], "now": session.pipeline.digest},
            "kept_what_was_learned": [each.label for each in operations(session.pipeline) if asks(each)],
        }
