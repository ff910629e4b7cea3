"""Turns pydantic's complaints about an option into plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PARSED: Mapping[str, str] = {
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "string": "a text",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen": "a list",
    "dict": "a mapping",
    "mapping": "a mapping",
    "model": "a mapping",
    "path": "the path of a file",
}
_LIMITS: Mapping[str, str] = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "string_too_short": "must have at least {min_length} letters",
    "string_too_long": "must have at most {max_length} letters",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "string_pattern_mismatch": "must be of the form {pattern}",
    "finite_number": "must be a finite number",
}


def wanted(kind: str) -> str:
    """Return what should have stood there, by pydantic's name of the complaint; nothing where it does not tell.

    Examples
    --------
    >>> wanted("int_parsing"), wanted("literal_error")
    ('a whole number', '')
    """
    if kind == "int_from_float":
        return "a whole number"
    return _PARSED.get(kind.split("_", maxsplit=1)[0], "") if kind.endswith(("_type", "_parsing")) else ""


def limit(kind: str, context: Mapping[str, Any]) -> str:
    """Return the limit that a value breaks, as the end of a sentence; nothing where it is no limit.

    Examples
    --------
    >>> limit("greater_than_equal", {"ge": 0})
    'must be at least 0'
    """
    if kind in {"string_too_short", "too_short"} and context.get("min_length") == 1:
        return "must not be empty"
    return _LIMITS[kind].format_map(_Plain(context)) if kind in _LIMITS else ""


class _Plain(dict[str, Any]):
    """A context whose whole floats are written without `.0`."""

    def __getitem__(self, key: str) -> Any:
        found = super().__getitem__(key)
        return int(found) if isinstance(found, float) and found.is_integer() else found


def own_message(error: Mapping[str, Any]) -> str:
    """Return the message of a validator of ours, without what pydantic puts before it."""
    cause = error.get("ctx", {}).get("error")
    return str(cause if cause is not None else error["msg"]).strip()
