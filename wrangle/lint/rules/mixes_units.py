"""Columns of different units that are added or compared, and formulas that are given another unit than they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wrangle.catalogue import operation
from wrangle.engine.bind import Problem
from wrangle.expressions.formulas import formulas
from wrangle.expressions.syntax import called, kind
from wrangle.expressions.units import same_unit
from wrangle.lint.subject import Subject
from wrangle.steps.options import Unit, Writes, mark, options_with

ALIKE = {"Add", "Sub", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ", "Between", "In"}
"""Operators whose operands must be of one unit."""
ALIKE_CALLS = {"coalesce", "greatest", "least", "nullif"}
"""Functions whose arguments must be of one unit."""
KEEPS = {"Add", "Sub", "Paren", "Neg"}
"""Operators whose result is in the unit of the operands."""


def found(subject: Subject) -> Iterator[Problem]:
    """Yield what is mixed in the SQL of steps and checks, and conversions from another unit than the column's."""
    for point, option, _, parsed in subject.sql():
        units = _Units(point.units)
        units.of(parsed.tree)
        for column, what, help_ in units.mixed:
            yield subject.finding(point, what, option, column, help_)
    for point in subject.trail.rewrites():
        step = subject.step(point)
        said, column = getattr(step, "from_", None), next(iter(point.reads), "")
        have = point.units.get(column)
        if isinstance(said, str) and have and not same_unit(said, have):
            what = f"{column!r} is in {have}, and is read as {said}"
            yield subject.finding(point, what, "from_", help_="mend `from`, or the `unit` in `columns:`")


@dataclass
class _Units:
    """Goes through an expression and notes what is mixed."""

    columns: Mapping[str, str | None]
    mixed: list[tuple[str, str, str]] = field(default_factory=list)

    def of(self, node: Any) -> tuple[str, str] | None:
        """Return the unit of an expression, and the column or formula that it comes from; None where there is none."""
        name = kind(node)
        if name == "Column":
            unit = self.columns.get(node.name)
            return (unit, node.name) if unit else None
        inner = [self.of(each) for each in node.iter_expressions()]
        if name == "Anonymous":
            return self._call(node, inner)
        if name in ALIKE:
            self._alike(inner)
        return next(filter(None, inner), None) if name in KEEPS else None

    def _alike(self, inner: list[tuple[str, str] | None]) -> None:
        known = [each for each in inner if each]
        for unit, column in known[1:]:
            first, other = known[0]
            if not same_unit(first, unit):
                what = f"{other!r} is in {first}, and {column!r} in {unit}: they are added or compared as they are"
                self.mixed.append((column, what, _help(column, unit, first)))

    def _call(self, node: Any, inner: list[tuple[str, str] | None]) -> tuple[str, str] | None:
        name = called(node)
        if name in ALIKE_CALLS:
            self._alike(inner)
            return next(filter(None, inner), None)
        if name not in formulas([name]):
            return None
        step = operation("steps", name)
        for option, given in zip(step.arguments(), inner, strict=False):
            wanted = mark(step, option, Unit)
            if wanted and given and not same_unit(wanted.name, given[0]):
                what = f"{name} takes {option} in {wanted.name}; {given[1]!r} is in {given[0]}"
                self.mixed.append((given[1], what, _help(given[1], given[0], wanted.name)))
        made = [mark(step, option, Unit) for option in options_with(step, Writes)]
        return (made[0].name, name) if made and made[0] else None


def _help(column: str, have: str, wanted: str) -> str:
    """Return what to do: convert where the one unit can be turned into the other."""
    import polars as pl

    from wrangle.expressions.units import UnitError, convert

    try:
        convert(pl.lit(1.0), have, wanted)
    except UnitError:
        return "one of the two is not what is meant, or its `unit` in `columns:` is wrong"
    return f"put `convert_units: {{column: {column}, from: {have}, to: {wanted}}}` before it"
