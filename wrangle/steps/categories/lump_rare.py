"""Writes one label for all rare values."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep, ValuesInPlaceStep


class LumpRare(TextInPlaceStep, ValuesInPlaceStep):
    """Write one label for all values that are rare in the training data; the frequent ones stay.

    A value stays that stands often enough by each of `min_count`, `min_fraction` and `max_levels` that is given; of
    equally frequent ones the first in their own order. A value that was not seen in training is rare as well, unless
    `unseen` says otherwise. Null stays null, and is not counted; empty text is a value like any other.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("lump_rare: {column: a, min_count: 2}", a=["x", "y", "x", "z", None])
    {'a': ['x', 'other', 'x', 'other', None]}
    """

    cost: ClassVar[float] = 60.0

    min_count: Annotated[int, Field(ge=1)] | None = None
    """How often a value must stand to stay."""

    min_fraction: Annotated[float, Field(gt=0, le=1)] | None = None
    """The share of the rows with a value that a value must have to stay."""

    max_levels: Annotated[int, Field(ge=1)] | None = None
    """How many values may stay, the most frequent ones."""

    label_: str = Field(default="other", alias="label")
    """What is written for rare values; it may be one of the values that stay."""

    unseen: Literal["other", "null", "quarantine", "fail"] = "other"
    """What becomes of a value that was not seen in training: the label, or it is a misfit."""

    @model_validator(mode="after")
    def _says_what_is_rare(self) -> LumpRare:
        if self.min_count is None and self.min_fraction is None and self.max_levels is None:
            raise ValueError("lump_rare needs `min_count`, `min_fraction` or `max_levels`")
        return self

    def learned(self, name: str, found: pl.DataFrame) -> dict[str, list[str]]:
        """Return the values that stay, `levels`, and the `rare` ones where `unseen` asks for them."""
        values, count = found["value"].cast(pl.String), found["count"]
        total = int(count.sum())
        stays = (count >= (self.min_count or 0)) & (count >= (self.min_fraction or 0) * total)
        levels = values.filter(stays).head(self.max_levels or len(values))
        rare = values.filter(~values.is_in(levels.implode()))
        return {"levels": levels.to_list()} | ({} if self.unseen == "other" else {"rare": rare.sort().to_list()})

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the values that stay, and the label for others."""
        text, known = pl.col(name).cast(pl.String), learned[name]
        stays = text.is_in(pl.Series(known["levels"], dtype=pl.String).implode())
        rare = (
            text.is_not_null()
            if self.unseen == "other"
            else text.is_in(pl.Series(known["rare"], dtype=pl.String).implode())
        )
        return pl.when(stays).then(text).when(rare).then(pl.lit(self.label_))
