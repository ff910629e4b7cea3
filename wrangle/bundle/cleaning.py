"""Cleans raw records for a model: those that are rejected are told apart, the others become one frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import RecordRejectedError, RunFailedError, SchemaError


@dataclass(frozen=True)
class Rejection:
    """Who rejects a record, and why."""

    by: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Cleaned:
    """What became of raw records."""

    frame: pl.DataFrame
    """(records that are not rejected, clean columns), in the order of the input."""
    places: Sequence[int]
    """The place in the input of each row of the frame."""
    rejected: Mapping[int, Rejection] = field(default_factory=dict)
    """Place in the input -> who rejects the record."""
    flags: Mapping[int, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    """Place in the input -> what is remarked on the record: `by`, `why`."""


def clean(pipeline: FittedPipeline, records: Sequence[Mapping[str, Any]]) -> Cleaned:
    """Return what becomes of raw records."""
    try:
        return Cleaned(_frame(pipeline, records), range(len(records)))
    except (RecordRejectedError, RunFailedError, SchemaError):
        return _one_by_one(pipeline, records)


def _one_by_one(pipeline: FittedPipeline, records: Sequence[Mapping[str, Any]]) -> Cleaned:
    frames, places, rejected = [_frame(pipeline, [])], [], {}
    for place, record in enumerate(records):
        try:
            frames.append(_frame(pipeline, [record]))
            places.append(place)
        except (RecordRejectedError, RunFailedError, SchemaError) as error:
            rejected[place] = Rejection(("record",), (str(error),))
    return Cleaned(pl.concat(frames), places, rejected)


def _frame(pipeline: FittedPipeline, records: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    own = pipeline._records  # noqa: SLF001
    return own.clean(own._frame(records))  # noqa: SLF001
