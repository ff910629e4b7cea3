"""Tells which estimators can stop early, and refuses `early_stopping` where none of those that are named can."""

from __future__ import annotations

from inspect import signature
from typing import Any

from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.estimators import FOREIGN, SHORT, find, kind_of, kind_of_class, scikit_learn


def stops_early(cls: type) -> bool:
    """Tell whether an estimator can stop when rows that it does not learn from get no better.

    Examples
    --------
    >>> from sklearn.linear_model import Ridge, SGDRegressor
    >>> stops_early(Ridge), stops_early(SGDRegressor)
    (False, True)
    """
    made: Any = cls
    if "early_stopping" in signature(made.__init__).parameters:
        return True
    return "eval_set" in signature(made.fit).parameters and not cls.__name__.startswith("XGBRF")


def hold_early_stopping(section: Train, own: Any = None) -> None:
    """Refuse `early_stopping: true` where no estimator that is named has it.

    Parameters
    ----------
    section : Train
    own : object, optional
        An estimator brought from Python, in place of the one that the section names.

    Raises
    ------
    TrainingError
        None has it; the message names those that do.
    """
    if not section.early_stopping:
        return
    named = [each.estimator for each in section.compare.values() if each.estimator]
    named = named if own is not None else [section.estimator, *named]
    classes = [cls for name in named for cls in _classes(section, name)]
    if any(map(stops_early, classes)):
        return
    what = "an object of your own" if own is not None else section.estimator
    kinds = {kind_of_class(cls) for cls in classes} & {"classes", "regression"} or {"classes", "regression"}
    raise TrainingError(
        f"train: `early_stopping: true`: {what} cannot stop early: leave it out, or take {', '.join(_stopping(kinds))}"
    )


def _classes(section: Train, name: str) -> list[type]:
    """Return the estimators that a name may stand for."""
    if name not in SHORT:
        return [find(name)]
    kinds = {"clustering", "anomaly"} if section.target is None else {"classes", "regression"}
    if section.problem != "auto":
        kinds = {kind_of(section.problem)}
    return [find(full) for kind, full in SHORT[name].items() if kind in kinds]


def _stopping(kinds: set[str]) -> list[str]:
    """Return the names of the estimators that stop early, the short ones first; none that is on its way out."""
    lasting = ((name, cls) for name, cls in scikit_learn().items() if cls.__new__ is object.__new__)
    known = {name: cls for name, cls in lasting if "early_stopping" in signature(cls).parameters}
    short = [name for name, full in SHORT.items() if any(stops_early(find(each)) for each in full.values())]
    full = [name for name, cls in known.items() if kind_of_class(cls) in kinds]
    return [*short, *full, *(f"{package}.*" for package in FOREIGN)]
