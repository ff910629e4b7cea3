"""Gathers what a training's model is held against: champion, models of `compare`, leaks, fits on fewer rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.bundle.model import Model
from wrangle.schema import schema_of
from wrangle.steps.options import Selector, matching
from wrangle.training.contender import Contender, contender
from wrangle.training.evaluation import Beside
from wrangle.training.fitted import fitted, refitted
from wrangle.training.fitting import model_of
from wrangle.training.leaks import Leak, leaks
from wrangle.training.measured import test_answers
from wrangle.training.named import named_recipe
from wrangle.training.part import PartName
from wrangle.training.work import Work

CURVE_ROWS = 300_000
"""Training rows beyond which no learning curve is drawn: it fits several times more."""


def beside(work: Work, model: Model, options: Mapping[str, Any]) -> Beside:
    """Return what stands beside a model in its evaluation.

    Parameters
    ----------
    work : Work
    model : Model
    options : mapping
        What the search found.
    """
    compared = tuple(_variant(work, name, model, options) for name in work.section.compare)
    curve = work.request.curve and len(work.parts["training"]) <= CURVE_ROWS and not work.prepared.gatherer.on_disk
    return Beside(
        champion=_champion(work, model),
        compared=compared,
        refit=(lambda part: refitted(work, part, options)) if curve and work.section.target is not None else None,
        things=_things(work),
        chosen=options,
        leaks=(*_made_of_target(work), *_leaks(work, model)),
    )


def _leaks(work: Work, model: Model) -> tuple[Leak, ...]:
    training, test = work.parts["training"], work.parts["test"]
    keys = _keys(work) if work.section.key else None
    return tuple(leaks(training, test, work.encoding, problem=model.problem, keys=keys, seed=work.section.seed))


def _keys(work: Work) -> dict[PartName, pl.DataFrame]:
    return {name: work.prepared.gatherer.keys(name) for name in work.parts}


def _made_of_target(work: Work) -> tuple[Leak, ...]:
    names = work.prepared.made_of_target
    if not names:
        return ()
    text = (
        f"the steps make {', '.join(map(repr, names))} of the target {work.section.target!r}, which is not there "
        "when serving: leave them out of `features`"
    )
    return (Leak("target", names, 1.0, text),)


def _things(work: Work) -> dict[PartName, pl.DataFrame]:
    """Return the key columns of each part's rows but for the time."""
    if work.section.key is None:
        return {}
    return {name: frame.drop(work.section.split.by or (), strict=False) for name, frame in _keys(work).items()}


def _variant(work: Work, name: str, model: Model, chosen: Mapping[str, Any]) -> Contender:
    """Return what another model of `compare` says of the test rows."""
    variant, section, target = work.section.compare[name], work.section, work.prepared.target
    estimator = variant.estimator or section.estimator
    recipe = named_recipe(section, target, estimator, variant.options or ({} if variant.estimator else section.options))
    features = work.prepared.features if variant.features is None else _chosen(work, variant.features)
    encoding = work.encoding_of(recipe, features)
    parts = work.prepared.parts(encoding)
    options = chosen if variant.estimator is None and not variant.options else {}
    other = model_of(recipe, encoding, fitted(work, recipe, encoding, parts, options), target)
    work.request.say("compare", 1, 1)
    return contender(name, other, parts["test"].matrix, model.classes, note=f"{recipe.name} on {', '.join(features)}")


def _chosen(work: Work, selector: Selector) -> tuple[str, ...]:
    """Return the gathered features that a selector chooses."""
    wanted = work.prepared.gatherer.wanted.features
    types = {each.name: pl.String() if each.kind == "category" else pl.Float64() for each in wanted}
    names = matching(selector, (), schema_of(pl.DataFrame(schema=types)))
    return tuple(each.name for each in wanted if each.name in names)


def _champion(work: Work, model: Model) -> Contender | None:
    bundle = work.request.champion
    if bundle is None:
        return None
    return test_answers(bundle, work.input, work.prepared.division.codes, work.parts["test"], model.classes)
