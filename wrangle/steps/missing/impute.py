"""Fills missing values with one that was learned from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.errors import StatisticError
from wrangle.expressions.lookup import of_group
from wrangle.expressions.missing import is_missing
from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import answer
from wrangle.statistics.mean import Mean
from wrangle.statistics.median import Median
from wrangle.statistics.mode import Mode
from wrangle.statistics.quantiles import Quantiles
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Column, Columns, Reads, Scalar, names_of

QUESTIONS: Mapping[str, Callable[..., Statistic]] = {"mean": Mean, "median": Median, "mode": Mode}
"""What is asked of the training data for each choice of `with`."""


class Impute(ColumnStep):
    """Fill missing values with the mean, the median or another quantile, the most frequent value, or a constant.

    Null and NaN are missing; infinities and empty text are values, and stay (mean and quantiles leave infinities out).
    With `by`, a group that was not seen in training, or had no value there, is filled from the whole column; null is a
    group like any other, NaN is none. Mean and quantiles of numbers make the column float; else its type stays, unless
    the constant asks for a wider one (0.5 among whole numbers). Of equally frequent values the mode is the smallest. A
    column without any value in training is an error.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("impute: {column: a, with: median}", a=[1.0, None, float("nan"), 4.0])
    {'a': [1.0, 2.5, 2.5, 4.0]}
    >>> apply("impute: {column: a, with: mean, by: g}", a=[1.0, None, 6.0, None], g=["x", "x", "y", "z"])
    {'a': [1.0, 1.0, 6.0, 3.5], 'g': ['x', 'x', 'y', 'z']}
    """

    column: Column | None = None
    """The column to fill, in place."""

    columns: Columns | None = None
    """Several columns to fill, in place, each with its own value."""

    with_: Literal["mean", "median", "mode", "quantile", "constant"] = Field(alias="with")
    """What missing values are filled with; `quantile`: that of `quantile`; `constant`: with `value`."""

    quantile: Annotated[float, Field(ge=0, le=1)] | None = None
    """Which quantile, for `with: quantile`: 0 is the smallest value, 0.5 the median, 1 the largest."""

    value: Scalar | None = None
    """The constant, for `with: constant`."""

    by: Annotated[str | tuple[str, ...], Reads()] = ()
    """One or several columns whose values make the groups that are filled each with its own value."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Impute:
        if (self.column is None) == (self.columns is None):
            raise ValueError("impute needs either `column` or `columns`")
        if (self.with_ == "constant") != (self.value is not None):
            raise ValueError("impute needs a `value` for `with: constant`, and only then")
        if (self.with_ == "quantile") != (self.quantile is not None):
            raise ValueError("impute needs a `quantile` from 0 to 1 for `with: quantile`, and only then")
        if self.with_ == "constant" and self.by:
            raise ValueError("impute takes no `by` for `with: constant`: a constant is the same for all groups")
        return self

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the question about each column as a whole, and by group."""
        if self.with_ == "constant":
            return {}
        ask, by = self._question(), names_of(self.by)
        whole: dict[str, Statistic] = {f"whole {name}": ask(name) for name in self.reads_in_place()}
        return whole | ({f"groups {name}": ask(name, by) for name in self.reads_in_place()} if by else {})

    def _question(self) -> Callable[..., Statistic]:
        if self.quantile is None:
            return QUESTIONS[self.with_]
        return partial(Quantiles, probabilities=(self.quantile,))

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `whole`: the value of each column; and `groups`: its frame of group columns and `value`.

        Raises
        ------
        StatisticError
            A column has no value to learn from. Fill it with a constant, or drop it.
        """
        names = self.reads_in_place()
        if self.with_ == "constant":
            return {"whole": dict.fromkeys(names, self.value), "groups": {}}
        for name in names:
            if values[f"whole {name}"] is None:
                raise StatisticError(
                    f"impute: column {name!r} has no value to take the {self.with_} of: "
                    "fill it with a constant (`with: constant, value: ...`), or leave it out"
                )
        groups = {name: values[f"groups {name}"] for name in names if self.by}
        return {"whole": {name: _plain(values[f"whole {name}"]) for name in names}, "groups": groups}

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column with its missing values filled."""
        return [self._filled(name, learned) for name in self.reads_in_place()]

    def _filled(self, name: str, learned: Learned) -> pl.Expr:
        whole = learned["whole"][name]
        value, missing = pl.col(name), is_missing(name)
        if self.with_ in {"mean", "median", "quantile"} and isinstance(whole, float):
            value = value.cast(pl.Float64)
        if isinstance(whole, str):
            missing = value.str.len_bytes().is_null()  # the same for text, and a text fits no other column
        fill = pl.lit(whole.item() if isinstance(whole, pl.DataFrame) else whole)
        if name in learned["groups"]:
            by, groups = names_of(self.by), learned["groups"][name]
            fill = pl.coalesce(of_group(by, groups, answer(by, "value"), missing), fill)
        return pl.when(missing).then(fill).otherwise(value).alias(name)


def _plain(value: Any) -> Any:
    """Return a value as JSON can keep it; a date or time as a frame of one cell."""
    return value if isinstance(value, (bool, int, float, str)) else pl.DataFrame({"value": [value]})
