"""What is predicted: the problem, the classes in order, and each row's target as the estimator learns it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.bundle.asking import Problem
from wrangle.bundle.model import Label, label_text
from wrangle.errors import TrainingError, did_you_mean
from wrangle.schema import family, type_name
from wrangle.sections.train import Train
from wrangle.training.estimators import SHORT, find, kind_of_class
from wrangle.training.part import PartName

FEW = 10
"""Whole numbers of at most so many different values are taken for classes."""
MOST_CLASSES = 1000
"""A text of more different values is more likely an id."""


@dataclass(frozen=True)
class Target:
    """The target column, understood."""

    problem: Problem
    name: str | None = None
    classes: tuple[Label, ...] = ()
    """The classes in order; none where numbers are predicted."""
    positive: int | None = None
    """For two classes: the number of the one that is looked for."""

    def learned(self, values: pl.Series) -> Any:
        """Return targets as the estimator learns them.

        Parameters
        ----------
        values : polars.Series, (rows,)
            Without nulls.

        Returns
        -------
        numpy.ndarray, (rows,): numbers of classes, int64, or values, float64
        """
        if not self.classes:
            return values.cast(pl.Float64).to_numpy()
        numbers = pl.DataFrame({"class": pl.Series(list(self.classes), dtype=values.dtype)}).with_row_index("number")
        found = values.alias("class").to_frame().join(numbers, on="class", how="left", maintain_order="left")
        return found["number"].cast(pl.Int64).to_numpy()

    def unknown(self, values: pl.Series) -> pl.Series:
        """Return which values are of a class that no training row has: no model can say it.

        Examples
        --------
        >>> Target("binary", "sky", ("clear", "rain"), 1).unknown(pl.Series(["rain", "hail"])).to_list()
        [False, True]
        """
        if not self.classes:
            return pl.repeat(value=False, n=len(values), dtype=pl.Boolean, eager=True)
        return ~values.is_in(list(self.classes))

    def number(self, label: Any) -> int | None:
        """Return the number of a class, by its value or its text; None where there is no such class."""
        texts = [label_text(each) for each in self.classes]
        wanted = label_text(label)
        return texts.index(wanted) if wanted in texts else None


def expected(train: Train) -> str | None:
    """Return the kind of problem that the estimator alone tells, before any data is read; None where it does not.

    Raises
    ------
    TrainingError
        The estimator may not be named.
    """
    if train.estimator not in SHORT:
        return kind_of_class(find(train.estimator))
    kinds = list(SHORT[train.estimator])
    return kinds[0] if len(kinds) == 1 else None


def understand(train: Train, parts: Mapping[PartName, pl.Series]) -> Target:
    """Return what the target is.

    Parameters
    ----------
    train : Train
    parts : mapping
        Part -> the target's values, without nulls; without a target, empty.

    Raises
    ------
    TrainingError
        There is nothing to learn from: no value, one class only, infinite values, a time; or the problem does not fit.
    """
    if train.target is None:
        return Target(_without_target(train))
    values = parts["training"]
    _hold_usable(train.target, values)
    problem = train.problem if train.problem != "auto" else _problem(train, values)
    if problem == "clustering":
        raise TrainingError(f"train: clustering has no target: leave out `target: {train.target}`")
    if problem == "regression":
        _hold_numbers(train.target, parts)
        return Target("regression", train.target)
    classes = _classes(train.target, parts if problem == "anomaly" else {"training": values})
    if problem == "binary" and len(classes) > 2:
        raise TrainingError(f"train: {train.target!r} has {len(classes)} classes, not two: say `problem: multiclass`")
    if problem == "multiclass" and len(classes) == 2:
        problem = "binary"
    return Target(problem, train.target, classes, _positive(train, classes))


def _without_target(train: Train) -> Problem:
    if train.problem in {"clustering", "anomaly"}:
        return "anomaly" if train.problem == "anomaly" else "clustering"
    kind = expected(train)
    needs = kind not in {"clustering", "anomaly", None} or (
        kind is None and not {"clustering", "anomaly"} & set(SHORT[train.estimator])
    )
    if train.problem != "auto" or needs:
        raise TrainingError("train: there is no `target`: name the column to predict")
    return "anomaly" if kind == "anomaly" else "clustering"


def _hold_usable(name: str, values: pl.Series) -> None:
    if not len(values):
        raise TrainingError(
            f"train: no training row has a value in the target {name!r}: see the quarantine and `wrangle preview`"
        )
    if family(values.dtype) not in {"number", "text", "boolean"}:
        what = type_name(values.dtype)
        raise TrainingError(f"train: the target {name!r} is a {what}: derive a number or a class from it")


def _problem(train: Train, values: pl.Series) -> Problem:
    kind = expected(train)
    if kind == "anomaly":
        return "anomaly"
    if values.dtype == pl.Boolean:
        return "binary"
    number = values.dtype.is_numeric()
    if kind == "regression" or (number and kind is None and (values.dtype.is_float() or values.n_unique() > FEW)):
        return "regression"
    return "multiclass"


def _hold_numbers(name: str, parts: Mapping[PartName, pl.Series]) -> None:
    values = parts["training"]
    if not (values.dtype.is_numeric() or values.dtype == pl.Boolean):
        raise TrainingError(f"train: the target {name!r} is text, and the problem regression: read it as numbers first")
    bad = sum(int(each.cast(pl.Float64).is_infinite().sum()) for each in parts.values())
    if bad:
        raise TrainingError(
            f"train: {bad:,} values of the target {name!r} are infinite: look for a division by zero, or `filter` them"
        )
    if values.n_unique() == 1:
        raise TrainingError(
            f"train: the target {name!r} is {values[0]} in every training row: there is nothing to learn"
        )


def _classes(name: str, parts: Mapping[PartName, pl.Series]) -> tuple[Label, ...]:
    """Return the classes of the training rows, in order: what other rows hold is not learned."""
    found = pl.concat([each.unique() for each in parts.values()]).unique().sort()
    if len(found) == 1:
        raise TrainingError(
            f"train: the target {name!r} has one class only in the training rows, {label_text(found[0])!r}: there is "
            "nothing to tell apart; look at the split and at what went to the quarantine"
        )
    if len(found) > MOST_CLASSES:
        raise TrainingError(f"train: the target {name!r} has {len(found):,} different values: is it an id?")
    return tuple(found.to_list())


def _positive(train: Train, classes: tuple[Label, ...]) -> int | None:
    if len(classes) != 2:
        return None
    if train.positive is None:
        return 1
    texts = [label_text(each) for each in classes]
    wanted = label_text(train.positive)
    if wanted not in texts:
        raise TrainingError(f"train: the target has no class {wanted!r} (`positive`): {did_you_mean(wanted, texts)}")
    return texts.index(wanted)
