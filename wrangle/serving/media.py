"""Tells what a body is, and in which form the caller wants the answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from wrangle.errors import RequestError

Form = Literal["json", "lines", "csv"]

TYPES: Mapping[str, Form] = {
    "application/json": "json",
    "application/jsonlines": "lines",
    "application/x-jsonlines": "lines",
    "application/x-ndjson": "lines",
    "application/ndjson": "lines",
    "text/csv": "csv",
}
"""Media type -> the form that it names."""

NAMES: Mapping[Form, bytes] = {
    "json": b"application/json",
    "lines": b"application/jsonlines",
    "csv": b"text/csv; charset=utf-8",
}
"""The form of an answer -> its media type."""

TAKEN = "application/json, application/jsonlines and text/csv"


class Body(NamedTuple):
    """What a body is said to be."""

    form: Form
    header: bool
    """With CSV: whether the first line names the columns."""


class Wanted(NamedTuple):
    """What the answer is to be."""

    form: Form
    header: bool


@lru_cache(256)
def body_form(content_type: str, encoding: str) -> Body:
    """Return what a body is by its headers `Content-Type` and `Content-Encoding`.

    Raises
    ------
    RequestError
        415: it is nothing that is read here.

    Examples
    --------
    >>> body_form("text/csv; header=present", "")
    Body(form='csv', header=True)
    """
    name, parameters = _parsed(content_type)
    if encoding not in {"", "identity"}:
        raise RequestError(415, "unsupported_encoding", "the body must not be compressed: no Content-Encoding is read")
    if name not in TYPES:
        raise RequestError(415, "unsupported_media_type", f"say by Content-Type what the body is: {TAKEN} are read")
    if parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise RequestError(415, "unsupported_charset", "the body must be UTF-8: no other charset is read")
    return Body(TYPES[name], parameters.get("header", "").lower() == "present")


@lru_cache(256)
def answer_form(accept: str, asked: Form) -> Wanted:
    """Return the form that a caller wants by its header `Accept`; without a wish the form of the request.

    Raises
    ------
    RequestError
        406: it takes none of what is written here.

    Examples
    --------
    >>> answer_form("text/csv;q=0.5, application/json", "lines")
    Wanted(form='json', header=False)
    """
    if not accept.strip():
        return Wanted(asked, header=False)
    best: tuple[float, int, Wanted] | None = None
    for place, part in enumerate(accept.split(",")):
        name, parameters = _parsed(part)
        form = _form(name, asked)
        weight = _weight(parameters.get("q", "1"))
        if form is None or weight <= 0:
            continue
        found = (weight, -place, Wanted(form, parameters.get("header", "").lower() == "present"))
        best = max(best, found) if best else found
    if best is None:
        raise RequestError(406, "not_acceptable", f"Accept must take one of {TAKEN}")
    return best[2]


def _form(name: str, asked: Form) -> Form | None:
    """Return the form that a media range stands for."""
    if name in TYPES:
        return TYPES[name]
    if name == "*/*":
        return asked
    if name == "application/*":
        return "json" if asked == "csv" else asked
    return "csv" if name == "text/*" else None


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _parsed(text: str) -> tuple[str, dict[str, str]]:
    name, *rest = text.split(";")
    pairs = (each.partition("=") for each in rest)
    return name.strip().lower(), {key.strip().lower(): value.strip().strip('"') for key, _, value in pairs}
