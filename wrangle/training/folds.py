"""Cuts training rows into folds for cross-validation, in the way the rows were divided before."""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.errors import TrainingError
from wrangle.sections.train import Split
from wrangle.training.part import Part
from wrangle.training.split import duration

Fold = tuple[Any, Any]
"""Places of the rows to learn from, and of those to measure on; numpy arrays."""


def folds_of(part: Part, how: str, count: int, split: Split, *, classes: bool, seed: int) -> list[Fold]:
    """Return folds of a part: by time the past tells the future, by group or key whole groups stay together.

    Parameters
    ----------
    part : Part
    how : str
        How the rows were divided: `random`, `time`, `group` or `hash`.
    count : int
        How many folds.
    split : Split
        Its gap is kept before each fold.
    classes : bool
        Whether random folds are stratified by the target.
    seed : int
        Decides what is drawn.

    Raises
    ------
    TrainingError
        There are fewer rows, groups or members of a class than folds.
    """
    if len(part) < 2 * count:
        raise TrainingError(
            f"train: {len(part)} training rows are too few for {count} folds: set `search: {{folds: 2}}`"
        )
    if how == "time":
        return _by_time(part, count, split)
    if how in {"group", "hash"}:
        return _by_group(part, count)
    return _at_random(part, count, classes=classes, seed=seed)


def _by_time(part: Part, count: int, split: Split) -> list[Fold]:
    from sklearn.model_selection import TimeSeriesSplit

    assert part.by is not None
    order = part.by.arg_sort().to_numpy()
    found = [(order[train], order[test]) for train, test in TimeSeriesSplit(count).split(order)]
    if split.gap is None:
        return found
    span = duration(split.gap) if part.by.dtype.is_temporal() else float(split.gap)
    apart = [(train[_before(part.by, train, part.by[test].min(), span)], test) for train, test in found]
    if not all(len(train) for train, _ in apart):
        raise TrainingError(
            f"train: the gap of {split.gap} leaves a fold no rows to learn from: set `search: {{folds: 2}}`, or a "
            "shorter `gap`"
        )
    return apart


def _before(by: pl.Series, places: Any, border: Any, span: Any) -> Any:
    return (by[places] < border - span).to_numpy()


def _by_group(part: Part, count: int) -> list[Fold]:
    from sklearn.model_selection import GroupKFold

    assert part.by is not None
    groups = part.by.rank("dense").fill_null(0).to_numpy()
    if len(set(groups.tolist())) < count:
        raise TrainingError(f"train: there are fewer groups than {count} folds: set `search: {{folds: 2}}`")
    return list(GroupKFold(count).split(groups, groups=groups))


def _at_random(part: Part, count: int, *, classes: bool, seed: int) -> list[Fold]:
    import numpy as np
    from sklearn.model_selection import KFold, StratifiedKFold

    if not classes:
        return list(KFold(count, shuffle=True, random_state=seed).split(part.rows))
    target: Any = part.target
    rarest = int(np.unique(target, return_counts=True)[1].min())
    if rarest < count:
        raise TrainingError(
            f"train: a class has {rarest} training rows, fewer than {count} folds: set `search: {{folds: 2}}`, or "
            "merge it with another"
        )
    return list(StratifiedKFold(count, shuffle=True, random_state=seed).split(part.rows, target))
