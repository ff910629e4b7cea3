"""Fits estimators: weights, early stopping, calibration, the decision threshold; in memory or batch by batch."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.bundle.model import Model
from wrangle.errors import TrainingError
from wrangle.sections.train import Costs
from wrangle.training.part import Part
from wrangle.training.recipe import MODEL, Recipe, is_supervised
from wrangle.training.target import Target

ROUNDS = 50
"""Boosting rounds of LightGBM and XGBoost without a gain on validation, after which they stop."""


def fit(
    recipe: Recipe,
    encoding: Encoding,
    training: Part,
    validation: Part | None = None,
    options: Mapping[str, Any] | None = None,
    learn: Callable[..., Any] | None = None,
) -> Any:
    """Return a fitted estimator.

    Parameters
    ----------
    recipe : Recipe
    encoding : Encoding
        Of the parts' matrices.
    training : Part
        What is learned from.
    validation : Part, optional
        What tells boosting when to stop.
    options : mapping, optional
        Options of the estimator beside those of the recipe.
    learn : callable, optional
        Fits an estimator, the first of its arguments, in place of the estimator's own `fit`.

    Raises
    ------
    TrainingError
        The estimator refuses the data or its options; its own words are in the message.
    """
    made = recipe.make(encoding, options)
    arguments = {**_weights(recipe, made, training), **_stopping(recipe, made, validation)}
    target = (training.target,) if is_supervised(recipe.problem) else ()
    try:
        given = (training.matrix, *target)
        fitted = made.fit(*given, **arguments) if learn is None else learn(made, *given, **arguments)
    except (ValueError, TypeError, MemoryError) as error:
        raise TrainingError(f"train: {recipe.name} cannot learn from these rows: {_first(error)}") from error
    return serial(made if fitted is None else fitted)


def _first(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def serial(fitted: Any) -> Any:
    """Return a fitted estimator that answers in one thread: for single records, more cost more than they bring."""
    if hasattr(fitted, "get_params") and (jobs := [each for each in fitted.get_params() if each.endswith("n_jobs")]):
        fitted.set_params(**dict.fromkeys(jobs, 1))
    inner = fitted.named_steps.get(MODEL) if hasattr(fitted, "named_steps") else fitted
    if hasattr(inner, "_bin_mapper"):  # histogram boosting keeps the number of processors that it was fitted on
        inner._bin_mapper.n_threads = 1  # noqa: SLF001
    return fitted


def weights_of(recipe: Recipe, part: Part) -> Any | None:
    """Return how much each row counts: its weight times that of its class, where the estimator does not do that."""
    if recipe.class_weight is None or recipe.weighs_classes or part.target is None:
        return part.weight
    from sklearn.utils.class_weight import compute_sample_weight

    by_class = compute_sample_weight(recipe.class_weight, part.target)
    return by_class if part.weight is None else by_class * part.weight


def _weights(recipe: Recipe, made: Any, part: Part) -> dict[str, Any]:
    weights = weights_of(recipe, part)
    if weights is None:
        return {}
    inner = made.named_steps[MODEL] if hasattr(made, "named_steps") else made
    if "sample_weight" not in inspect.signature(inner.fit).parameters:
        raise TrainingError(
            f"train: {recipe.name} takes no weights: leave out `weight` and `class_weight`, or take another"
        )
    return {f"{MODEL}__sample_weight" if inner is not made else "sample_weight": weights}


def _stopping(recipe: Recipe, made: Any, validation: Part | None) -> dict[str, Any]:
    """Return what tells boosting when to stop; without validation rows, nothing."""
    if validation is None or not len(validation) or recipe.choice is None or recipe.early_stopping is False:
        return {}
    known = inspect.signature(made.fit).parameters
    if "X_val" in known:
        found = {"X_val": validation.matrix, "y_val": validation.target}
        weights = weights_of(recipe, validation)
        return found if weights is None else {**found, "sample_weight_val": weights}
    if recipe.early_stopping and "eval_set" in known:
        return {**_watched(known, validation), **_rounds(recipe, made)}
    return {}


def _watched(known: Collection[str], validation: Part) -> dict[str, Any]:
    if "eval_X" in known:  # LightGBM from 4.7 on
        return {"eval_X": validation.matrix, "eval_y": validation.target}
    return {"eval_set": [(validation.matrix, validation.target)]}


def _rounds(recipe: Recipe, made: Any) -> dict[str, Any]:
    assert recipe.choice is not None
    if recipe.choice.library == "xgboost":
        made.set_params(early_stopping_rounds=ROUNDS)
        return {"verbose": False}
    from lightgbm import early_stopping

    return {"callbacks": [early_stopping(ROUNDS, verbose=False)]}


def calibrated(estimator: Any, method: str, validation: Part | None) -> Any:
    """Return an estimator whose probabilities are corrected on rows that it did not learn from.

    Raises
    ------
    TrainingError
        It has no probabilities, or there are no validation rows.
    """
    if validation is None or not len(validation):
        raise TrainingError("train: `calibrate` needs validation rows: set `split: {validation: 0.1}`")
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator

    met = () if validation.target is None else set(validation.target.tolist())
    if missing := len(getattr(estimator, "classes_", ())) - len(met):
        raise TrainingError(
            f"train: `calibrate`: {missing} of the classes have no validation row: raise `split: {{validation: ...}}`, "
            "or split at random"
        )
    corrected = CalibratedClassifierCV(FrozenEstimator(estimator), method=method)
    try:
        return corrected.fit(validation.matrix, validation.target, sample_weight=validation.weight)
    except (ValueError, TypeError, AttributeError) as error:
        raise TrainingError(f"train: probabilities cannot be calibrated: {_first(error)}") from error


def model_of(recipe: Recipe, encoding: Encoding, estimator: Any, target: Target) -> Model:
    """Return a fitted estimator with all that is needed to ask it."""
    return Model(recipe.problem, encoding, estimator, target.name, target.classes, target.positive)


def cheapest_threshold(probability: Any, is_positive: Any, costs: Costs, weight: Any | None = None) -> float:
    """Return the threshold at which wrong decisions cost least; halfway between two probabilities.

    Parameters
    ----------
    probability : numpy.ndarray, (rows,)
        Of the positive class.
    is_positive : numpy.ndarray, (rows,), bool
    costs : Costs
    weight : numpy.ndarray, (rows,), optional

    Examples
    --------
    >>> import numpy as np
    >>> p, y = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True])
    >>> [round(cheapest_threshold(p, y, Costs(**{wrong: 10})), 2) for wrong in ("false_negative", "false_positive")]
    [0.25, 0.75]
    """
    import numpy as np

    weight = np.ones(len(probability)) if weight is None else weight
    order = np.argsort(probability, kind="stable")
    p, y, w = probability[order], is_positive[order], weight[order]
    missed = np.concatenate([[0.0], np.cumsum(w * y)]) * costs.false_negative
    alarms = np.concatenate([np.cumsum((w * ~y)[::-1])[::-1], [0.0]]) * costs.false_positive
    edges = np.concatenate([[0.0], p, [1.0]])
    middles = (edges[:-1] + edges[1:]) / 2
    allowed = edges[:-1] < edges[1:]
    total = np.where(allowed, missed + alarms, np.inf)
    return float(np.clip(middles[int(total.argmin())], 1e-9, 1 - 1e-9))
