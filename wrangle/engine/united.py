"""Puts the rows of other files after those of an input, as steps at the head of a pipeline ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from wrangle.engine.pipeline import Pipeline
from wrangle.errors import SchemaError, SourceError, did_you_mean
from wrangle.sources.input import Input
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec
from wrangle.steps.base import SourceStep


def united(pipeline: Pipeline, input_: Input) -> Input:
    """Return an input with the rows that the pipeline's source steps bring in, those of each file once.

    Parameters
    ----------
    pipeline : Pipeline
    input_ : Input

    Raises
    ------
    SourceError
        A file cannot be read whole.
    SchemaError
        A file has a column that the input has not, or lacks all of its columns.
    """
    for step in pipeline.steps:
        if isinstance(step, SourceStep):
            input_ = _with(input_, step)
    return input_


def _with(input_: Input, step: SourceStep) -> Input:
    try:
        schema = input_.frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise input_.explain(error) from error
    more = open_source(SourceSpec(path=str(step.table)))
    if set(more.files) <= set(input_.files):
        return input_
    if more.rejects.height:
        why = more.rejects["why"][0]
        raise SourceError(f"{step.label}: {step.table.name} has rows that cannot be read whole: {why}")
    there = more.frame.rename(dict(step.renamed()), strict=False)
    names = there.collect_schema().names()
    _hold_columns(step.label, step.table, names, list(schema))
    chosen = [
        (pl.col(name) if name in names else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
    ]
    rows = None if input_.rows is None or more.rows is None else input_.rows + more.rows
    return replace(
        input_,
        frame=pl.concat([input_.frame, there.select(chosen)]),
        files=(*input_.files, *more.files),
        copies=(*input_.copies, *more.copies),
        rows=rows,
        pieces=(),
        mended=lambda: None,
        diagnose=lambda: input_.diagnose() or more.diagnose(),
    )


def _hold_columns(label: str, table: Path, names: list[str], wanted: list[str]) -> None:
    extra = [name for name in names if name not in wanted]
    if extra:
        raise SchemaError(
            f"{label}: {table.name} has a column {extra[0]!r}, which the data has not: "
            f"{did_you_mean(extra[0], wanted)}; rename it by `columns`, or leave it out of the file"
        )
