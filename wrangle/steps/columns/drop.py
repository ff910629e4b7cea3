"""Leaves columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from wrangle.errors import SchemaError
from wrangle.steps.base import LayoutStep
from wrangle.steps.columns.select import matching_names
from wrangle.steps.options import names_of


class Drop(LayoutStep):
    """Leave the named columns out; all others stay, in their order.

    A glob (`temp_*`) stands for all columns that match. A name or glob that no column has is an error, and so is to
    leave out all columns. Cells and rows stay as they are.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("drop: [c, a*]", a1=[1], a2=[2], b=[3], c=[4])
    {'b': [3]}
    """

    shorthand: ClassVar[str | None] = "columns"

    columns: Annotated[str | tuple[str, ...], Field(min_length=1)]
    """The columns to leave out: names and globs."""

    def layout(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the names that stay, each standing for itself.

        Raises
        ------
        SchemaError
            There is no such column, or none would be left. The message names the closest ones.
        """
        gone = {name for pattern in names_of(self.columns) for name in matching_names(pattern, names)}
        if gone >= set(names):
            raise SchemaError("drop would leave no column: keep one")
        return {name: name for name in names if name not in gone}
