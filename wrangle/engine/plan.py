"""Binds a pipeline to the columns of one table: names followed through the steps, types and units checked.

No data is read. All problems are found at once; the rule-file reader gives each its place in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.checks.base import Check, KeyCheck, TableCheck, ValueCheck
from wrangle.engine.bind import (
    Problem,
    Table,
    Trials,
    bound,
    column_problems,
    condition,
    overwritten,
    parts,
    retyped,
    unworkable,
    window_types,
)
from wrangle.engine.declared import hold_contract
from wrangle.engine.ops import (
    ROW,
    AskOp,
    CheckOp,
    ColumnOp,
    FrameOp,
    KeyOp,
    LayoutOp,
    LeaveOp,
    Op,
    Origin,
    Plan,
    RowOp,
    WaitOp,
    WindowOp,
)
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import SchemaError, WrangleError
from wrangle.schema import ColumnInfo, Schema, type_name
from wrangle.steps.base import (
    ColumnStep,
    FrameStep,
    LayoutStep,
    Learned,
    OrderStep,
    RowStep,
    SourceStep,
    Step,
    WindowStep,
)
from wrangle.steps.options import Reads


@dataclass(frozen=True)
class Request:
    """What to plan: a pipeline, the raw columns, and what its steps have learned so far."""

    pipeline: Pipeline
    schema: Schema
    learned: Mapping[int, Learned] = field(default_factory=dict)
    """Place among the steps and, after them, the checks -> what was learned."""
    serving: bool = False
    """Whether steps that say `at: training`, frame steps among them, are left out."""
    learned_from: Callable[[pl.Series], pl.Series] | None = None
    """Row numbers -> whether a row is learned from, in the run that learns; None: in every other run."""
    declared: bool = False
    """Whether the types are those that the contract declares: the data may still be text."""


def resolve(request: Request) -> Plan:
    """Bind a pipeline to a table.

    Raises
    ------
    SchemaError
        The table lacks columns, or has them in a type or unit that the steps cannot take. All problems are named.
    """
    planner = Planner(request)
    plan = planner.plan()
    if planner.problems:
        raise SchemaError("\n".join(str(problem) for problem in planner.problems))
    return plan


class Planner:
    """Walks the pipeline once, in order, keeping what is known of the table at each point."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.ops: list[Op] = []
        self.tables: list[tuple[Origin, TableCheck]] = []
        self.trials = Trials()
        self.table = Table(dict(request.schema))
        self.unread = dict(request.pipeline.contract)
        self.learned = dict(request.learned)
        self.order: tuple[tuple[str, bool], ...] = ()

    def plan(self) -> Plan:
        """Return the plan; what is wrong stands in `problems`."""
        held = hold_contract(self.request.pipeline, self.request.schema, self.table)
        self.problems += held.problems
        self.notes += held.notes
        before = dict(self.table.columns)
        for index, step in enumerate(self.request.pipeline.steps):
            origin = Origin("steps", index, step.label, self._when(step))
            if self.request.serving and origin.at == "training":
                self.table.skip(step)
            else:
                self._step(origin, step)
        self._read_types(tuple(self.unread))
        self._add(LeaveOp, Origin("expect", 0, "expect"))
        for index, check in self._checks_in_order():
            self._check(Origin("expect", index, check.label, getattr(check, "at", "always")), check)
        self.problems += self.trials.problems()
        after = dict(self.table.columns)
        return Plan(tuple(self.ops), before, after, tuple(self.notes), tuple(self.tables), self.learned, self.order)

    def _checks_in_order(self) -> list[tuple[int, Check]]:
        """Return the checks of `expect`: those of whole keys after those of rows, those of the table in the end."""
        kinds = (ValueCheck, KeyCheck, TableCheck)
        found = list(enumerate(self.request.pipeline.checks))
        return [each for kind in kinds for each in found if isinstance(each[1], kind)]

    def _when(self, step: Step) -> str:
        return "training" if isinstance(step, FrameStep) and self.request.serving else step.at

    # the contract

    def _read_types(self, names: Sequence[str]) -> None:
        """Read the contract's types of these columns, and hold the contract against them."""
        contract = self.request.pipeline.contract
        for name in names:
            spec = self.unread.pop(name, None)
            if spec is None or name not in self.table.columns:
                continue
            origin = Origin("columns", list(contract).index(name), f"columns.{name}")
            for step in spec.readers(name):
                if self._must_read(name, step):
                    self._column_step(origin, bound(step, self.table))
            for check in spec.checks(name):
                self._check(origin, check)

    def _must_read(self, name: str, step: ColumnStep) -> bool:
        have = self.table.columns[name].dtype
        wanted = getattr(step, "to", None)
        return have is None or wanted is None or type_name(have) != wanted

    # steps

    def _step(self, origin: Origin, step: Step) -> None:
        step = bound(step, self.table)
        if isinstance(step, ColumnStep) and step.before_types:
            self._see_text(step)
        else:
            self._read_types(self._touched(step))
        step = bound(self.request.pipeline.steps[origin.index], self.table)
        if isinstance(step, LayoutStep):
            self._layout_step(origin, step)
            return
        if isinstance(step, SourceStep):
            self._source_step(origin, step)
            return
        found = column_problems(origin, step, self.table, learns=origin.index not in self.learned)
        self.problems += found
        if found and not isinstance(step, ColumnStep):
            return
        if isinstance(step, ColumnStep):
            self._column_step(origin, step, faulty=bool(found))
        elif isinstance(step, RowStep):
            self._row_step(origin, step)
        elif isinstance(step, FrameStep):
            self._add(FrameOp, origin, reads=frozenset({*step.reads(), *self._needs(step)}), step=step)
        elif isinstance(step, WindowStep):
            self._window_step(origin, step)
        elif isinstance(step, OrderStep):
            self._order_step(origin, step)

    def _source_step(self, origin: Origin, step: SourceStep) -> None:
        before = self.request.pipeline.steps[: origin.index]
        if not all(isinstance(each, SourceStep) for each in before):
            what = f"{step.label} stands after other steps, which its rows would not go through"
            self.problems.append(Problem(origin.section, origin.index, what, help="put it first"))

    def _order_step(self, origin: Origin, step: OrderStep) -> None:
        self.order = tuple(step.order())
        if origin.index + 1 < len(self.request.pipeline.steps):
            what = f"{step.label} stands before other steps, which see no order of rows"
            help_ = "put it last; steps that look at other rows have an `order_by` of their own"
            self.problems.append(Problem(origin.section, origin.index, what, help=help_))

    def _window_step(self, origin: Origin, step: WindowStep) -> None:
        if self.request.serving:
            what = f"{step.label} looks at other rows, which one record does not have"
            help_ = "say `at: training` where only training needs its columns; else have them come with the data"
            self.problems.append(Problem(origin.section, origin.index, what, help=help_))
        writes = step.writes()
        self.problems += overwritten(origin, step, writes, self.table)
        self._add(WindowOp, origin, reads=frozenset({*step.reads(), *self._needs(step)}), writes=writes, step=step)
        try:
            self.table.write(window_types(step, self.table))
        except (pl.exceptions.PolarsError, WrangleError) as error:
            self.problems.append(unworkable(origin, step, error))
        self.table.will_have(writes)

    def _see_text(self, step: ColumnStep) -> None:
        """Take columns whose declared type is not read yet for text where a step names them that tidies raw text."""
        for name in step.reads() if self.request.declared else ():
            if name in self.unread and name in self.table.columns:
                self.table.columns[name] = ColumnInfo(pl.String(), self.table.columns[name].unit)

    def _needs(self, step: FrameStep | WindowStep) -> Iterable[str]:
        """Return the columns that a frame or window step has to see besides its keys."""
        needs = step.needs()
        if any(each.meta.has_multiple_outputs() or not each.meta.root_names() for each in needs):
            return self.table.columns
        return (name for each in needs for name in each.meta.root_names())

    def _touched(self, step: Step) -> tuple[str, ...]:
        """Return the columns that the step reads or writes whose type by the contract is yet to be read."""
        if isinstance(step, LayoutStep) or not self.unread:
            return tuple(self.unread)
        names = {
            *step.reads(),
            *step.named(Reads),
            *condition(step).reads,
            *(step.writes(None) if isinstance(step, ColumnStep) else ()),
        }
        return tuple(name for name in self.unread if name in names)

    def _column_step(self, origin: Origin, step: ColumnStep, *, faulty: bool = False) -> None:
        learned = self._learned(origin, step)
        if learned is None:
            self._ask(origin, step)
        self.problems += overwritten(origin, step, step.writes(learned), self.table)
        self._try(origin, step, condition(step).expression, "where")
        for part in parts(step):
            self._column_part(origin, part, None if faulty else learned)
        self.table.set_units(step.units())

    def _try(self, origin: Origin, model: Step | Check, condition_: pl.Expr | None, option: str | None = None) -> bool:
        """Hold that a condition can be asked of the columns here; return whether it can, as far as is known."""
        try:
            if condition_ is not None:
                self.trials.types(origin, model, [condition_.alias("condition")], self.table, option)
        except pl.exceptions.PolarsError as error:
            self.problems.append(unworkable(origin, model, error, option))
            return False
        return True

    def _column_part(self, origin: Origin, step: ColumnStep, learned: Learned | None) -> None:
        writes = step.writes(learned)
        where = condition(step)
        reads = frozenset({*step.reads(), *where.reads})
        in_training = None if learned is None else self._in_training(step, learned)
        expressions = in_training if learned is None or in_training is not None else tuple(step.express(learned))
        of_text = in_training is None and len(reads) == 1 and self.table.is_text(next(iter(reads)))
        self._add(ColumnOp, origin, reads=reads, writes=writes, step=step, expressions=expressions,
                  where=where.expression, of_text=of_text)  # fmt: skip
        if expressions is None:
            self.table.will_have(writes)
            return
        try:
            types = self.trials.types(origin, step, expressions, self.table) or self.table.types(writes)
            self.problems += retyped(origin, step, types, self.table)
            self.table.write(types)
        except (pl.exceptions.PolarsError, WrangleError) as error:
            self.problems.append(unworkable(origin, step, error))
            self.table.will_have(writes)

    def _in_training(self, step: ColumnStep, learned: Learned) -> tuple[pl.Expr, ...] | None:
        """Return what a step does to rows that it learned from, where that is something else."""
        if self.request.learned_from is None:
            return None
        chosen = pl.col(ROW).map_batches(self.request.learned_from, return_dtype=pl.Boolean, is_elementwise=True)
        found = step.express_training(learned, chosen)
        return None if found is None else tuple(found)

    def _learned(self, origin: Origin, step: ColumnStep | RowStep) -> Learned | None:
        """Return what a step learned; a step that asks for nothing learns at once; None: not fitted."""
        if origin.section != "steps":
            return step.learn({})
        if origin.index in self.learned:
            return self.learned[origin.index]
        return None if step.statistics() else self._learn_at_once(origin, step)

    def _learn_at_once(self, origin: Origin, step: ColumnStep | RowStep) -> Learned | None:
        try:
            self.learned[origin.index] = step.learn({})
            return self.learned[origin.index]
        except WrangleError as error:
            self.problems.append(Problem(origin.section, origin.index, f"{step.label}: {error}"))
            return None

    def _ask(self, origin: Origin, step: ColumnStep | RowStep | Check) -> None:
        statistics = step.training() if isinstance(step, Check) else step.statistics()
        where = condition(step)
        reads = frozenset({*(name for each in statistics.values() for name in each.reads), *where.reads})
        self._add(AskOp, origin, reads=reads, step=step, statistics=statistics, where=where.expression,
                  place=self._place(origin))  # fmt: skip

    def _place(self, origin: Origin) -> int:
        """Return the place of a step or check among all that may learn."""
        return origin.index + (len(self.request.pipeline.steps) if origin.section == "expect" else 0)

    def _row_step(self, origin: Origin, step: RowStep) -> None:
        learned = self._learned(origin, step)
        if learned is None:
            self._ask(origin, step)
        keep = None if learned is None else step.keep(learned)
        self._try(origin, step, keep)
        self._add(RowOp, origin, reads=frozenset({*step.reads(), *condition(step).reads}), step=step, keep=keep)

    def _layout_step(self, origin: Origin, step: LayoutStep) -> None:
        try:
            layout = step.layout(self.table.names)
        except SchemaError as error:
            if not self.table.patterns:
                self.problems.append(Problem(origin.section, origin.index, f"{step.label}: {error}"))
            self._add(WaitOp, origin)
            return
        layout = self.table.lay_out(layout)
        self._add(LayoutOp, origin, reads=frozenset(layout.values()), writes=tuple(layout), step=step, layout=layout)

    # checks

    def _check(self, origin: Origin, check: Check) -> None:
        origin = Origin(origin.section, origin.index, check.label, origin.at)
        if self.request.serving and (origin.at == "training" or not isinstance(check, ValueCheck)):
            return
        found = column_problems(origin, check, self.table)
        self.problems += found
        if found:
            return
        try:
            check = self._fitted(origin, bound(check, self.table))
        except WrangleError as error:
            self.problems.append(Problem(origin.section, origin.index, f"{check.label}: {error}"))
            return
        if isinstance(check, TableCheck):
            self.tables.append((origin, check))
        elif isinstance(check, ValueCheck):
            self._value_check(origin, check)
        elif isinstance(check, KeyCheck):
            where = condition(check)
            self._try(origin, check, where.expression, "where")
            reads = frozenset({*check.reads(), *where.reads})
            self._add(KeyOp, origin, reads=reads, check=check, where=where.expression)

    def _fitted(self, origin: Origin, check: Check) -> Check:
        """Return a check with what it learned, as far as it has; ask for the rest."""
        place = self._place(origin)
        if origin.section == "expect" and place in self.learned:
            return check.fitted(self.learned[place])
        if check.training():
            self._ask(origin, check)
            return check
        learned = check.learn({})
        if learned:
            self.learned[place] = learned
        return check.fitted(learned)

    def _value_check(self, origin: Origin, check: ValueCheck) -> None:
        where = condition(check)
        reads = frozenset({*check.reads(), *where.reads})
        if not check.is_fitted:
            self._add(CheckOp, origin, reads=reads, check=check, waits=True)
            return
        mask = check.mask() if where.expression is None else pl.when(where.expression).then(check.mask())
        if self._try(origin, check, where.expression, "where") and self._mask_works(origin, check, mask):
            self._add(CheckOp, origin, reads=reads, check=check, mask=mask, where=where.expression)

    def _mask_works(self, origin: Origin, check: Check, mask: pl.Expr) -> bool:
        try:
            self.trials.types(origin, check, [mask.alias("mask")], self.table)
        except pl.exceptions.PolarsError as error:
            self.problems.append(unworkable(origin, check, error))
            return False
        return True

    def _add(self, kind: type[Op], origin: Origin, **fields: Any) -> None:
        self.ops.append(kind(position=len(self.ops), origin=origin, **fields))
