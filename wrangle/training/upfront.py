"""Holds a `train:` section before any data is read: estimators, their options, the search, metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Train
from wrangle.training.estimators import SHORT, choose, find
from wrangle.training.metrics import names_of
from wrangle.training.space import check_parameters
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
            _hold_options(name, options)
    if section.search is not None and estimator is None:
        check_parameters(section.search, known_options(section.estimator), section.estimator)


def _problem(section: Train, estimator: Any) -> Any:
    """Return the problem, as far as section and estimator tell it; None where the data must."""
    if section.problem != "auto":
        return section.problem
    kind = None if estimator is not None else expected(section)
    return "binary" if kind == "classes" else kind


def known_options(name: str) -> list[str]:
    """Return the options of all estimators that a name may stand for; none where any option is taken."""
    classes = {each: find(each) for each in (SHORT[name].values() if name in SHORT else (name,))}
    if any(not each.startswith("sklearn.") for each in classes):
        return []
    return sorted({option for each in classes.values() for option in each().get_params(deep=False)})


def _hold_options(name: str, options: Mapping[str, Any]) -> None:
    """Hold options against all estimators that a short name may stand for, while the problem is not known."""
    known = known_options(name)
    for option in options:
        if known and option not in known:
            raise TrainingError(f"train: {name} has no option {option!r}: {did_you_mean(option, known)}")


def _named(section: Train, estimator: Any) -> list[tuple[str, Mapping[str, Any]]]:
    variants = section.compare.values()
    own = [] if estimator is not None else [(section.estimator, section.options)]
    return own + [(each.estimator, each.options) for each in variants if each.estimator is not None]
