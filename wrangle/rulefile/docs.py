"""Reads what classes say of themselves: docstring sections, and the docstring after each option."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

_HEADING = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)


@cache
def option_docs(cls: type[BaseModel]) -> Mapping[str, str]:
    """Return option -> the docstring that follows it in the class or in one that it inherits from.

    Examples
    --------
    >>> from wrangle.checks.base import RowCheck
    >>> option_docs(RowCheck)["at"]
    '`training`: the check is skipped when serving.'
    """
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            found |= _own_docs(each)
    return {name: found[name] for name in cls.model_fields if name in found}


def _own_docs(cls: type) -> dict[str, str]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    for statement, after in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[statement.target.id] = inspect.cleandoc(text)
                case _:
                    pass
    return found


@cache
def sections(cls: type) -> Mapping[str, str]:
    r"""Return a class docstring's sections by heading; what comes before the first stands under "".

    Examples
    --------
    >>> class Sample:
    ...     '''Do it.
    ...
    ...     Examples
    ...     --------
    ...     >>> 1
    ...     1
    ...     '''
    >>> sections(Sample)
    {'': 'Do it.', 'Examples': '>>> 1\n1'}
    """
    head, *rest = _HEADING.split(inspect.cleandoc(cls.__doc__ or ""))
    return {"": head.strip()} | {heading: body.strip() for heading, body in zip(rest[::2], rest[1::2], strict=True)}


def summary(cls: type) -> str:
    """Return the first line of a class docstring."""
    return sections(cls)[""].partition("\n")[0]


def plain(text: str) -> str:
    r"""Return a docstring's text on one line.

    Examples
    --------
    >>> plain("one\n  two")
    'one two'
    """
    return " ".join(text.split())
