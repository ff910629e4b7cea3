"""Reads lines of truth from files: CSV, JSON lines, Parquet."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_lines import Columns, line_of, object_line
from wrangle.errors import SourceError

ENDINGS = (".csv", ".csv.gz", ".jsonl", ".ndjson", ".parquet")


def read_file(path: Path, columns: Columns) -> Iterator[Line | Refused]:
    """Yield the lines of a file, and what is wrong with those that cannot be read.

    Parameters
    ----------
    path : Path
        Of `ENDINGS`. In JSON lines each line is of ours or of SageMaker's ground truth.
    columns : Columns

    Raises
    ------
    SourceError
        It cannot be read, is of no such format, or lacks a column.
    """
    name = path.name.lower()
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file")
    if name.endswith((".jsonl", ".ndjson")):
        return _json_lines(path, columns)
    if name.endswith(".parquet"):
        return _parquet(path, columns)
    if name.endswith((".csv", ".csv.gz")):
        return _csv(path, columns)
    raise SourceError(f"{path}: is of no format that is read: name a file that ends in {', '.join(ENDINGS)}")


def _csv(path: Path, columns: Columns) -> Iterator[Line | Refused]:
    opened: Any = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            names = next(reader, [])
            held = columns.within(names, str(path))
            for row in reader:
                if not row:
                    continue
                if len(row) != len(names):
                    yield Refused(reader.line_num, f"has {len(row)} values, not {len(names)}")
                    continue
                told = {name: value or None for name, value in zip(names, row, strict=True)}
                yield line_of(told, reader.line_num, held)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error


def _json_lines(path: Path, columns: Columns) -> Iterator[Line | Refused]:
    try:
        with path.open(encoding="utf-8") as file:
            for place, text in enumerate(file, 1):
                if text.strip():
                    yield _json_line(text, place, columns)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error


def _json_line(text: str, place: int, columns: Columns) -> Line | Refused:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Refused(place, "is no JSON")
    return object_line(value, place, columns)


def _parquet(path: Path, columns: Columns) -> Iterator[Line | Refused]:
    import polars as pl

    try:
        frame = pl.scan_parquet(path, glob=False)
        held = columns.within(frame.collect_schema().names(), str(path))
        wanted = [name for name in (held.id, held.label, held.time, *held.key) if name]
        place = 0
        for batch in frame.select(list(dict.fromkeys(wanted))).collect_batches(maintain_order=True):
            for row in batch.iter_rows(named=True):
                place += 1
                yield line_of(row, place, held)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SourceError(f"{path}: is no whole parquet file: {str(error).splitlines()[0]}") from error


def refused_lines(lines: Iterable[Refused], most: int = 50) -> str:
    """Return what was refused, for people: all, or the first and how many more.

    Examples
    --------
    >>> print(refused_lines([Refused(2, "there is no label")]))
      refused  line 2: there is no label
    """
    found = list(lines)
    told = [f"  refused  {each}" for each in found[:most]]
    return "\n".join(told + ([f"  refused  and {len(found) - most:,} more lines"] if len(found) > most else []))
