"""Gives the JSON Schema of what an option takes, from its annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wrangle.rulefile.docs import option_docs, plain
from wrangle.rulefile.words import branches, is_scalar
from wrangle.steps.options import Selector

Json = dict[str, Any]

TEXT: Json = {"type": ["string", "number", "boolean"]}
"""Text may stand unquoted: `NO`, `5` and `true` are texts where a text is asked for."""
VARIABLE: Json = {"type": "string", "pattern": r"\$\{"}
_SIMPLE: Mapping[Any, Json] = {
    str: TEXT,
    Path: TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}
_LIMITS: Mapping[type, tuple[str, str]] = {
    Ge: ("minimum", "ge"),
    Gt: ("exclusiveMinimum", "gt"),
    Le: ("maximum", "le"),
    Lt: ("exclusiveMaximum", "lt"),
}


def json_type(annotation: Any, metadata: Sequence[Any] = ()) -> Json:
    """Return the JSON Schema of an annotation; a variable may stand for anything that is no text.

    Examples
    --------
    >>> json_type(tuple[str, ...])
    {'type': 'array', 'items': {'type': ['string', 'number', 'boolean']}}
    """
    found: list[Json] = []
    for each in _kinds(annotation, metadata):
        if each not in found:
            found.append(each)
    return found[0] if len(found) == 1 else {"anyOf": found}


def _kinds(annotation: Any, metadata: Sequence[Any]) -> Iterator[Json]:
    if get_origin(annotation) is Annotated and not is_scalar(annotation):
        inner, *more = get_args(annotation)
        yield from _kinds(inner, (*metadata, *more))
    elif is_scalar(annotation):
        yield TEXT
    elif branches(annotation) != (annotation,):
        for branch in branches(annotation):
            yield from _kinds(branch, metadata)
        if type(None) in get_args(annotation):
            yield _SIMPLE[type(None)]
    elif annotation in {int, float, bool}:
        yield _SIMPLE[annotation] | _limits(metadata)
        yield {"$ref": "#/$defs/variable"}
    else:
        yield _other(annotation)


def _limits(metadata: Sequence[Any]) -> Json:
    marks = [(mark, *_LIMITS[type(mark)]) for mark in metadata if type(mark) in _LIMITS]
    return {keyword: getattr(mark, attribute) for mark, keyword, attribute in marks}


def _other(annotation: Any) -> Json:
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if annotation is Selector:
        return {"$ref": "#/$defs/columns"}
    if get_origin(annotation) is Literal:
        words = list(get_args(annotation))
        return {"enum": [*words, None] if "null" in words else words}
    kind = get_origin(annotation) or annotation
    if not isinstance(kind, type):
        return {}
    if issubclass(kind, BaseModel):
        return _nested(kind)
    return _container(kind, [each for each in get_args(annotation) if each is not ...])


def _nested(cls: type[BaseModel]) -> Json:
    """Return the JSON Schema of a model inside an option, its short forms included."""
    said = option_docs(cls)
    fields = {field.alias or name: _field(field, said.get(name, "")) for name, field in cls.model_fields.items()}
    gathers, shorthand = getattr(cls, "gathers", None), getattr(cls, "shorthand", None)
    more = fields[gathers].get("additionalProperties", True) if gathers else False
    found: Json = {"type": "object", "properties": fields, "additionalProperties": more}
    return {"anyOf": [fields[shorthand], found]} if shorthand else found


def _field(field: FieldInfo, said: str) -> Json:
    found = json_type(field.annotation, field.metadata)
    return found if "$ref" in found or not said else found | {"description": plain(said)}


def _container(kind: type, inner: Sequence[Any]) -> Json:
    if issubclass(kind, Mapping):
        return {"type": "object"} | ({"additionalProperties": json_type(inner[1])} if len(inner) == 2 else {})
    if issubclass(kind, (Sequence, set, frozenset)):
        return {"type": "array"} | ({"items": json_type(inner[0])} if inner else {})
    return {}
