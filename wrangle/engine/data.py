"""Takes data in whatever form the caller has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.pipeline import Pipeline
from wrangle.errors import SourceError
from wrangle.sources.input import Input, frame_input
from wrangle.sources.opening import open_source
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec

Data = Any
"""A polars frame (lazy or not), a path, a `SourceSpec`, an opened `Input`, or a table of another library that speaks
Arrow (pandas, pyarrow, DuckDB)."""


def open_data(pipeline: Pipeline, data: Data = None) -> Input:
    """Open data; without any, what the rule file's `source` names.

    A path is read with the other options of `source`, so another file of the same kind needs no more than its path.

    Raises
    ------
    SourceError
        There is no data, or it cannot be read.

    Examples
    --------
    >>> open_data(Pipeline("p"), pl.DataFrame({"a": [1]})).rows
    1
    """
    if isinstance(data, Input):
        return data
    if isinstance(data, (pl.DataFrame, pl.LazyFrame)):
        return frame_input(data)
    if isinstance(data, SourceSpec):
        return open_source(data)
    if data is None:
        return open_source(_named(pipeline))
    if isinstance(data, (str, Path)):
        return open_source(_at(pipeline, str(data)))
    if hasattr(data, "__arrow_c_stream__"):
        return frame_input(pl.DataFrame(data))
    raise SourceError(f"{type(data).__name__} is no data: pass a polars frame, a path or a table that speaks Arrow")


def _named(pipeline: Pipeline) -> Source:
    if pipeline.source is None:
        raise SourceError(
            f"the rule file {pipeline.name!r} names no `source`: pass data (`--data PATH` on the command line)"
        )
    return pipeline.source


def _at(pipeline: Pipeline, path: str) -> SourceSpec:
    return SourceSpec(path=path) if pipeline.source is None else pipeline.source.at(path)
