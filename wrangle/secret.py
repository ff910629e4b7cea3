"""Keeps what came from the environment out of messages and files: it may be a password in a path or an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHORTEST = 4
"""Characters of a value that is hidden: shorter ones stand in too many other words."""

_KNOWN: dict[str, str] = {}


def remember(value: str, sign: str) -> None:
    """Have a value shown as a sign from now on, wherever wrangle prints or stores text.

    Examples
    --------
    >>> remember("hunter2-example", "${env:PASSWORD}")
    >>> hidden("https://me:hunter2-example@host/data.csv")
    'https://me:${env:PASSWORD}@host/data.csv'
    """
    if len(value) >= SHORTEST:
        _KNOWN[value] = sign


def hidden(text: str) -> str:
    """Return text with signs in place of all values to hide, longer ones first."""
    for value in sorted(_KNOWN, key=len, reverse=True):
        text = text.replace(value, _KNOWN[value])
    return text


def hidden_in(value: Any) -> Any:
    """Return plain JSON values with signs in place of the values to hide in their texts.

    Examples
    --------
    >>> remember("hunter2-example", "${env:PASSWORD}")
    >>> hidden_in({"files": ["hunter2-example/x.csv"], "rows": 3})
    {'files': ['${env:PASSWORD}/x.csv'], 'rows': 3}
    """
    if not _KNOWN:
        return value
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, Mapping):
        return {key: hidden_in(each) for key, each in value.items()}
    return [hidden_in(each) for each in value] if isinstance(value, (list, tuple)) else value
