"""Reads JSON as strictly as it is defined: no NaN, no key twice, no broken UTF-8, no bottomless nesting."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from wrangle.errors import RequestError

_KEY = re.compile(rb'"\s*:')
"""What follows every key; in a text it may stand as well, but only behind an escaped quote."""


def decode(body: bytes, depth: int) -> Any:
    """Return the value of a JSON text.

    Parameters
    ----------
    body : bytes
    depth : int
        How deep it may be nested.

    Raises
    ------
    RequestError
        400: it is no JSON, or a key stands twice in one object, or it is nested deeper.
    """
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestError(400, "malformed_json", _sentence(error)) from error
    except RecursionError as error:
        raise _too_deep(depth) from error
    if _keys(value, depth) != len(_KEY.findall(body)):
        _hold_single_keys(body)
    return value


def _sentence(error: Exception) -> str:
    """Return what is wrong and where, without quoting what was sent."""
    if isinstance(error, UnicodeDecodeError):
        return "the body is not UTF-8: send JSON in UTF-8"
    if isinstance(error, msgspec.ValidationError):
        return "the body holds a number that is out of range: numbers must fit a 64-bit float"
    said = str(error).partition(":")[2].strip() or "it ends too early, or a text holds half a character"
    return f"the body is no JSON: {said}; NaN and Infinity are none"


def _too_deep(depth: int) -> RequestError:
    return RequestError(400, "too_deep", f"the JSON is nested too deeply: at most {depth} levels are read")


def _keys(value: Any, depth: int) -> int:
    """Return how many keys there are in all objects within a value."""
    if depth < 0:
        raise _too_deep(depth)
    if type(value) is dict:
        inside: Any = value.values()
        found = len(value)
    elif type(value) is list:
        inside, found = value, 0
    else:
        return 0
    for each in inside:
        if type(each) is dict or type(each) is list:
            found += _keys(each, depth - 1)
    return found


def _hold_single_keys(body: bytes) -> None:
    try:
        json.loads(body, object_pairs_hook=_single)
    except RecursionError as error:  # pragma: no cover  # msgspec met it first
        raise RequestError(400, "too_deep", "the JSON is nested too deeply") from error


def _single(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise RequestError(400, "duplicate_key", "a key stands twice in one object: which one counts is not defined")
