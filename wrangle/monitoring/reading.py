"""Reads captures as frames: raw records as texts, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.model import Model, label_text
from wrangle.captures.read import SCHEMA, read_captures
from wrangle.captures.store import DIALECTS
from wrangle.errors import CaptureError

MASK = "***"
"""What stands for a value that is never kept."""


@dataclass(frozen=True)
class Records:
    """Some captured records, in the order of time."""

    times: pl.Series
    raw: pl.DataFrame
    """(records, raw columns), each as text; masked values are null."""
    answers: pl.DataFrame
    """(records, `status`, `prediction`, `probability_<class>`..., `score`, `rejected_by`, `why`)."""
    masked: frozenset[str] = frozenset()
    """Raw columns in which there are masked values."""
    without: frozenset[str] = frozenset()
    """Raw columns that none of the records has."""

    def slice(self, start: int, rows: int) -> Records:
        """Return some of the records."""
        times, raw = self.times.slice(start, rows), self.raw.slice(start, rows)
        return Records(times, raw, self.answers.slice(start, rows), self.masked, self.without)


def is_store(captures: str) -> bool:
    """Tell whether captures are in a database."""
    return "://" in captures and captures.partition("://")[0].split("+")[0] in {*DIALECTS, "postgres"}


def captured(
    captures: str,
    digest: str,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    columns: Sequence[str] = (),
    rows: int = 50_000,
) -> Iterator[pl.DataFrame]:
    """Yield what was captured of a model, oldest first: frames of the columns of `wrangle.captures.read.SCHEMA`.

    Parameters
    ----------
    captures : str
        A store's address, or a file or folder of SageMaker's data capture.
    digest : str
        Of the bundle; lines of SageMaker's that do not name one are taken too.
    since, until : datetime, optional
    columns : sequence of str
        What the cells of SageMaker's CSV requests are called.
    rows : int
        How many at a time.

    Raises
    ------
    CaptureError
        They cannot be read.
    """
    if is_store(captures):
        for frame in read_captures(captures, since, until, shadow=None, rows=rows):
            mine = frame.filter(pl.col("model_version").str.starts_with(digest[:12]))
            if mine.height:
                yield mine
        return
    from wrangle.monitoring.sagemaker import read_lines

    frame = pl.DataFrame(list(read_lines(Path(captures), columns)), schema=SCHEMA, orient="row").sort("time")
    named = pl.col("model_version")
    kept = frame.filter((named == "") | named.str.starts_with(digest[:12]))
    if since is not None:
        kept = kept.filter(pl.col("time") >= since)
    if until is not None:
        kept = kept.filter(pl.col("time") < until)
    yield from (each for each in kept.iter_slices(rows) if each.height)


class Reader:
    """Reads the requests and answers of captures of one model."""

    def __init__(self, schema: Mapping[str, pl.DataType], model: Model) -> None:
        self._raw = pl.Schema(dict.fromkeys(schema, pl.String()))
        labels = [label_text(each) for each in model.classes]
        self._labels = labels
        self._numbers = model.classes if any(isinstance(each, float) for each in model.classes) else ()
        inner: dict[str, Any] = {"status": pl.String(), "prediction": pl.String(), "score": pl.Float64()}
        if labels:
            inner["probabilities"] = pl.Struct(dict.fromkeys(labels, pl.Float64()))
        self._answer = pl.Schema(inner | {"rejected_by": pl.List(pl.String()), "why": pl.List(pl.String())})

    def read(self, frame: pl.DataFrame) -> Records:
        """Return captures with their JSON read.

        Raises
        ------
        CaptureError
            A line is no JSON object.
        """
        raw = _json(frame["request"], self._raw)
        masked = frozenset(name for name in raw.columns if (raw[name] == MASK).any())
        if masked:
            raw = raw.with_columns(pl.col(name).replace(MASK, None) for name in masked)
        empty = [name for name in raw.columns if raw[name].null_count() == raw.height]
        named = [name for name in empty if name not in masked and not _names(frame["request"], name)]
        return Records(frame["time"], raw, self._answers(frame["answer"]), masked, frozenset(named))

    def _answers(self, texts: pl.Series) -> pl.DataFrame:
        found = _json(texts, self._answer)
        if not self._labels:
            return found
        shares = [pl.col("probabilities").struct.field(label).alias(f"probability_{label}") for label in self._labels]
        return found.with_columns(*self._spelled(), *shares).drop("probabilities")

    def _spelled(self) -> Iterator[pl.Expr]:
        """Yield the prediction as the classes are spelled, where these have a point: polars reads 1.0 as "1"."""
        if self._numbers:
            classes = [float(each) for each in self._numbers]
            numbers = pl.col("prediction").cast(pl.Float64, strict=False)
            yield numbers.replace_strict(classes, self._labels, default=None, return_dtype=pl.String())


def _names(requests: pl.Series, name: str) -> bool:
    return bool(requests.str.contains(json.dumps(name, ensure_ascii=False), literal=True).any())


def _json(texts: pl.Series, schema: pl.Schema) -> pl.DataFrame:
    try:
        found = pl.read_ndjson("\n".join(texts).encode(), schema=schema, ignore_errors=False)
    except pl.exceptions.PolarsError as error:
        found = _one_by_one(texts, schema, error)
    if found.height != len(texts):
        found = _one_by_one(texts, schema, ValueError("another number of lines"))
    return found


def _one_by_one(texts: pl.Series, schema: pl.Schema, error: Exception) -> pl.DataFrame:
    """Read JSON whose values are of other types than they should be: these become texts, or null."""
    try:
        rows = [json.loads(text) for text in texts]
        columns = {name: [_plain(row.get(name), dtype) for row in rows] for name, dtype in schema.items()}
        return pl.DataFrame(columns, schema=schema, strict=False)
    except (ValueError, AttributeError, TypeError, pl.exceptions.PolarsError):
        raise CaptureError(f"a captured line cannot be read: {str(error).splitlines()[0]}") from error


def _plain(value: Any, dtype: pl.DataType) -> Any:
    if isinstance(dtype, pl.String) and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(dtype, pl.Struct) and not isinstance(value, Mapping):
        return None
    if isinstance(dtype, pl.List) and not isinstance(value, list):
        return None
    return value


def typed(raw: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return raw records of texts as the rules take them; what is no value of its column is null.

    Examples
    --------
    >>> typed(pl.DataFrame({"a": ["1.5", "x"]}), {"a": pl.Float64()})["a"].to_list()
    [1.5, None]
    """
    return raw.select(_typed(name, dtype) for name, dtype in schema.items())


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Boolean):
        known: Sequence[str] = ("true", "1", "1.0", "false", "0", "0.0")
        truths = dict(zip(known, (True, True, True, False, False, False), strict=True))
        return column.str.to_lowercase().replace_strict(truths, default=None, return_dtype=pl.Boolean())
    if dtype.is_temporal() and not isinstance(dtype, pl.Duration):
        return _moment(column, dtype)
    if dtype.is_nested():
        return column.str.json_decode(dtype)
    whole = column.cast(pl.Float64, strict=False) if dtype.is_integer() else column
    return whole.cast(dtype, strict=False)


def _moment(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Date):
        return column.str.to_date(strict=False)
    if isinstance(dtype, pl.Time):
        return column.str.to_time(strict=False)
    zone = getattr(dtype, "time_zone", None)
    times = column.str.to_datetime(time_zone="UTC", strict=False)
    return (times.dt.convert_time_zone(zone) if zone else times.dt.replace_time_zone(None)).cast(dtype)
