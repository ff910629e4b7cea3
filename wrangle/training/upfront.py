"""Holds a `train:` section before any data is read: estimators, their options, the search, metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wrangle.sections.train import Train
from wrangle.training.estimators import SHORT, choose, find
from wrangle.training.metrics import names_of
from wrangle.training.options import hold_options, known_options, searched
from wrangle.training.space import check_parameters
from wrangle.training.stopping import hold_early_stopping
from wrangle.training.target import expected, understand


def check(section: Train, estimator: Any = None) -> None:
    """Hold what can be held before any data is read: estimators, their options, the search, metrics.

    Raises
    ------
    TrainingError
        Something may not be named, is not known, or does not fit.
    """
    if section.target is None:
        understand(section, {})
    problem = _problem(section, estimator)
    if problem is not None:
        names_of(section, problem, truth=section.target is not None)
    for name, options in _named(section, estimator):
        if problem is not None:
            choose(name, problem, options).make()
        else:
            hold_options(name, _classes(name), options)
    hold_early_stopping(section, estimator)
    if section.search is not None and estimator is None:
        asked = {**section.options, **searched(section.search)}
        known = {each for cls in _classes(section.estimator) for each in known_options(cls, asked)}
        check_parameters(section.search, sorted(known), section.estimator)


def _problem(section: Train, estimator: Any) -> Any:
    """Return the problem, as far as section and estimator tell it; None where the data must."""
    if section.problem != "auto":
        return section.problem
    kind = None if estimator is not None else expected(section)
    return "binary" if kind == "classes" else kind


def _classes(name: str) -> list[type]:
    """Return all estimators that a name may stand for, while the problem is not known."""
    return [find(each) for each in (SHORT[name].values() if name in SHORT else (name,))]


def _named(section: Train, estimator: Any) -> list[tuple[str, Mapping[str, Any]]]:
    variants = section.compare.values()
    own = [] if estimator is not None else [(section.estimator, section.options)]
    return own + [(each.estimator, each.options) for each in variants if each.estimator is not None]
