"""Chooses and orders columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, ClassVar

from pydantic import Field

from wrangle.errors import SchemaError, did_you_mean
from wrangle.steps.base import LayoutStep
from wrangle.steps.options import names_of


class Select(LayoutStep):
    """Keep the named columns, in the order in which they are named; all others go.

    A glob (`temp_*`) stands for all columns that match, in the table's order. A column named twice stands where it is
    named first. A name or glob that no column has is an error. Cells and rows stay as they are.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("select: [c, a*]", a1=[1], a2=[2], b=[3], c=[4])
    {'c': [4], 'a1': [1], 'a2': [2]}
    """

    shorthand: ClassVar[str | None] = "columns"

    columns: Annotated[str | tuple[str, ...], Field(min_length=1)]
    """The columns to keep: names and globs."""

    def layout(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the chosen names, each standing for itself.

        Raises
        ------
        SchemaError
            There is no such column. The message names the closest ones.
        """
        return {name: name for pattern in names_of(self.columns) for name in matching_names(pattern, names)}


def matching_names(pattern: str, names: Sequence[str]) -> list[str]:
    """Return the column of a name, or all that a glob matches.

    Raises
    ------
    SchemaError
        There is none. The message names the closest ones.

    Examples
    --------
    >>> matching_names("a*", ["a1", "b", "a2"])
    ['a1', 'a2']
    """
    found = [pattern] if pattern in names else []
    if not found and any(sign in pattern for sign in "*?["):
        found = [name for name in names if fnmatchcase(name, pattern)]
        if not found:
            raise SchemaError(f"no column matches {pattern!r}\n  help: {did_you_mean('', names)}")
    if not found:
        raise SchemaError(f"there is no column {pattern!r} here\n  help: {did_you_mean(pattern, names)}")
    return found
