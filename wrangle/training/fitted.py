"""Makes the model of a training: fits the estimator, calibrates it, chooses its threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.bundle.model import Model
from wrangle.errors import TrainingError
from wrangle.sections.train import Costs
from wrangle.training.fitting import calibrated, cheapest_threshold, fit, model_of
from wrangle.training.part import Part, PartName
from wrangle.training.recipe import Recipe, usual_early_stopping
from wrangle.training.sharing import learner
from wrangle.training.spread import spread
from wrangle.training.streaming import fit_streaming
from wrangle.training.work import Work


def fitted_model(work: Work, options: Mapping[str, Any]) -> Model:
    """Return the model: fitted on the training part, corrected on validation.

    Parameters
    ----------
    work : Work
    options : mapping
        What the search found.

    Raises
    ------
    TrainingError
        The estimator refuses the data, or what is corrected on validation has no rows for it.
    """
    work.request.say("fit", 0, 1)
    estimator = fitted(work, work.recipe, work.encoding, work.parts, options)
    model = model_of(work.recipe, work.encoding, estimator, work.prepared.target)
    work.request.say("fit", 1, 1)
    if work.section.calibrate != "none":
        validation = work.parts.get("validation")
        model = replace(model, estimator=calibrated(estimator, work.section.calibrate, validation))
    return replace(model, threshold=_threshold(work, model))


def fitted(
    work: Work, recipe: Recipe, encoding: Encoding, parts: Mapping[PartName, Part], options: Mapping[str, Any]
) -> Any:
    """Return a fitted estimator: in memory, or batch by batch where the matrices lie on disk."""
    if work.prepared.gatherer.on_disk:
        tell = lambda done, total: work.request.say("fit", done, total)  # noqa: E731
        return fit_streaming(recipe, encoding, parts["training"], options, progress=tell)
    validation = parts.get("validation") if usual_early_stopping(recipe) else None
    with spread(work.request.tasks, recipe):
        return fit(recipe, encoding, parts["training"], validation, options, learner(work.request.tasks, recipe))


def refitted(work: Work, part: Part, options: Mapping[str, Any]) -> Model:
    """Return a model of the same recipe that learned from some of the rows, for the learning curve."""
    with spread(work.request.tasks, work.recipe):
        estimator = fit(work.recipe, work.encoding, part, None, options)
    return model_of(work.recipe, work.encoding, estimator, work.prepared.target)


def _threshold(work: Work, model: Model) -> float:
    wanted = work.section.threshold
    if wanted is None or model.positive is None:
        return model.threshold
    if not isinstance(wanted, Costs):
        return wanted
    validation = work.parts.get("validation")
    if validation is None:
        raise TrainingError("train: `threshold` by costs needs validation rows: set `split: {validation: 0.1}`")
    said = model.predict(validation.matrix)
    if said.probabilities is None:
        raise TrainingError(f"train: {work.recipe.name} gives no probabilities to choose a `threshold` by costs")
    is_positive = validation.target == model.positive
    return cheapest_threshold(said.probabilities[:, model.positive], is_positive, wanted, validation.weight)
