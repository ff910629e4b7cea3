"""Cleans raw records and raw tables for a model, such that no record disturbs another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.outcomes import Outcomes
from wrangle.errors import SchemaError, did_you_mean


def clean(
    pipeline: FittedPipeline, records: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None
) -> Outcomes:
    """Return what becomes of raw records; one that is none of this pipeline's is rejected like any other.

    Parameters
    ----------
    pipeline : FittedPipeline
    records : sequence of mapping
        Raw column -> value.
    columns : sequence of str, optional
        The clean columns that are wanted; without it all.
    """
    return pipeline.outcomes(records, columns)


def clean_frame(pipeline: FittedPipeline, raw: pl.DataFrame, columns: Sequence[str] | None = None) -> Outcomes:
    """Return what becomes of the rows of a raw table.

    Parameters
    ----------
    pipeline : FittedPipeline
    raw : polars.DataFrame, (rows, raw columns)
    columns : sequence of str, optional
        The clean columns that are wanted; without it all.

    Raises
    ------
    SchemaError
        The table lacks a column that must be there.
    """
    contract = pipeline.pipeline.contract
    for name in pipeline.schema:
        if name not in raw.columns and (name not in contract or contract[name].required):
            raise SchemaError(f"the data has no column {name!r}: {did_you_mean(name, raw.columns)}")
    known = [name for name in raw.columns if name in pipeline.schema]
    return pipeline.outcomes(raw.select(known), columns)
