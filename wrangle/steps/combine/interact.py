"""Makes one column of several, for what only their combination tells."""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import Annotated, ClassVar

import polars as pl
from pydantic import Field, model_validator

from wrangle.errors import SchemaError
from wrangle.schema import Family, family, type_name
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.in_place import LEVELS
from wrangle.steps.options import Reads


class Interact(ColumnStep):
    """Multiply columns of numbers, or put columns of text together: a feature for what only their combination tells.

    Truth values among numbers count as 0 and 1, among texts as "true" and "false". Null in any of them gives null; NaN
    and infinities are multiplied as floats are. Empty text is a part like any other. Numbers among texts are refused:
    sort them into bins first, or cast them.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("interact: {columns: [a, b]}", a=[2.0, 3.0, None], b=[10, 0, 1])
    {'a': [2.0, 3.0, None], 'b': [10, 0, 1], 'a_x_b': [20.0, 0.0, None]}
    >>> apply("interact: {columns: [sky, wind], into: weather}", sky=["Rain", None], wind=["calm", "calm"])
    {'sky': ['Rain', None], 'wind': ['calm', 'calm'], 'weather': ['Rain_calm', None]}
    """

    cost: ClassVar[float] = 20.0

    columns: Annotated[tuple[str, ...], Field(min_length=2), Reads(LEVELS)]
    """The columns, in order."""

    into: Annotated[str, Field(min_length=1)] | None = None
    """The new column; without it the columns' names with `_x_` between them."""

    separator: str = "_"
    """What stands between the parts of a text."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Interact:
        if len(set(self.columns)) < len(self.columns):
            raise ValueError(f"interact needs each of its `columns` once: {', '.join(self.columns)}")
        return self

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the new column."""
        return (self.into or "_x_".join(self.columns),)

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: the columns stay as they are."""
        return ()

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the product, or the texts put together.

        Raises
        ------
        SchemaError
            There are numbers among texts. Sort them into bins, or cast them.
        """
        kinds = {name: family(self.dtype(name)) for name in self.columns}
        found = self._texts(kinds) if "text" in kinds.values() else reduce(mul, map(self._number, self.columns))
        return [found.alias(name) for name in self.writes(learned)]

    def _texts(self, kinds: dict[str, Family]) -> pl.Expr:
        odd = [name for name, kind in kinds.items() if kind == "number"]
        if odd:
            kind = type_name(self.dtype(odd[0]))
            raise SchemaError(f"{odd[0]!r} is {kind} among texts: sort it into bins with labels, or cast it to string")
        return pl.concat_str([pl.col(name).cast(pl.String) for name in self.columns], separator=self.separator)

    def _number(self, name: str) -> pl.Expr:
        return pl.col(name).cast(pl.Int64 if not self.dtype(name).is_float() else pl.Float64)
