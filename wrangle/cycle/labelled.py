"""Captured records with their truth, as rows of the raw data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.bundle.model import label_text
from wrangle.captures.labelled import read_labelled
from wrangle.engine.given import given
from wrangle.engine.ops import ROW
from wrangle.errors import RetrainError, did_you_mean

MASK = "***"
"""What stands for a value that is never kept."""
SCHEMA = "schema"
"""Who rejects a record that was none of the model's."""


@dataclass(frozen=True)
class Labelled:
    """Captured records, each inference once, oldest first, with the truth in the target's column."""

    rows: pl.DataFrame
    """(records, raw columns)"""
    times: pl.Series
    """When each was answered."""
    left_out: Mapping[str, int]
    """Why records are not among them -> how many."""
    masked: tuple[str, ...] = ()
    """Columns whose values were not kept: null in all records."""


def labelled(url: str, schema: Mapping[str, pl.DataType], target: str, versions: frozenset[str]) -> Labelled:
    """Read the captured records whose truth is known.

    Parameters
    ----------
    url : str
        Of the store of captures.
    schema : mapping
        Raw column -> its type in the data of the repository.
    target : str
        The column that the truth belongs to.
    versions : frozenset of str
        SHA-256 of the bundles whose captures count.

    Raises
    ------
    RetrainError
        The target is no raw column: what came true cannot be written into it.
    CaptureError
        The store cannot be read.
    """
    if target not in schema:
        raise RetrainError(
            f"the data have no column {target!r}, the target ({did_you_mean(target, schema)}): name data that have it "
            "by `--data`; where the steps make it, let the source have it as the truth tells it: what came true can be "
            "learned only as a raw column"
        )
    left_out: Counter[str] = Counter()
    masked: set[str] = set()
    pages = list(_pages(url, schema, target, versions, left_out, masked))
    empty = pl.DataFrame(schema=dict(schema))
    rows = pl.concat([each for each, _ in pages]) if pages else empty
    times = pl.concat([each for _, each in pages]) if pages else pl.Series("time", [], pl.Datetime("us", "UTC"))
    return Labelled(rows, times, dict(left_out), tuple(sorted(masked)))


def _pages(  # what is counted on the way is the caller's
    url: str,
    schema: Mapping[str, pl.DataType],
    target: str,
    versions: frozenset[str],
    left_out: Counter[str],
    masked: set[str],
) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
    known: set[str] = set()
    text = schema[target] == pl.String()
    for whole in read_labelled(url):
        page = whole.filter(pl.col("model_version").is_in(list(versions)))
        fresh = ~page["inference_id"].is_in(list(known)) & page["inference_id"].is_first_distinct()
        left_out["answered more than once"] += int((~fresh).sum())
        known.update(page["inference_id"])
        mine = page.filter(fresh)
        records = [_record(row, target, masked, text=text) for row in mine.iter_rows(named=True)]
        left_out["not records of the model"] += records.count(None)
        taken = [place for place, each in enumerate(records) if each is not None]
        found = given([each for each in records if each is not None], schema, "ignore")
        left_out["values of another type than the data has"] += len(found.refused)
        yield found.frame.drop(ROW), mine["time"][taken][list(found.places)]


def _record(row: Mapping[str, Any], target: str, masked: set[str], *, text: bool) -> dict[str, Any] | None:
    """Return the raw record of a capture with its truth; None for one that was none of the model's."""
    if json.loads(row["answer"]).get("rejected_by") == [SCHEMA]:
        return None
    record: dict[str, Any] = json.loads(row["request"])
    for name, value in record.items():
        if value == MASK:
            masked.add(name)
            record[name] = None
    label = json.loads(row["label"])
    return {**record, target: label_text(label) if text else label}
