"""Takes captures of Amazon SageMaker into a store, so that the truth can be joined to them and models retrained."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from wrangle.captures.read import SCHEMA, microseconds
from wrangle.captures.store import Row, Store
from wrangle.captures.table import CAPTURES
from wrangle.captures.truth import LONGEST_ID
from wrangle.errors import CaptureError
from wrangle.monitoring.sagemaker import read_lines

_OURS = re.compile("[0-9a-f]{32}")

ROWS = 1_000
"""Rows of one transaction."""


@dataclass(frozen=True)
class Served:
    """What lines of data capture do not tell."""

    columns: Sequence[str] = ()
    """What the cells of CSV requests are called, in their order."""
    variant: str = "main"
    """The variant that answered, where a line names none."""
    model_version: str = ""
    """The SHA-256 of the bundle that answered, where a line names none."""


def import_captures(path: Path, url: str, served: Served) -> tuple[int, int]:
    """Add captures of SageMaker's to a store; what is there already stays as it is.

    Parameters
    ----------
    path : Path
        A file of data capture, or a folder of such files.
    url : str
        As `store_url` returns it.
    served : Served

    Returns
    -------
    int
        Records read.
    int
        Records that were not there.

    Raises
    ------
    CaptureError
        A line is no capture, or the store cannot be written. What was added stays; importing again adds the rest.
    """
    read = 0
    with Store(url) as store:
        before = _count(store)
        rows = _rows(path, served)
        while batch := list(islice(rows, ROWS)):
            store.add(batch)
            read += len(batch)
        return read, _count(store) - before


def _count(store: Store) -> int:
    with store.writing() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(CAPTURES)) or 0)


def _rows(path: Path, served: Served) -> Iterator[Row]:
    """Yield rows; the id of each is made of SageMaker's event id, so that it is the same whenever it is imported."""
    for values in read_lines(path, served.columns):
        row = dict(zip(SCHEMA, values, strict=True))
        if len(row["inference_id"]) > LONGEST_ID:
            raise CaptureError(f"{path}: the inference id {row['inference_id']!r} has more than {LONGEST_ID} letters")
        yield row | {
            "id": _id(str(row["id"])),
            "time": microseconds(row["time"]),
            "variant": row["variant"] or served.variant,
            "model_version": row["model_version"] or served.model_version,
        }


def _id(event: str) -> str:
    """Return the id of a row: that of an event that was written here, else one made of it."""
    return event if _OURS.fullmatch(event) else hashlib.sha256(event.encode()).hexdigest()[:32]
