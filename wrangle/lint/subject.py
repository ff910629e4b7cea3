"""What a rule of the linter looks at: a pipeline that has no faults, its plan, and the places of all that it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl
from pydantic import BaseModel

from wrangle.catalogue import chapter, modules
from wrangle.engine.bind import Problem, condition
from wrangle.engine.ops import AskOp, Plan
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.plan import Request, resolve
from wrangle.errors import SchemaError
from wrangle.expressions.sql import Parsed
from wrangle.lint.conditions import expressions
from wrangle.lint.texts import Texts
from wrangle.lint.trail import Point, Trail, follow
from wrangle.rulefile.places import Places
from wrangle.schema import TYPES, ColumnInfo
from wrangle.steps.base import ColumnStep, LayoutStep, Step, WindowStep
from wrangle.steps.options import Reads, names_of, options_with


@dataclass(frozen=True)
class Subject:
    """A pipeline without faults, and where all of it stands."""

    pipeline: Pipeline
    places: Places

    @cached_property
    def plan(self) -> Plan | None:
        """The pipeline bound to the columns of its contract, or to those that it names; None where that cannot be.

        Raw columns are taken for text, which is read as the contract says: steps before that see texts, as in a CSV.
        """
        if self.pipeline.contract:
            raw = {name: replace(info, dtype=pl.String()) for name, info in _declared(self.pipeline).items()}
            return _plan(self.pipeline, raw) or _plan(self.pipeline, _declared(self.pipeline))
        schema = dict.fromkeys(named_first(self.pipeline), ColumnInfo())
        for count in range(len(self.pipeline.steps), 0, -1):
            checks = self.pipeline.checks if count == len(self.pipeline.steps) else ()
            if found := _plan(replace(self.pipeline, steps=self.pipeline.steps[:count], checks=checks), schema):
                return found
        return None

    @cached_property
    def trail(self) -> Trail:
        """The columns followed through the plan."""
        return follow(self.plan) if self.plan else Trail()

    @cached_property
    def texts(self) -> Texts:
        """What texts the columns can hold."""
        return Texts(self.trail)

    def step(self, point: Point) -> Any:
        """Return the step or check of an operation as the rule file has it: its selectors are not bound."""
        models: Any = self.pipeline.steps if point.section == "steps" else self.pipeline.checks
        return models[point.index]

    def sql(self) -> Iterator[tuple[Point, str, str, Parsed]]:
        """Yield every SQL expression of steps and checks: the operation, the option, the key in it, and the tree."""
        seen: set[tuple[str, int]] = set()
        for point in self.trail.points:
            at = (point.section, point.index)
            if point.section != "columns" and at not in seen and not isinstance(point.op, AskOp):
                seen.add(at)
                for option, key, parsed in expressions(self.step(point)):
                    yield point, option, key, parsed

    def where(self, point: Point) -> str:
        """Return an operation as a sentence names it: "trim (line 7)"."""
        place = self.places.find(point.section, point.index)
        return f"{point.op.origin.label} (line {place.line})" if place else point.op.origin.label

    def finding(
        self, point: Point, what: str, option: str | None = None, value: str | None = None, help_: str = ""
    ) -> Problem:
        """Return a finding about an operation; `option` and `value` tell its place more closely."""
        return Problem(point.section, point.index, f"{point.op.origin.label}: {what}", option, value, help_)


def chapter_of(step: Step) -> str:
    """Return the chapter of the catalogue that a step belongs to; empty for a step from elsewhere.

    Examples
    --------
    >>> from wrangle.catalogue import operation
    >>> chapter_of(operation("steps", "trim")())
    'text'
    """
    return chapter(step.keyword()) if step.keyword() in modules("steps") else ""


def named_first(pipeline: Pipeline) -> Iterator[str]:
    """Yield the columns that steps and checks name before any step makes them: what the data must have."""
    made: set[str] = set()
    for model in (*pipeline.steps, *pipeline.checks):
        yield from (name for name in names_read(model) if name not in made)
        made |= names_made(model)


def names_read(model: Any) -> tuple[str, ...]:
    """Return the columns that a step or check names, those of its condition among them; globs are none.

    Examples
    --------
    >>> from wrangle.catalogue import operation
    >>> names_read(operation("steps", "clip")(columns=["a", "b_*"], min=0, where="c > 0"))
    ('a', 'c')
    """
    cls: type[BaseModel] = type(model)
    options = (getattr(model, option) for option in options_with(cls, Reads))
    names = (*model.reads(), *(name for value in options for name in names_of(value)), *condition(model).reads)
    if isinstance(model, LayoutStep):
        names = (*names, *laid_out(model))
    return tuple(dict.fromkeys(name for name in names if not any(sign in name for sign in "*?[")))


def names_made(model: Any) -> set[str]:
    """Return the columns that a step makes or rewrites, as far as it names them."""
    if isinstance(model, LayoutStep):
        return set(laid_out(model).values())
    return set(model.writes()) if isinstance(model, (ColumnStep, WindowStep)) else set()


def laid_out(model: LayoutStep) -> dict[str, str]:
    """Return the columns that a layout step names -> what it calls them.

    Examples
    --------
    >>> from wrangle.catalogue import operation
    >>> laid_out(operation("steps", "rename")(names={"a": "b"})), laid_out(operation("steps", "drop")(columns="a"))
    ({'a': 'b'}, {'a': 'a'})
    """
    values = [getattr(model, option) for option in type(model).model_fields if option not in Step.model_fields]
    named = {str(old): str(new) for value in values if isinstance(value, Mapping) for old, new in value.items()}
    return named | {name: name for name in names_of(getattr(model, "columns", ()))}


def _declared(pipeline: Pipeline) -> dict[str, ColumnInfo]:
    return {
        name: ColumnInfo(TYPES[spec.type] if spec.type else None, spec.unit) for name, spec in pipeline.contract.items()
    }


def _plan(pipeline: Pipeline, schema: Mapping[str, ColumnInfo]) -> Plan | None:
    try:
        return resolve(Request(pipeline, schema, declared=True))
    except SchemaError:
        return None
