"""Writes values as their place in an order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.lookup import gather, levels
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelInPlaceStep, ValuesInPlaceStep
from wrangle.steps.options import Scalar


class Ordinal(LevelInPlaceStep, ValuesInPlaceStep):
    """Write values as whole numbers: their place, from 0, in an order that is given or learned.

    Without `order` it is the values' own order in the training data (of texts by their code points), or with `by:
    count` the most frequent first. A value that is not in the order is a misfit, or with `unseen: other` gets the
    number after the last. Null stays null, and NaN is null; empty text is a value like any other. Works on text,
    numbers and truth values.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("ordinal: {column: a, order: [low, mid, high]}", a=["high", "low", "odd", None])
    {'a': [2, 0, None, None]}
    >>> apply("ordinal: {column: a, by: count, into: rank}", a=["x", "y", "y"])
    {'a': ['x', 'y', 'y'], 'rank': [1, 0, 0]}
    """

    cost: ClassVar[float] = 60.0

    order: Annotated[tuple[Scalar, ...], Field(min_length=1)] | None = None
    """The values in order; without it, they are learned."""

    by: Literal["value", "count"] = "value"
    """What a learned order goes by."""

    unseen: Literal["other", "null", "quarantine", "fail"] = "null"
    """What becomes of a value that is not in the order: the number after the last, or it is a misfit."""

    @model_validator(mode="after")
    def _has_each_once(self) -> Ordinal:
        order = self.order or ()
        if len({str(each) for each in order}) < len(order):
            raise ValueError(f"ordinal needs each value of its `order` once: {', '.join(map(str, order))}")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return super().misfit if self.order is None else "is not in the order"

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands, unless the order is given."""
        return {} if self.order else super().statistics()

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return the order of each column's values.

        Raises
        ------
        StatisticError
            A column has no value to learn from. Leave it out, or give the order.
        """
        if self.order is not None:
            return {name: list(self.order) for name in self.reads_in_place()}
        return super().learn(values)

    def learned(self, name: str, found: pl.DataFrame) -> list[Any]:
        """Return a column's values in order."""
        if not found.height:
            raise self.nothing_to_learn(name)
        return (found if self.by == "count" else found.sort("value"))["value"].to_list()

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the place of each value.

        Raises
        ------
        SchemaError
            The order holds values of another type than the column. Give those of its type.
        """
        missing, known = is_missing(name), levels(learned[name], name, self.dtype(name))
        places = gather(pl.col(name), known, pl.int_range(len(known), dtype=pl.Int64, eager=True))
        return places if self.unseen != "other" else pl.when(~missing).then(places.fill_null(len(known)))
