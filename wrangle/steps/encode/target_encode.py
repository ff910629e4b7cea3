"""Writes values as what the target usually is where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from wrangle.expressions.lookup import gather
from wrangle.expressions.mixing import fold_of
from wrangle.expressions.windows import ROW
from wrangle.statistics.base import Statistic
from wrangle.statistics.grouping import answer
from wrangle.statistics.moments import Moments
from wrangle.statistics.rounding import rounded
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelInPlaceStep, ValuesInPlaceStep
from wrangle.steps.options import Reads, Scalar

FOLD = "__fold"


class TargetEncode(LevelInPlaceStep, ValuesInPlaceStep):
    """Write values as the mean of the target in the training rows that have them: for columns of many values.

    The mean is drawn toward the mean of all rows, the more the fewer rows have the value: (sum + smoothing x mean of
    all) / (count + smoothing). In the run that learns, and so wherever a model is trained, each training row is encoded
    by the rows of the other `folds` alone: its own target is not in its encoding, and a column of noise stays noise.
    All other rows (validation, test, serving) get the means of all training rows. Rows are put into folds by their
    number. A value that was not seen is encoded as the mean of all, unless `unseen` says otherwise; null is a value
    like any other, NaN is null, and empty text is a value. Training rows without a target, or with an infinite one, are
    not learned from. The target need not be there when serving.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> rule = "target_encode: {column: a, target: late, smoothing: 1, folds: 2}"
    >>> found = apply(rule, a=["x"] * 8 + ["y"] * 8, late=[1] * 8 + [0] * 8)["a"]
    >>> min(found[:8]) > 0.6, max(found[8:]) < 0.4
    (True, True)

    References
    ----------
    Micci-Barreca, D. (2001): A preprocessing scheme for high-cardinality categorical attributes in classification and
    prediction problems. SIGKDD Explorations 3 (1), 27-32. Out of fold: scikit-learn user guide, "Target encoder".
    """

    cost: ClassVar[float] = 60.0

    target: Annotated[str, Reads(("number", "boolean", "text"), to_learn=True)]
    """The column of the target: numbers, truth values, or with `positive` values of any kind."""

    positive: Scalar | None = None
    """The value of the target whose share is the encoding, where it is no number."""

    smoothing: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 10.0
    """How many rows the mean of all counts for."""

    folds: Annotated[int, Field(ge=2, le=100)] = 5
    """Into how many folds training rows are put."""

    unseen: Literal["mean", "null", "quarantine", "fail"] = "mean"
    """What becomes of a value that was not seen in training: the mean of all, or it is a misfit."""

    @model_validator(mode="after")
    def _keeps_columns_apart(self) -> TargetEncode:
        if self.target in self.reads():
            raise ValueError("target_encode cannot encode the target by itself")
        return self

    def statistics(self) -> Mapping[str, Statistic]:
        """Return the means of the target by value and fold."""
        return {name: _ByFold(self.target, (name, FOLD), False, self.folds, self.positive) for name in self.reads()}

    def learned(self, name: str, found: pl.DataFrame) -> dict[str, Any]:
        """Return the `mean` of all, the `values` with counts and encodings, and those out of each fold.

        Raises
        ------
        StatisticError
            There is no target to learn from.
        """
        if not found.height:
            raise self.nothing_to_learn(self.target)
        by = (name, FOLD)
        count, average = (pl.col(answer(by, each)) for each in ("count", "mean"))
        sums = found.select(pl.col(name).alias("value"), pl.col(FOLD).alias("fold"), count=count, sum=count * average)
        mean_of_all, encoded = self._encoded(sums)
        outside: dict[str, Any] = {}
        for fold in range(self.folds):
            others = sums.filter(pl.col("fold") != fold)
            mean, values = self._encoded(others) if others.height else (mean_of_all, encoded.clear())
            outside[str(fold)] = {"mean": mean, "values": values}
        return {"mean": mean_of_all, "values": encoded, "outside": outside}

    def _encoded(self, sums: pl.DataFrame) -> tuple[float, pl.DataFrame]:
        """Return the mean of all, and each value with its count and encoding."""
        groups = sums.group_by("value", maintain_order=True).agg(pl.col("count", "sum").sum())
        mean = rounded(float(groups["sum"].sum()) / int(groups["count"].sum()))
        encoded = (pl.col("sum") + self.smoothing * mean) / (pl.col("count") + self.smoothing)
        return mean, groups.select("value", "count", encoded=encoded)

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the encodings by all training rows."""
        return self._looked_up(name, learned[name], unseen=self.unseen == "mean")

    def express_training(self, learned: Learned, learned_from: pl.Expr) -> Sequence[pl.Expr]:
        """Return for each row that was learned from the encoding by the other folds."""
        fold = fold_of(pl.col(ROW), self.folds)
        found = []
        for name in self.reads_in_place():
            outside = learned[name]["outside"]
            chain: Any = pl.when(~learned_from).then(self.rewritten(name, learned))
            for number in range(self.folds):
                chain = chain.when(fold == number).then(self._looked_up(name, outside[str(number)], unseen=True))
            found.append(chain.otherwise(None).alias(self.into or name))
        return found

    def _looked_up(self, name: str, known: Mapping[str, Any], *, unseen: bool) -> pl.Expr:
        key = pl.col(name).fill_nan(None) if self.dtype(name).is_float() else pl.col(name)
        found = gather(key, known["values"]["value"], known["values"]["encoded"])
        return found.fill_null(known["mean"]) if unseen else found


@dataclass(frozen=True)
class _ByFold(Moments):
    """The mean of the target by value and fold."""

    folds: int = 5
    positive: Any = None

    @property
    def reads(self) -> tuple[str, ...]:
        """The target, the value, and the row's number."""
        return (self.column, self.by[0], ROW)

    def partial(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the exact sums of one part."""
        value = pl.col(self.by[0])
        value = value.fill_nan(None) if part.schema[self.by[0]].is_float() else value
        target = pl.col(self.column)
        if self.positive is not None:
            target = target == pl.lit(self.positive)
        fold = fold_of(pl.col(ROW), self.folds).alias(FOLD)
        return super().partial(part.select(target.alias(self.column), value.alias(self.by[0]), fold))
