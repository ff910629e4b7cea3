"""Tells what is wrong with a pipeline before any data is read."""

from __future__ import annotations

from wrangle.engine.bind import Problem
from wrangle.engine.declared import raw_type
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.plan import Planner, Request
from wrangle.engine.sections import section_problems, unserved
from wrangle.schema import ColumnInfo, Schema


def problems(pipeline: Pipeline) -> list[Problem]:
    """Return all that is wrong with a pipeline as far as its contract tells, before any data is read.

    Without a contract nothing is known of the columns, and nothing is found.
    """
    if not pipeline.contract:
        return []
    schema = {name: ColumnInfo(raw_type(spec), spec.unit) for name, spec in pipeline.contract.items()}
    planner = Planner(Request(pipeline, schema, declared=True))
    planner.plan()
    for name, model in pipeline.sections.items():
        planner.problems += section_problems(name, model, planner.table)
    if pipeline.sections and not planner.problems:
        return _serving_problems(pipeline, schema)
    return planner.problems


def _serving_problems(pipeline: Pipeline, schema: Schema) -> list[Problem]:
    """Return why a sound pipeline cannot answer for single records: all sections beyond cleaning end in serving."""
    planner = Planner(Request(pipeline, schema, declared=True, serving=True))
    planner.plan()
    for name, model in pipeline.sections.items():
        planner.problems += unserved(name, model, planner.table)
    return planner.problems
