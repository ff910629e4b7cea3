"""A step or check that reads a column which an earlier step has left out. With a contract that is a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wrangle.engine.bind import Problem
from wrangle.errors import SchemaError
from wrangle.lint.subject import Subject, named_first, names_made, names_read
from wrangle.steps.base import LayoutStep

REST = "__rest"
"""Stands for the columns of the data that nothing names."""


def found(subject: Subject) -> Iterator[Problem]:
    """Yield the columns that are read after they were dropped, renamed or not selected."""
    pipeline = subject.pipeline
    if pipeline.contract:
        return
    there = list(dict.fromkeys(named_first(pipeline)))
    gone: dict[str, str] = {}
    models: list[tuple[str, int, Any]] = [("steps", *each) for each in enumerate(pipeline.steps)]
    models += [("expect", *each) for each in enumerate(pipeline.checks)]
    for section, index, model in models:
        for name in names_read(model):
            if name in gone and name not in there:
                what = f"{model.label}: the column {name!r} is gone since {gone[name]}"
                yield Problem(section, index, what, value=name, help="put this before, or keep the column there")
        if isinstance(model, LayoutStep):
            left = _left(model, there)
            place = subject.places.find(section, index)
            gone |= dict.fromkeys(set(there) - set(left), f"{model.label} (line {place.line if place else '?'})")
            there = left
        else:
            there += [name for name in names_made(model) if name not in there and name not in gone]


def _left(model: LayoutStep, there: list[str]) -> list[str]:
    try:
        return [name for name in model.layout([*there, REST]) if name != REST]
    except SchemaError:
        return there
