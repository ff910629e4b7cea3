"""Keeps a share of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.lookup import combined
from wrangle.expressions.mixing import mixed, share_of
from wrangle.expressions.windows import ROW
from wrangle.steps.base import FrameStep
from wrangle.steps.options import Reads, names_of


class Sample(FrameStep):
    """Keep a share of the rows, drawn by a seed; the others are dropped, and counted.

    Which rows stay depends on their numbers in the input, or with `keys` on their keys, and the seed alone: another run
    keeps the same ones. Of each group of `by` the same share stays, rounded to whole rows, halves up. With `keys` all
    rows of a key stay or go together, and a key stays whatever other rows there are; then the share is met roughly.
    Nulls in keys and groups are equal to each other, and so are NaNs. When serving the step is left out.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("sample: {fraction: 0.25}", a=[1, 2, 3, 4, 5, 6, 7, 8])
    {'a': [1, 8]}
    >>> apply("sample: {fraction: 0.5, by: g}", a=[1, 2, 3, 4], g=["x", "x", "y", "y"])["g"]
    ['x', 'y']
    """

    fraction: Annotated[float, Field(gt=0, le=1)]
    """The share of the rows that stay."""

    by: Annotated[str | tuple[str, ...], Reads()] = ()
    """One or several columns whose values make groups of which the same share stays."""

    keys: Annotated[str | tuple[str, ...], Reads()] = ()
    """One or several columns of which all rows of the same values stay together, or go."""

    seed: Annotated[int, Field(ge=0)] = 0
    """Another seed draws other rows."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Sample:
        if self.by and self.keys:
            raise ValueError("sample takes either `by` or `keys`")
        return self

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns of keys or groups."""
        return names_of(self.keys or self.by)

    def keep_rows(self, part: pl.DataFrame) -> pl.Series:
        """Return which rows stay."""
        if self.keys:
            return self._by_key(part)
        drawn = pl.Series("drawn", mixed(part[ROW].cast(pl.UInt32).to_numpy(), self.seed), pl.UInt32)
        groups = self.partition_by()
        place, count = pl.col("drawn").rank("ordinal"), pl.len()
        if groups:
            place, count = place.over(groups), count.over(groups)
        return part.with_columns(drawn).select(place <= (count * self.fraction + 0.5).floor()).to_series()

    def _by_key(self, part: pl.DataFrame) -> pl.Series:
        keys = part.select(combined(self.partition_by()).alias("key")).to_series()
        known = keys.unique()
        stays = known.filter(pl.Series([share_of(key, self.seed) < self.fraction for key in known], dtype=pl.Boolean))
        return keys.is_in(stays.implode())

    def needs(self) -> Sequence[pl.Expr]:
        """Return nothing: keys, groups and row numbers are enough."""
        return ()
