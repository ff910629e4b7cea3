"""Adds what a column is like among the rows of the same group, as it was learned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import polars as pl

from wrangle.expressions.lookup import of_group
from wrangle.statistics.base import Statistic
from wrangle.statistics.count import Count
from wrangle.statistics.distinct import DistinctCount
from wrangle.statistics.extremes import Extremes
from wrangle.statistics.grouping import answer
from wrangle.statistics.mean import Mean
from wrangle.statistics.median import Median
from wrangle.statistics.mode import Mode
from wrangle.statistics.moments import Moments
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.in_place import LevelColumn
from wrangle.steps.options import NewColumn, Reads, names_of

Question = tuple[Callable[..., Statistic], str]

QUESTIONS: Mapping[str, Question] = {
    "mean": (Mean, "value"),
    "median": (Median, "value"),
    "std": (Moments, "std"),
    "min": (Extremes, "min"),
    "max": (Extremes, "max"),
    "mode": (Mode, "value"),
    "count": (Count, ""),
    "distinct_count": (DistinctCount, "value"),
}
"""What is asked of the training data for each aggregate, and where its answer is."""

NUMBERS = frozenset({"count", "distinct_count"})
"""Aggregates that are 0 for a group that was not seen."""


class GroupAggregate(ColumnStep):
    """Add what a column is like among all rows of the same group: the mean delay of the carrier, of each flight.

    The table is learned from the training data, and looked up afterwards, so a single record gets the same value as a
    million. A group that was not seen, or had no value, gets the value of the whole column; of counts it gets 0. Null
    is a group like any other, NaN is none. Null and NaN in the column are left out, and of mean, median and std
    infinities too; `std` divides by n - 1, and a group of one value gets the whole's. To look only at earlier rows, use
    `rolling`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "group_aggregate: {column: a, by: g, aggregate: mean, into: usual}"
    >>> apply(rule, a=[1.0, 3.0, None, 8.0], g=["x", "x", "x", "y"])["usual"]
    [2.0, 2.0, 2.0, 8.0]
    """

    column: LevelColumn
    """The column that is summed up."""

    by: Annotated[str | tuple[str, ...], Reads()]
    """One or several columns whose values make the groups."""

    aggregate: Literal["mean", "median", "std", "min", "max", "mode", "count", "distinct_count"]
    """What is told of the values of a group; `distinct_count` is an estimate beyond 4,096 distinct values."""

    into: NewColumn
    """The new column."""

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about the whole column, and by group."""
        ask, _ = QUESTIONS[self.aggregate]
        return {"whole": ask(self.column), "groups": ask(self.column, names_of(self.by))}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `groups`, a frame of the group columns and `value`, and `whole`.

        Raises
        ------
        StatisticError
            The column is of a type that the aggregate does not work on.
        """
        by, (_, name) = names_of(self.by), QUESTIONS[self.aggregate]
        if self.aggregate == "count":
            rows, nulls, nans = (pl.col(answer(by, each)) for each in ("rows", "nulls", "nans"))
            value = rows - nulls - nans
        else:
            value = pl.col(answer(by, name))
        groups = values["groups"].select(*by, value.alias(answer(by, "value")))
        return {"whole": self._whole(values["whole"], name), "groups": groups}

    def _whole(self, found: Any, name: str) -> Any:
        if self.aggregate in NUMBERS:
            return 0
        return found[name] if isinstance(found, Mapping) else found

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the value of each row's group."""
        groups = learned["groups"]
        value = answer(names_of(self.by), "value")
        found = of_group(names_of(self.by), groups, value)
        return [pl.coalesce(found, pl.lit(learned["whole"], dtype=groups.schema[value])).alias(self.into)]
