"""Puts the rows that leave in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from wrangle.steps.base import OrderStep
from wrangle.steps.options import Reads, names_of


class Sort(OrderStep):
    """Put the rows in order, by one or several columns; it comes after all other steps.

    Numbers and times go by size, text by its code points, false before true; null and NaN come last, also where the
    largest value comes first. Rows that are equal in all of these columns stay as they stand in the input. The clean
    rows are held in memory for it. A single record has no order, and a training does not look at it: steps that need an
    order of rows, such as `lag`, have an `order_by` of their own.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("sort: a", a=[2, None, 1], b=["x", "y", "z"])
    {'a': [1, 2, None], 'b': ['z', 'x', 'y']}
    >>> apply("sort: {by: [g, a], descending: a}", g=["x", "y", "x"], a=[1, 2, 3])
    {'g': ['x', 'x', 'y'], 'a': [3, 1, 2]}
    """

    shorthand: ClassVar[str | None] = "by"

    by: Annotated[str | tuple[str, ...], Field(min_length=1), Reads()]
    """The columns, the one that decides first."""

    descending: str | tuple[str, ...] = ()
    """The columns of which the largest value comes first: some of `by`, or `all`."""

    @model_validator(mode="after")
    def _names_its_own(self) -> Sort:
        for name in names_of(self.descending):
            if name not in names_of(self.by) and self.descending != "all":
                raise ValueError(f"sort: `descending` names {name!r}, which is not in `by`")
        return self

    def order(self) -> Sequence[tuple[str, bool]]:
        """Return the columns, each with whether its largest value comes first."""
        first = names_of(self.by if self.descending == "all" else self.descending)
        return [(name, name in first) for name in names_of(self.by)]
