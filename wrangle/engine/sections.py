"""Holds the columns that a section of the rule file names against the table that comes out of the steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from wrangle.engine.bind import Problem, Table, column_problems
from wrangle.engine.ops import Origin
from wrangle.steps.options import Selector, Served, names_of, options_with


def section_problems(name: str, model: BaseModel, table: Table) -> list[Problem]:
    """Return what is wrong with the columns that a section names, at any depth.

    Parameters
    ----------
    name : str
        The section, as rule files call it.
    model : BaseModel
        Its options; those that name columns are marked as in steps.
    table : Table
        The columns after all steps.
    """
    return list(_problems(Origin(name, 0, name), model, table))


def _problems(origin: Origin, model: BaseModel, table: Table) -> Iterator[Problem]:
    yield from column_problems(origin, model, table)
    for option, inner in _nested(model):
        for problem in _problems(origin, inner, table):
            yield replace(problem, option=option)


def unserved(name: str, model: BaseModel, table: Table) -> list[Problem]:
    """Return the columns that must be there when serving, and are not.

    Parameters
    ----------
    name : str
        The section, as rule files call it.
    model : BaseModel
        Its options; those that name such columns are marked `Served`.
    table : Table
        The columns after all steps but those that are left out when serving.
    """
    return list(_unserved(Origin(name, 0, name), model, table))


def _unserved(origin: Origin, model: BaseModel, table: Table) -> Iterator[Problem]:
    for option in options_with(type(model), Served):
        for column in names_of(getattr(model, option)):
            if column in table.skipped and not table.knows(column):
                what = f"{origin.label}: {column!r} in `{option}` is made by {table.skipped[column]!r}, which says "
                what += "`at: training`: it is not there when serving"
                help_ = f"leave it out of `{option}`, or have the step made always"
                yield Problem(origin.section, origin.index, what, option, column, help_)
    for option, inner in _nested(model):
        for problem in _unserved(origin, inner, table):
            yield replace(problem, option=option)


def _nested(model: BaseModel) -> Iterator[tuple[str, BaseModel]]:
    for option in type(model).model_fields:
        value: Any = getattr(model, option)
        for each in value.values() if isinstance(value, Mapping) else (value,):
            if isinstance(each, BaseModel) and not isinstance(each, Selector):
                yield option, each
