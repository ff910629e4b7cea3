"""Writes in each group the value that most of its rows agree on, as it was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.lookup import of_group
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.statistics.grouping import answer
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelColumn, LevelColumns, LevelInPlaceStep
from wrangle.steps.options import Reads, names_of


class MajorityVote(LevelInPlaceStep):
    """Write in each row the value that most rows of its group have, where enough of them agree.

    For columns that depend on others: all rows of one zip code lie in one city, all reports of one flight tell of one
    departure. What the training rows of a group hold is its vote: missing values have none, and a group decides only
    with `min_rows` of them, of which `min_share` hold the same. All other groups stay as they are, and so does a group
    that was not seen in training, or whose key is null. Of equally frequent values none is the most frequent.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("majority_vote: {column: city, by: zip}", zip=["1", "1", "1", "2"], city=["A", "A", "a", "B"])["city"]
    ['A', 'A', 'A', 'B']
    >>> rule = "majority_vote: {column: city, by: zip, only: missing, min_rows: 1}"
    >>> apply(rule, zip=["1", "1", "2"], city=["Oslo", None, None])["city"]
    ['Oslo', 'Oslo', None]

    References
    ----------
    Li, Dong, Lyons, Meng, Srivastava 2012, Truth finding on the deep web: is the problem solved?, VLDB 6(2): voting.
    """

    cost: ClassVar[float] = 40.0

    column: LevelColumn | None = None
    """The column to rewrite, in place."""

    columns: LevelColumns | None = None
    """Several columns to rewrite, in place, each by its own vote."""

    by: Annotated[str | tuple[str, ...], Reads()]
    """One or several columns that the values depend on."""

    min_rows: Annotated[int, Field(ge=1)] = 3
    """Rows with a value that a group needs to decide."""

    min_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    """The share of these rows that must agree, besides being the most."""

    only: Literal["all", "missing", "different"] = "all"
    """Which cells are rewritten: all, those without a value, or those with another one."""

    @model_validator(mode="after")
    def _votes_on_others(self) -> MajorityVote:
        if self.column is not None and self.column in names_of(self.by):
            raise ValueError(f"majority_vote cannot vote on {self.column!r} by itself: name another column in `by`")
        return self

    def reads_in_place(self) -> tuple[str, ...]:
        """Return the columns to rewrite, without those of `by`."""
        return tuple(name for name in super().reads_in_place() if name not in names_of(self.by))

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands in each group."""
        return {name: Counts(name, names_of(self.by)) for name in self.reads_in_place()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return of each column a frame of the group columns and `value`, of the groups that decide."""
        return {name: self._decided(counts) for name, counts in values.items()}

    def _decided(self, counts: pl.DataFrame) -> pl.DataFrame:
        by = list(names_of(self.by))
        value, count = answer(by, "value"), answer(by, "count")
        known = counts.filter(~is_missing(*by)).with_columns(
            votes=pl.col(count).sum().over(by), most=pl.col(count).max().over(by)
        )
        ahead = known.filter(pl.col(count) == pl.col("most"), pl.len().over([*by, count]) == 1)
        enough = (pl.col("votes") >= self.min_rows) & (pl.col("most") >= self.min_share * pl.col("votes"))
        return ahead.filter(enough).select(*by, value).sort(by)

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the column with the votes."""
        by, decided = names_of(self.by), learned[name]
        value = pl.col(name)
        if not decided.height:
            return value
        open_to = {"all": None, "missing": is_missing(name), "different": ~is_missing(name)}[self.only]
        return pl.coalesce(of_group(by, decided, answer(by, "value"), open_to), value)
