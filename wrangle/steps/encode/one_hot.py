"""Makes one column of 0 and 1 for each value of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.errors import StatisticError
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Column

OTHER = "other"


class OneHot(ColumnStep):
    """Make a column of 0 and 1 for each value (level) of a column: 1 where the row has it.

    The new columns are named `<column>_<level>`, the level as it is written: `sky_Clear`, `floor_3`. The levels are the
    most frequent values of the training data, the most frequent first, or those of `levels`. Any other value, seen in
    training or not, gives a 1 in `<column>_other`, so that none passes unnoticed, or zeros everywhere. Null and NaN
    give zeros everywhere; empty text is a value like any other. The column itself stays: `select` leaves it out.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("one_hot: {column: sky, levels: [Clear, Rain]}", sky=["Rain", "Fog", None])
    {'sky': ['Rain', 'Fog', None], 'sky_Clear': [0, 0, 0], 'sky_Rain': [1, 0, 0], 'sky_other': [0, 1, 0]}
    """

    cost: ClassVar[float] = 4.0

    column: Column
    """The column to look at."""

    levels: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """The levels, in the order of the new columns; without it they are learned."""

    max_levels: Annotated[int, Field(ge=1, le=1000)] = 50
    """The most levels that are learned: the most frequent ones, equally frequent ones in their own order."""

    unseen: Literal["other", "zero"] = "other"
    """What a value that is no level gives: a 1 in the column `<column>_other`, or zeros everywhere."""

    @model_validator(mode="after")
    def _names_each_column_once(self) -> OneHot:
        levels = self.levels or ()
        if len(set(levels)) < len(levels):
            raise ValueError(f"one_hot needs each of its `levels` once: {', '.join(levels)}")
        if self.unseen == OTHER and OTHER in levels:
            raise ValueError("one_hot cannot have the level 'other' beside `unseen: other`: set `unseen: zero`")
        return self

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands, unless the levels are given."""
        return {} if self.levels else {"counts": Counts(self.column)}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `levels`: those given, or the most frequent values as text.

        Raises
        ------
        StatisticError
            The column has no value, or one that is called as the column of all others. Name the levels yourself.
        """
        if self.levels:
            return {"levels": list(self.levels)}
        found = values["counts"]["value"].head(self.max_levels).cast(pl.String).to_list()
        if not found:
            raise StatisticError(
                f"one_hot: column {self.column!r} has no value to learn levels from: name its `levels`"
            )
        if self.unseen == OTHER and OTHER in found:
            raise StatisticError(
                f"one_hot: column {self.column!r} has a value 'other', and so {self.column}_other would stand twice: "
                "set `unseen: zero`, or canonicalize the value first"
            )
        return {"levels": found}

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the new columns' names; a glob while the levels are unknown."""
        levels = self.levels or (learned or {}).get("levels")
        if levels is None:
            return (f"{self.column}_*",)
        names = [*levels, OTHER] if self.unseen == OTHER else levels
        return tuple(f"{self.column}_{name}" for name in names)

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return a column for each level, and one for all other values."""
        masks = self._masks(learned["levels"])
        return [mask.cast(pl.Int8).alias(name) for mask, name in zip(masks, self.writes(learned), strict=True)]

    def _masks(self, levels: list[str]) -> Iterator[pl.Expr]:
        text = pl.col(self.column).cast(pl.String)
        is_level = [text.eq_missing(pl.lit(level)) for level in levels]
        yield from is_level
        if self.unseen == OTHER:
            yield ~reduce(lambda one, more: one | more, is_level, is_missing(self.column))
