"""Reads the body of a request into records: JSON as MLflow and SageMaker send it, JSON lines, CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wrangle.errors import RequestError
from wrangle.sections.serve import Limits
from wrangle.serving import lines
from wrangle.serving.fields import Fields, Unfit
from wrangle.serving.jsontext import decode
from wrangle.serving.media import Body

WRAPPERS = ("records", "instances", "dataframe_records", "dataframe_split", "inputs")
"""Keys that stand for records: ours, SageMaker's, MLflow's."""


@dataclass(frozen=True)
class Asked:
    """The records of a request."""

    records: Sequence[Any]
    """As they were sent: each should be an object, which is not held yet."""
    shape: Literal["one", "many"] = "many"
    """`one`: the request was a single object, and so is the answer."""


def read_body(body: bytes, what: Body, fields: Fields, limits: Limits) -> Asked:
    """Return the records of a body.

    Raises
    ------
    RequestError
        400: it is malformed or holds no record; 413: it holds too many; 422: the table as a whole does not fit.
    """
    if what.form == "json":
        asked = _json(decode(body, limits.depth), fields)
    elif what.form == "lines":
        asked = Asked([decode(line, limits.depth) for line in body.split(b"\n") if line.strip()])
    else:
        asked = Asked(_csv(lines.rows(body), fields, header=what.header))
    hold_count(len(asked.records), limits)
    return asked


def hold_count(count: int, limits: Limits) -> None:
    """Refuse no records, and too many.

    Raises
    ------
    RequestError
        400 or 413.
    """
    if not count:
        raise RequestError(400, "empty_batch", "the request holds no record: send at least one")
    if count > limits.records:
        what = f"the request holds {count:,} records, and at most {limits.records:,} are answered at once: send parts"
        raise RequestError(413, "too_many_records", what)


def _json(value: Any, fields: Fields) -> Asked:
    if isinstance(value, list):
        return Asked(value)
    if not isinstance(value, dict):
        what = "the body must be a record, a list of records, or an object that holds them as `instances`"
        raise RequestError(422, "schema_violation", what)
    wrapper = next((name for name in WRAPPERS if name in value and name not in fields.names), None)
    if wrapper is None or value.keys() - {wrapper, "params"}:
        return Asked([value], "one")
    return Asked(_wrapped(wrapper, value[wrapper], fields))


def _wrapped(wrapper: str, value: Any, fields: Fields) -> Sequence[Any]:
    if wrapper == "dataframe_split" and isinstance(value, dict):
        return _split(value, fields)
    if wrapper == "inputs" and isinstance(value, dict):
        return _columns(value, fields)
    if isinstance(value, list) and wrapper != "dataframe_split":
        return value
    shape = "an object of `columns` and `data`" if wrapper == "dataframe_split" else "a list of records"
    raise RequestError(422, "schema_violation", f"`{wrapper}` must be {shape}")


def _split(value: Mapping[str, Any], fields: Fields) -> Sequence[Any]:
    names, rows = value.get("columns"), value.get("data")
    if value.keys() - {"columns", "data", "index"} or not isinstance(names, list) or not isinstance(rows, list):
        raise RequestError(422, "schema_violation", "`dataframe_split` must hold the lists `columns` and `data`")
    known = fields.hold_columns(names)
    return [_row(known, row) for row in rows]


def _row(names: tuple[str, ...], row: Any) -> Any:
    if not isinstance(row, list):
        return Unfit("the row must be a list of values")
    if len(row) != len(names):
        return Unfit(f"the row has {len(row)} values, not {len(names)}")
    return dict(zip(names, row, strict=True))


def _columns(value: Mapping[str, Any], fields: Fields) -> Sequence[Any]:
    """Return the records of a table that is given column by column."""
    names = fields.hold_columns(list(value))
    columns = list(value.values())
    if not all(isinstance(each, list) for each in columns) or len({len(each) for each in columns}) > 1:
        raise RequestError(422, "schema_violation", "`inputs` must hold lists of equal length, one for each field")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _csv(rows: list[list[str | None]], fields: Fields, *, header: bool) -> Sequence[Any]:
    names = fields.names
    if header:
        if not rows:
            raise RequestError(400, "empty_batch", "the request holds no record, not even a header")
        names = fields.hold_columns(rows.pop(0))
    return [fields.cells(names, row) for row in rows]
