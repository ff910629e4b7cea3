"""Makes recipes of what a `train:` section names: estimators with their options and the weights of classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.bundle.model import label_text
from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Train
from wrangle.training.metrics import names_of
from wrangle.training.options import known_options, searched
from wrangle.training.recipe import Recipe, recipe_of
from wrangle.training.space import check_parameters
from wrangle.training.target import Target


def own_recipe(section: Train, own: Any, target: Target) -> Recipe:
    """Return the recipe of the model that is trained, held against metrics and search.

    Parameters
    ----------
    section : Train
    own : object, optional
        An estimator brought from Python, in place of the one that the section names.
    target : Target

    Raises
    ------
    TrainingError
        Estimator, options, metrics or search do not fit the problem.
    """
    recipe = named_recipe(section, target, section.estimator, section.options) if own is None else named_recipe(
        section, target, own, {}
    )  # fmt: skip
    gives = recipe.choice is None or hasattr(recipe.make(Encoding(())), "predict_proba")
    gives = gives or section.calibrate != "none"
    names_of(section, target.problem, probabilities=gives, truth=section.target is not None)
    if section.search is not None and recipe.choice is not None:
        asked = {**recipe.choice.options, **searched(section.search)}
        check_parameters(section.search, known_options(recipe.choice.cls, asked), recipe.name)
    return recipe


def named_recipe(section: Train, target: Target, estimator: Any, options: Mapping[str, Any]) -> Recipe:
    """Return the recipe of an estimator, with seed, weights and early stopping of the section.

    Raises
    ------
    TrainingError
        Estimator, options or class weights do not fit.
    """
    weights = _class_weights(section, target)
    recipe = recipe_of(estimator, target.problem, options, seed=section.seed, class_weight=weights)
    return replace(recipe, early_stopping=section.early_stopping)


def _class_weights(section: Train, target: Target) -> Any:
    given = section.class_weight
    if given is not None and not target.classes:
        raise TrainingError(f"train: `class_weight` is for classes, and the problem is {target.problem}: leave it out")
    if given is None or isinstance(given, str):
        return given
    numbers = {target.number(label): weight for label, weight in given.items()}
    if None in numbers:
        texts = [label_text(each) for each in target.classes]
        unknown = next(label for label in given if target.number(label) is None)
        raise TrainingError(f"train: `class_weight`: there is no class {unknown!r}: {did_you_mean(unknown, texts)}")
    return numbers
