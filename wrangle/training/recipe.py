"""How the estimator of a rule file is made: its options, what stands before it, and the matrix that it takes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wrangle.bundle.asking import Problem
from wrangle.bundle.encoding import Encoding, Precision, Style
from wrangle.errors import TrainingError
from wrangle.training.estimators import Choice, choose, kind_of

SCALED = ("linear_model", "svm", "neighbors", "neural_network", "cluster", "gaussian_process", "kernel_ridge")
"""Modules of scikit-learn whose estimators compare or add up features, and so want them on one scale."""
LEVELS, ONE_HOT = 254, 50
"""The most levels of a text that are told apart as level numbers, and as columns of 0 and 1."""
MODEL = "model"
"""The step of a scikit-learn pipeline that holds the estimator itself."""


@dataclass(frozen=True)
class Recipe:
    """Makes estimators that are not fitted."""

    name: str
    """The estimator's full name."""
    problem: Problem
    choice: Choice | None = None
    """What was named; None where the caller brings an object of their own."""
    own: Any = None
    """An object with `fit` and `predict`, brought from Python."""
    seed: int = 0
    class_weight: Any = None
    """`balanced`, or number of a class -> weight."""
    early_stopping: bool | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    """What was done that the rule file does not say."""

    @property
    def style(self) -> Style:
        """How categories become columns."""
        return "ordinal" if self.choice is not None and self.choice.takes_levels else "one_hot"

    @property
    def precision(self) -> Precision:
        """The numbers that the estimator works in: a matrix of others would be copied."""
        return "float64" if self.choice is None or self.choice.takes_levels else "float32"

    @property
    def max_levels(self) -> int:
        """The most levels of a category."""
        return LEVELS if self.style == "ordinal" else ONE_HOT

    @property
    def takes_missing(self) -> bool:
        """Whether the estimator takes NaN."""
        if self.choice is None:
            return True
        from sklearn.utils import get_tags

        return bool(get_tags(self.choice.make()).input_tags.allow_nan) or self.choice.library != "sklearn"

    @property
    def scaled(self) -> bool:
        """Whether features are brought to one scale before."""
        parts = self.name.split(".")
        return self.choice is not None and parts[0] == "sklearn" and parts[1] in SCALED

    @property
    def streams(self) -> bool:
        """Whether the estimator can learn batch by batch."""
        return self.choice is not None and hasattr(self.choice.cls, "partial_fit")

    @property
    def weighs_classes(self) -> bool:
        """Whether the estimator weighs classes itself."""
        return self.choice is not None and "class_weight" in self.choice.cls().get_params(deep=False)

    def make(self, encoding: Encoding, options: Mapping[str, Any] | None = None) -> Any:
        """Return an estimator that is not fitted.

        Parameters
        ----------
        encoding : Encoding
            Of the matrix that it will take.
        options : mapping, optional
            Options beside those of the rule file, as a search tries them.

        Raises
        ------
        TrainingError
            An option is not known, or its value is not taken.
        """
        if self.choice is None:
            return copy.deepcopy(self.own)
        known = self.choice.cls().get_params(deep=False)
        more: dict[str, Any] = {}
        if "random_state" in known:
            more["random_state"] = self.seed
        if self.class_weight is not None and self.weighs_classes:
            more["class_weight"] = self.class_weight
        if self.early_stopping is not None and "early_stopping" in known:
            more["early_stopping"] = self.early_stopping
        if any(encoding.categorical):
            more["categorical_features"] = list(encoding.categorical)
        if self.choice.library == "lightgbm":
            more["verbosity"] = -1
        made = self.choice.make({**more, **(options or {})})
        return made if self.takes_missing and not self.scaled else self._behind(made)

    def _behind(self, made: Any) -> Any:
        """Return an estimator behind what fills and scales its features."""
        from sklearn.impute import SimpleImputer
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler

        steps: list[tuple[str, Any]] = []
        if not self.takes_missing:
            steps.append(("fill", SimpleImputer(strategy="median", keep_empty_features=True)))
        if self.scaled:
            steps.append(("scale", StandardScaler()))
        return Pipeline([*steps, (MODEL, made)])

    @property
    def prepares(self) -> tuple[str, ...]:
        """What is done to the matrix before the estimator sees it, in words."""
        if self.choice is None:
            return ()
        found = [] if self.takes_missing else ["missing values are filled by the training median of their column"]
        return (*found, *(["features are brought to mean 0 and deviation 1"] if self.scaled else []))


def recipe_of(
    estimator: Any, problem: Problem, options: Mapping[str, Any], *, seed: int = 0, class_weight: Any = None
) -> Recipe:
    """Return the recipe of an estimator: a name, or an object with `fit` and `predict`.

    Raises
    ------
    TrainingError
        The name may not be named or does not fit the problem, an option is unknown, or the object cannot be fitted.
    """
    if isinstance(estimator, str):
        choice = choose(estimator, problem, options)
        choice.make()
        return Recipe(choice.name, problem, choice, seed=seed, class_weight=class_weight)
    if not (callable(getattr(estimator, "fit", None)) and callable(getattr(estimator, "predict", None))):
        raise TrainingError(f"train: {type(estimator).__name__} is no estimator: it needs `fit(X, y)` and `predict(X)`")
    if options:
        raise TrainingError("train: `options` are for estimators by name: give the object its options yourself")
    kind = type(estimator)
    return Recipe(
        f"{kind.__module__}.{kind.__qualname__}", problem, own=estimator, seed=seed, class_weight=class_weight
    )


def usual_early_stopping(recipe: Recipe) -> bool:
    """Tell whether the estimator stops early by itself on large data, so that it needs validation rows."""
    if recipe.choice is None or recipe.early_stopping is False:
        return False
    return recipe.choice.takes_levels or recipe.early_stopping is True


def is_supervised(problem: Problem) -> bool:
    """Tell whether the estimator learns from a target.

    Examples
    --------
    >>> is_supervised("binary"), is_supervised("anomaly")
    (True, False)
    """
    return kind_of(problem) in {"classes", "regression"}
