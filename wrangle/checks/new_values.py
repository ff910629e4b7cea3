"""A check: values were seen in training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import polars as pl
from pydantic import Field

from wrangle.checks.base import ValueCheck
from wrangle.expressions.members import outside
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelColumn

MOST = 100_000
"""Different values that are kept at most."""


class NewValues(ValueCheck):
    """Expect no value of a column that the training data did not have.

    What values there are is learned where the pipeline is fitted, of the rows as they come to the check, and kept as a
    list: up to 100,000 different ones, beyond that the run stops. Null and NaN do not apply; empty text does. Data that
    the pipeline was fitted to has no new values: the check speaks when other data is run with what was learned, and of
    validation and test rows when a model is trained.

    Examples
    --------
    >>> check = NewValues(column="sky").fitted({"values": ["Clear", "Overcast"]})
    >>> pl.DataFrame({"sky": ["Clear", "Fog", None]}).select(check.mask()).to_series().to_list()
    [False, True, None]
    """

    column: LevelColumn
    """The column to look at."""

    min_count: Annotated[int, Field(ge=1)] = 1
    """How often the training data must have had a value for it not to be new."""

    def training(self) -> Mapping[str, Statistic]:
        """Return that the values are to be counted."""
        return {"counts": Counts(self.column, limit=MOST)}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `values`: those that the training data had, the most frequent first."""
        counts: pl.DataFrame = values["counts"]
        return {"values": counts.filter(pl.col("count") >= self.min_count)["value"].to_list()}

    def mask(self) -> pl.Expr:
        """Return true where the value is none of those; null where it is null or NaN."""
        return outside(self.column, self.learned["values"])

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return "is a value that training did not have" + ("" if self.min_count == 1 else " so often")
