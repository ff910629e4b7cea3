"""A pipeline at work on one input: what is learned and decided so far, and the passes that find out the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
import polars.selectors as cs

from wrangle.engine.batch import Pass, parts_of
from wrangle.engine.beside import Beside
from wrangle.engine.exchange import Spill
from wrangle.engine.executor import Executor, Local, Passing
from wrangle.engine.ops import TRAINING, AskOp, FrameOp, KeyOp, Op, Plan, WindowOp
from wrangle.engine.passes import Before, Gathered, Progress
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.plan import Request, resolve
from wrangle.engine.segment import Who, decides, needed, ready, who
from wrangle.engine.united import united
from wrangle.engine.verdicts import refuse
from wrangle.errors import StatisticError
from wrangle.schema import TYPES, ColumnInfo, schema_of
from wrangle.sources.input import Input
from wrangle.steps.base import Learned


@dataclass
class Session:
    """A pipeline and an input; `fit` passes over the input until nothing is left to learn."""

    pipeline: Pipeline
    input: Input
    learned: dict[int, Learned] = field(default_factory=dict)
    decided: dict[Who, Any] = field(default_factory=dict)
    """Operation over keys -> the numbers of the rows that go, ascending; window operation -> its `Windows`."""
    before: Before = field(default_factory=Before)
    """What the passes so far leave to the next."""
    keeps: bool = False
    """Whether passes keep texts as numbers for the next: `close` it then."""
    passes: int = 0
    """How often the data was read."""
    progress: Progress | None = None
    parts: Any | None = None
    """numpy.ndarray, (raw rows,), uint8: the part of each row (`wrangle.engine.ops.PARTS`). Only rows of part 0 are
    learned from; steps and checks over keys see each part alone. None: all rows are learned from."""
    numbers: pl.Series | None = None
    """(raw rows,), UInt32, ascending: the number of each row, where rows are not numbered from 0."""
    beside: Beside | None = None
    """Rows that are not read again but stand beside those that are, for steps and checks over keys."""
    keeps_keys: bool = False
    """Whether what steps and checks over keys saw is kept, in `seen`."""
    seen: list[Spill] = field(default_factory=list)
    """What each operation over keys saw of the rows, in the order of the plan."""
    executor: Executor = field(default_factory=Local)
    """What works on the rows: this machine, or a cluster."""
    learns: bool = True
    """Whether it is this session that learns; not so where all that was learned is given to it."""
    schema: Mapping[str, ColumnInfo] = field(init=False)
    """The columns of the input, with those that the contract lets be missing."""

    def __post_init__(self) -> None:
        self.input = complete(self.pipeline, self.input)
        if self.learns:
            self.input = united(self.pipeline, self.input)
        try:
            frame = self.input.frame.with_columns((cs.categorical() | cs.enum()).cast(pl.String))
            self.schema = schema_of(frame)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self.input.explain(error) from error

    def plan(self) -> Plan:
        """Return the plan as far as is known.

        Raises
        ------
        SchemaError
            The data's columns are not those that the pipeline works on.
        """
        learned_from = self._learned_from if self.learns else None
        plan = resolve(Request(self.pipeline, self.schema, self.learned, learned_from=learned_from))
        self.learned.update(plan.learned)
        return plan

    def _learned_from(self, rows: pl.Series) -> pl.Series:
        """Tell which rows are learned from, by their numbers."""
        if self.parts is None:
            return pl.repeat(value=True, n=len(rows), dtype=pl.Boolean, eager=True).alias(rows.name)
        return pl.Series(rows.name, parts_of(self.parts, rows) == TRAINING)

    def fit(self, *, rows: bool) -> Plan:
        """Learn all that steps ask for; return the plan.

        Parameters
        ----------
        rows : bool
            Whether to decide as well which rows frame steps drop, so that the rows can be written.
        """
        plan = self.plan()
        self.executor.hold(plan, keeps_keys=self.keeps_keys)
        while wanted := ready(plan, self.decided, rows=rows):
            self._learn(plan, wanted)
            plan = self.plan()
        return plan

    def _learn(self, plan: Plan, wanted: Sequence[Op]) -> None:
        ops, columns = needed(plan, wanted)
        collects = frozenset(op.position for op in wanted if decides(op))
        task = Pass(ops=ops, columns=columns, decided=self.decisions(plan), collects=collects, parts=self.parts,
                    keeps=self.keeps, numbers=self.numbers)  # fmt: skip
        gathered = self.read(task)
        try:
            refuse(plan, gathered.tally)
            for op in wanted:
                if isinstance(op, AskOp):
                    self._answer(op, gathered)
                elif isinstance(op, WindowOp):
                    self.decided[who(op)] = self.executor.windows(op, gathered)
                elif isinstance(op, (FrameOp, KeyOp)):
                    self._decide(op, gathered)
        finally:
            gathered.close()

    def _decide(self, op: FrameOp | KeyOp, gathered: Gathered) -> None:
        """Tell which rows an operation over keys sends away, those beside taken into account."""
        if self.beside is not None:
            self.beside.join(op, gathered.keys.setdefault(op.position, Spill()))
        self.decided[who(op)] = self.executor.decision(op, gathered)
        if self.beside is not None:
            self.beside.hold(op, self.decided[who(op)])
        if self.keeps_keys:
            self.seen.append(gathered.keys.pop(op.position, Spill()))

    def read(self, task: Pass) -> Gathered:
        """Pass over the data once."""
        reading = self.reading(task)
        gathered = reading.exhaust()
        if self.keeps:
            self.close()
        self.before = reading.after()
        return gathered

    def reading(self, task: Pass) -> Passing:
        """Begin to pass over the data once."""
        self.passes += 1
        return self.executor.reading(self.input, task, self.progress, self.before)

    def close(self) -> None:
        """Remove the temporary files of what was kept for the next pass."""
        if self.before.kept is not None:
            self.before.kept.close()
            self.before = replace(self.before, kept=None)

    def forget(self) -> None:
        """Remove the temporary files of all that was kept."""
        self.close()
        for spill in self.seen:
            spill.close()

    def decisions(self, plan: Plan) -> dict[int, Any]:
        """Return position -> rows that go, of the operations that are decided."""
        return {op.position: self.decided[who(op)] for op in plan.ops if who(op) in self.decided}

    def _answer(self, op: AskOp, gathered: Gathered) -> None:
        values = gathered.asked[op.position].values()
        try:
            self.learned[op.place] = op.step.learn(values)
        except StatisticError as error:
            raise StatisticError(f"{op.origin.section}, {op.origin.label}: {error}") from error


def complete(pipeline: Pipeline, input_: Input) -> Input:
    """Return the input with the columns that the contract lets be missing, as nulls."""
    optional = {name: spec for name, spec in pipeline.contract.items() if not spec.required}
    if not optional:
        return input_
    try:
        present = input_.frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error
    missing = {name: TYPES[spec.type or "string"] for name, spec in optional.items() if name not in present}
    added = [pl.lit(None, dtype).alias(name) for name, dtype in missing.items()]
    if not missing:
        return input_
    pieces = tuple(replace(each, frame=each.frame.with_columns(added)) for each in input_.pieces)
    return replace(input_, frame=input_.frame.with_columns(added), pieces=pieces)
