"""Follows columns and SQL through the steps that were read, before any data is: what does not fit becomes a fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wrangle.engine.pipeline import Pipeline
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Table, Text
from wrangle.rulefile.options import Reading, options
from wrangle.rulefile.places import Places
from wrangle.steps.options import Sql, mark


def follow(pipeline: Pipeline, places: Places, faults: Faults) -> None:
    """Note what does not fit together in a pipeline: SQL that is none, columns that are not there.

    Columns are followed up to the first step with a fault of its own: what comes after it cannot be known.

    Parameters
    ----------
    pipeline : Pipeline
        What was read; steps and checks with faults are not in it.
    places : Places
        Where all of it stands, those with faults among it.
    faults : Faults
        Gets what is wrong.
    """
    read = places.sections
    bad_sql = {reading.key.place for reading in (*read["steps"], *read["expect"]) if _refuse_sql(reading, places)}
    if not pipeline.contract or any(column.model is None for column in read["columns"]):
        return
    from wrangle.engine.faults import problems

    sound = 0
    while sound < len(read["steps"]) and _is_sound(read["steps"][sound], bad_sql):
        sound += 1
    whole = sound == len(read["steps"])
    numbers = [i for i, check in enumerate(read["expect"]) if whole and _is_sound(check, bad_sql)]
    steps = tuple(reading.model for reading in read["steps"][:sound])
    checks = tuple(read["expect"][i].model for i in numbers)
    sections = pipeline.sections if whole else {}
    for problem in problems(replace(pipeline, steps=steps, checks=checks, sections=sections)):
        index = numbers[problem.index] if problem.section == "expect" else problem.index
        place = places.find(problem.section, index, problem.option, problem.value)
        faults.add(problem.what, place, problem.help)


def _is_sound(reading: Reading, bad_sql: set[Any]) -> bool:
    return reading.model is not None and reading.key.place not in bad_sql


def _refuse_sql(reading: Reading, places: Places) -> bool:
    """Note faults in the SQL of one step or check, and tell whether there are any."""
    bad = False
    for text in _sql_texts(reading):
        from wrangle.expressions.formulas import formulas
        from wrangle.expressions.sql import SqlError, parse

        try:
            parsed = parse(text.text)
            parsed.compile(formulas(parsed.functions))
        except SqlError as error:
            bad = True
            place = text.place if error.position is None else places.inside(text, error.position)
            places.faults.add(f"{reading.key.text}: {error.what}", place, error.help)
    return bad


def _sql_texts(reading: Reading) -> Iterator[Text]:
    for key, node in reading.table.entries:
        if reading.model is not None and key.text in options(reading.cls):
            name = options(reading.cls)[key.text][0]
            found = [each for _, each in node.entries] if isinstance(node, Table) else [node]
            if mark(reading.cls, name, Sql):
                yield from (each for each in found if isinstance(each, Text) and not each.is_null)
