"""Writes answers in the form that the caller wants: JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from wrangle.serving.media import Wanted

Answer = Mapping[str, Any]
_encoder = msgspec.json.Encoder()


def write(answers: Sequence[Answer], wanted: Wanted, columns: Sequence[str], *, one: bool) -> bytes:
    r"""Return answers as the body of a reply.

    Parameters
    ----------
    answers : sequence of mapping
    wanted : Wanted
    columns : sequence of str
        The columns of CSV; see `columns_of`.
    one : bool
        Whether a single object was asked, which is answered with one.

    Examples
    --------
    >>> answer = {"status": "ok", "prediction": 1.5}
    >>> write([answer], Wanted("json", header=False), (), one=False)
    b'{"predictions":[{"status":"ok","prediction":1.5}]}'
    >>> write([answer], Wanted("csv", header=True), ("prediction", "status", "why"), one=True)
    b'prediction,status,why\n1.5,ok,\n'
    """
    if wanted.form == "json":
        return _encoder.encode(answers[0] if one else {"predictions": answers})
    if wanted.form == "lines":
        return _encoder.encode_lines(answers)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if wanted.header:
        writer.writerow(columns)
    writer.writerows(_row(answer, columns) for answer in answers)
    return text.getvalue().encode()


def columns_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns of an answer in CSV, by the JSON schema of an answer.

    Examples
    --------
    >>> columns_of({"properties": {"probabilities": {"properties": {"no": {}, "yes": {}}}}})
    ('prediction', 'status', 'probability_no', 'probability_yes', 'rejected_by', 'why', 'flags')
    """
    properties = schema["properties"]
    labels = properties.get("probabilities", {}).get("properties", {})
    score = ("score",) if "score" in properties else ()
    return (
        "prediction",
        "status",
        *(f"probability_{label}" for label in labels),
        *score,
        "rejected_by",
        "why",
        "flags",
    )


def _row(answer: Answer, columns: Sequence[str]) -> Iterator[Any]:
    probabilities = answer.get("probabilities") or {}
    for name in columns:
        value = probabilities.get(name[12:]) if name.startswith("probability_") else answer.get(name)
        yield _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(each if isinstance(each, str) else f"{each['by']}: {each['why']}" for each in value)
    return value
