"""Says in words what an option takes, from its annotation: for faults and reference pages."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wrangle.steps.options import InFolder, Reads, Scalar, Selector, Sql, Writes

_SIMPLE: Mapping[Any, tuple[str, str]] = {
    str: ("a text", "texts"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    bool: ("true or false", "true or false"),
    Path: ("the path of a file", "paths of files"),
    Scalar: ("a number, a truth value or a text", "numbers, truth values or texts"),
    Any: ("any value", "values"),
}
_COLUMNS = "columns: a name, a list of names and globs, `all`, or {type: ...}"


def choices(annotation: Any) -> tuple[str, ...]:
    """Return the words that an option may be, where it is one of some.

    Examples
    --------
    >>> choices(Literal["keep", "null"] | None)
    ('keep', 'null')
    """
    if get_origin(annotation) is Literal:
        return tuple(str(each) for each in get_args(annotation))
    inner = branches(annotation) if is_union(annotation) and not is_scalar(annotation) else ()
    return tuple(word for branch in inner for word in choices(branch))


def is_union(annotation: Any) -> bool:
    """Tell whether an annotation is a union of types."""
    return get_origin(annotation) in {Union, types.UnionType}


def branches(annotation: Any) -> tuple[Any, ...]:
    """Return the types of a union, None apart; of any other annotation, itself.

    Examples
    --------
    >>> branches(int | None)
    (<class 'int'>,)
    """
    if not is_union(annotation) or annotation == get_args(Scalar)[0]:
        return (annotation,)
    return tuple(each for each in get_args(annotation) if each is not type(None))


def is_scalar(annotation: Any) -> bool:
    """Tell whether an annotation is `Scalar`, with its mark or without."""
    return annotation in {Scalar, get_args(Scalar)[0]}


def field_in_words(field: FieldInfo) -> str:
    """Return what an option takes, as the end of the sentence "it must be ..."."""
    return in_words(field.annotation, field.metadata)


def in_words(annotation: Any, metadata: Sequence[Any] = ()) -> str:
    """Return what an annotation takes, in words.

    Examples
    --------
    >>> in_words(tuple[float, ...] | None)
    'a list of numbers'
    >>> in_words(Mapping[str, Sequence[str]])
    'a mapping of texts to lists of texts'
    """
    return " or ".join(dict.fromkeys(_phrases(annotation, metadata, plural=False)))


def _phrases(annotation: Any, metadata: Sequence[Any], *, plural: bool) -> Iterator[str]:
    if get_origin(annotation) is Annotated and not is_scalar(annotation):
        inner, *more = get_args(annotation)
        yield from _phrases(inner, (*metadata, *more), plural=plural)
        return
    for branch in branches(annotation):
        if branch is annotation:
            yield _one(branch, metadata, plural=plural)
        else:
            yield from _phrases(branch, metadata, plural=plural)


def _one(annotation: Any, metadata: Sequence[Any], *, plural: bool) -> str:
    if annotation is str:
        return _text(metadata, plural=plural)
    if is_scalar(annotation) or annotation in _SIMPLE:
        return _SIMPLE[Scalar if is_scalar(annotation) else annotation][plural]
    if annotation is Selector:
        return _COLUMNS
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(choices(annotation)) if len(choices(annotation)) > 1 else choices(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "mappings" if plural else "a mapping"
    return _container(annotation, metadata, plural=plural)


def _text(metadata: Sequence[Any], *, plural: bool) -> str:
    for mark in metadata:
        if isinstance(mark, Reads):
            kind = f"{mark.families[0]} " if len(mark.families) == 1 else ""
            return (f"names of {kind}columns" if kind else "column names") if plural else f"the name of a {kind}column"
        if isinstance(mark, Writes):
            return "new column names" if plural else "the name of a new column"
        if isinstance(mark, Sql):
            kind = "condition" if mark.condition else "expression"
            return f"SQL {kind}s" if plural else f"a SQL {kind}"
        if isinstance(mark, InFolder):
            return _SIMPLE[Path][plural]
    return _SIMPLE[str][plural]


def _container(annotation: Any, metadata: Sequence[Any], *, plural: bool) -> str:
    inner = [each for each in get_args(annotation) if each is not ...]
    words = [" or ".join(dict.fromkeys(_phrases(each, metadata, plural=True))) for each in inner]
    kind = get_origin(annotation) or annotation
    if isinstance(kind, type) and issubclass(kind, Mapping) and len(words) == 2:
        return f"{'mappings' if plural else 'a mapping'} of {_key_words(inner[0], words[0])} to {words[1]}"
    if isinstance(kind, type) and issubclass(kind, Sequence | set | frozenset) and words:
        return f"{'lists' if plural else 'a list'} of {words[0]}"
    return "values" if plural else "a value of another kind"


def _key_words(annotation: Any, words: str) -> str:
    return "texts" if annotation is str else words
