"""Holds the columns that the data has against those that the contract names."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from wrangle.engine.bind import Problem, Table
from wrangle.engine.contract import ColumnSpec
from wrangle.engine.pipeline import Pipeline
from wrangle.schema import TYPES, ColumnInfo, Schema, family, type_name


@dataclass
class Held:
    """What is wrong with the columns of the data, and what the user should know of them."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def raw_type(spec: ColumnSpec) -> pl.DataType | None:
    """Return the type that the contract gives a column; None where it gives none."""
    return TYPES[spec.type] if spec.type else None


def hold_contract(pipeline: Pipeline, schema: Schema, table: Table) -> Held:
    """Hold a table's columns against the contract; the table gets their units, and those that may be missing.

    Parameters
    ----------
    pipeline : Pipeline
    schema : Schema
        The raw columns.
    table : Table
        What is known of them so far; it is changed.
    """
    held = Held()
    for index, (name, spec) in enumerate(pipeline.contract.items()):
        if name in table.columns:
            table.columns[name] = ColumnInfo(table.columns[name].dtype, spec.unit)
            held.problems += _type_problems(index, name, spec, table)
        elif spec.required:
            help_ = f"the data has: {', '.join(schema)}; if it need not be there, say `required: false`"
            held.problems.append(Problem("columns", index, f"the data has no column {name!r}", help=help_))
        else:
            held.notes.append(f"the data has no column {name!r}: it is taken as null")
            table.columns[name] = ColumnInfo(raw_type(spec) or pl.String(), spec.unit)
    _hold_extra(held, pipeline, schema, table)
    return held


def _hold_extra(held: Held, pipeline: Pipeline, schema: Schema, table: Table) -> None:
    policy = pipeline.source.extra_columns if pipeline.source else "keep"
    for name in [name for name in schema if name not in pipeline.contract] if pipeline.contract else []:
        if policy == "fail":
            what = f"the contract does not name the column {name!r} of the data"
            held.problems.append(Problem("columns", 0, what, help="add it to `columns:`, or drop it"))
        elif policy == "drop":
            table.columns.pop(name)
        else:
            held.notes.append(f"the contract does not name the column {name!r}: it is kept as it is")


def _type_problems(index: int, name: str, spec: ColumnSpec, table: Table) -> list[Problem]:
    have = table.columns[name].dtype
    if spec.type is None or have is None or family(have) == "text" or isinstance(have, pl.Null):
        return []
    if type_name(have) == spec.type or {type_name(have), spec.type} <= {"integer", "float"}:
        return []
    what = f"the column {name!r} is {type_name(have)} in the data, and {spec.type} in the contract"
    return [Problem("columns", index, what, help="mend the contract's `type:`, or the source")]
