"""Makes the row that is kept of one event: JSON, with what must not be kept masked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from wrangle.captures.event import CaptureEvent
from wrangle.captures.read import microseconds
from wrangle.captures.store import Row, new_ids

MASK = "***"
"""Stands for a value that is not kept; null stays null, so that missing values are still counted."""


def rows_of(events: Sequence[CaptureEvent], mask: frozenset[str]) -> list[Row]:
    """Return the rows of some events.

    Parameters
    ----------
    events : sequence of CaptureEvent
    mask : frozenset of str
        Raw columns whose values are not kept.
    """
    return [row_of(event, mask) for event in events]


def row_of(event: CaptureEvent, mask: frozenset[str]) -> Row:
    """Return the row of one event; see `rows_of`."""
    time = microseconds(event.time)
    return {  # in the order of the table's columns
        "id": new_ids(1, time)[0],
        "inference_id": event.inference_id,
        "time": time,
        "variant": event.variant,
        "model_version": event.model_version,
        "shadow": event.shadow,
        "request": json_of(masked_request(event.request, mask) if mask else event.request),
        "answer": json_of(masked_answer(event.answer) if mask else event.answer),
    }


def masked_request(record: Mapping[str, Any], mask: frozenset[str]) -> Mapping[str, Any]:
    """Return a record with the mask in place of values that are not kept.

    Examples
    --------
    >>> masked_request({"name": "Ada", "age": 36, "born": None}, frozenset({"name", "born"}))
    {'name': '***', 'age': 36, 'born': None}
    """
    return {key: MASK if key in mask and value is not None else value for key, value in record.items()}


def masked_answer(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer without its reasons: they quote values, also those made of masked ones. Who gave them stays.

    Examples
    --------
    >>> masked_answer({"status": "rejected", "rejected_by": ["columns.age"], "why": ["age 'Ada' is not a number"]})
    {'status': 'rejected', 'rejected_by': ['columns.age'], 'why': ['***']}
    """
    changed = dict(answer)
    if "why" in changed:
        changed["why"] = [MASK for _ in changed["why"]]
    if "flags" in changed:
        changed["flags"] = [{**flag, "why": MASK} for flag in changed["flags"]]
    return changed


def json_of(value: Any) -> str:
    """Return a value as JSON; NaN and infinity, for which it has no word, as null.

    Examples
    --------
    >>> json_of({"a": float("nan"), "b": "é"})
    '{"a":null,"b":"é"}'
    """
    try:
        return msgspec.json.encode(value).decode().replace("\x00", "\\u0000")
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 cannot say and JSON can
        return json.dumps(value, separators=(",", ":"))
