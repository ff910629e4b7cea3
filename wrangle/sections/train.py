"""What `train:` in a rule file says: what is predicted, from what, by which estimator, and when it is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from wrangle.sections.base import Section, Value
from wrangle.steps.options import Column, Columns, NumberColumn, Scalar, Selector, Served

Share = Annotated[float, Field(ge=0, lt=1)]
"""A part of the rows, from 0 to below 1."""


class Split(Section):
    """How rows are divided into training, validation and test, before anything is learned from them."""

    shorthand: ClassVar[str] = "by"

    by: Column | None = None
    """The column that decides: a time (the newest rows are the test), or with `how: group` or `hash` a key whose rows
    stay together. Without it rows are drawn at random."""

    how: Literal["auto", "random", "time", "group", "hash"] = "auto"
    """`time`: oldest rows train, newest test. `group`: whole groups are drawn at random by the seed. `hash`: whole keys
    by a hash that stays the same as data grows. `auto`: time for dates and times, group for others, else random."""

    test: Annotated[float, Field(gt=0, lt=1)] = 0.2
    """The share of the rows (of the groups, of the span of sorted rows) that only the evaluation sees."""

    validation: Share = 0.0
    """The share for early stopping, calibration, the threshold and the search; 0: taken from training where needed."""

    gap: str | None = None
    """With `time`: how much time before each border is left out (`3h`, `2d`), where labels look ahead."""

    stratify: bool = True
    """With `random`: whether each class has the same share in every part."""

    @model_validator(mode="after")
    def _leaves_rows_to_train(self) -> Split:
        if self.test + self.validation >= 1:
            raise ValueError("split leaves no rows to train on: `test` and `validation` must be below 1 together")
        if self.how in {"time", "group", "hash"} and self.by is None:
            raise ValueError(f"split by {self.how} needs `by`, the column that decides")
        if self.gap is not None and self.how in {"random", "group", "hash"}:
            raise ValueError("`gap` is for a split by time")
        return self


class Search(Section):
    """Which options of the estimator are tried.

    All keys that are no option here are the estimator's: a list of values, or a range `{min: 0.01, max: 1, log: true}`.
    """

    gathers: ClassVar[str] = "parameters"

    parameters: Mapping[str, Value] = {}
    """Option of the estimator -> the values to try, or their range."""

    method: Literal["auto", "grid", "random", "halving", "optuna"] = "auto"
    """`grid`: all combinations; `random`: drawn ones; `halving`: many on few rows, the better half on more
    (scikit-learn's successive halving); `optuna`: guided by what went before (extra `wrangle[optuna]`). `auto`: grid
    for lists of up to 60 combinations, else random."""

    trials: Annotated[int, Field(ge=1)] = 20
    """How many combinations are drawn by `random`, `halving` and `optuna`."""

    folds: Annotated[int, Field(ge=2, le=20)] = 5
    """Parts of the training rows for cross-validation; by the column of the split where it has one."""

    metric: str | None = None
    """What decides; the first of `metrics` where none is given."""


class Limit(Section):
    """What a metric must reach."""

    min: float | None = None
    """The least value that is accepted."""
    max: float | None = None
    """The greatest value that is accepted."""
    over_baseline: float | None = None
    """By how much it must be better than the baseline."""
    over_champion: float | None = None
    """By how much it must be better than the champion, where there is one; 0: not worse."""

    @model_validator(mode="after")
    def _says_something(self) -> Limit:
        if not self.model_dump(exclude_none=True):
            raise ValueError("`accept` needs a limit: min, max, over_baseline or over_champion")
        return self


class Costs(Section):
    """What wrong decisions cost, in any one unit: the threshold that costs least on validation is chosen."""

    false_positive: Annotated[float, Field(ge=0)] = 1.0
    """The cost of an alarm without cause."""
    false_negative: Annotated[float, Field(ge=0)] = 1.0
    """The cost of a case that was missed."""


class Variant(Section):
    """Another model on the same split, shown beside the first in the report."""

    estimator: str | None = None
    """An estimator; that of `train` where none is given."""
    options: Mapping[str, Value] = {}
    """Its options."""
    features: Annotated[Columns, Served()] | None = None
    """Its features; those of `train` where none are given."""


class Train(Section):
    """Train a model on the clean rows, and tell whether it is good enough."""

    target: Column | None = None
    """The column to predict. Without it: clusters or anomalies are looked for."""

    features: Annotated[Columns, Served()] = Selector()
    """The columns to predict from; without it all numbers, truth values and texts, but for target, key, weight and the
    columns made by steps `at: training`, which are not there when serving."""

    key: Columns | None = None
    """The columns that say which thing a row is about: never features, and the same key on both sides is a leak."""

    problem: Literal["auto", "regression", "binary", "multiclass", "clustering", "anomaly"] = "auto"
    """What is asked. `auto`: by the target's type and number of values, or by the estimator without a target."""

    estimator: str = "auto"
    """A short name (auto, linear, forest, neighbors, kmeans, isolation_forest) or the full name of an estimator of
    scikit-learn (`sklearn.svm.SVC`), LightGBM (`lightgbm.LGBMClassifier`) or XGBoost (`xgboost.XGBClassifier`;
    `xgboost.dask.DaskXGBClassifier` has the workers of Dask fit one model together, another one)."""

    options: Mapping[str, Value] = {}
    """Options of the estimator, by its own names."""

    split: Split = Split()
    """How rows are divided into training, validation and test."""

    search: Search | None = None
    """Which options of the estimator are tried."""

    metrics: tuple[str, ...] = ()
    """What is measured, the deciding one first; those usual for the problem where none is given."""

    accept: Mapping[str, Limit] = {}
    """Metric -> what it must reach on the test part; else the exit code is 1."""

    class_weight: Literal["balanced"] | Mapping[str, float] | None = None
    """`balanced`, or class -> weight."""

    weight: NumberColumn | None = None
    """The column that says how much a row counts."""

    early_stopping: bool | None = None
    """Whether boosting stops when validation gets no better; where null, the estimator decides."""

    calibrate: Literal["none", "sigmoid", "isotonic"] = "none"
    """How probabilities are corrected, on validation."""

    threshold: Annotated[float, Field(gt=0, lt=1)] | Costs | None = None
    """For two classes: from which probability on the answer is the positive class (0.5 where none is given), or the
    costs by which it is chosen on validation."""

    positive: Scalar | None = None
    """For two classes: the class that is looked for; true, 1, or the last in order where none is given."""

    baseline: Literal["auto", "majority", "mean", "median", "persistence"] = "auto"
    """What the model is held against. `persistence`: the target of the row before, by time."""

    slices: Columns | None = None
    """Columns by whose values the metrics are shown apart."""

    compare: Mapping[str, Variant] = {}
    """Name -> another model on the same split, for the report."""

    memory: str | None = None
    """How much memory the matrix may take (`4GB`); half of what is free where nothing is given. Beyond it, estimators
    with `partial_fit` train from disk, batch by batch."""

    seed: int = 0
    """Decides all that is drawn: the same seed gives the same model."""

    model_name: str | None = None
    """The name in the registry; that of the rule file where none is given."""
