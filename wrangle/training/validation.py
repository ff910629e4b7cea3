"""Takes rows for validation from the training part, where a training needs them and the rule file names none."""

from __future__ import annotations

from typing import Any

from wrangle.sections.train import Costs, Split, Train
from wrangle.training.estimators import SHORT

MANY = 10_000
"""Rows beyond which histogram boosting stops early by itself."""


def with_validation(section: Train, own: Any, rows: int | None) -> tuple[Split, tuple[str, ...]]:
    """Return the split with a share for validation where it is needed, and what was done, in words.

    Parameters
    ----------
    section : Train
    own : object, optional
        An estimator brought from Python.
    rows : int, optional
        The number of raw rows, where it is known.

    Examples
    --------
    >>> with_validation(Train(target="a", calibrate="sigmoid"), None, 100)[0].validation
    0.1
    """
    split = section.split
    if split.validation or not _needed(section, own, rows):
        return split, ()
    share = round(min(0.1, (1 - split.test) / 4), 3)
    note = f"validation: {share:.0%} of the rows are taken from training, for what `train` asks"
    return split.model_copy(update={"validation": share}), (note,)


def _needed(section: Train, own: Any, rows: int | None) -> bool:
    boosting = section.early_stopping is True or (section.early_stopping is None and _stops_early(section, own, rows))
    return section.calibrate != "none" or isinstance(section.threshold, Costs) or boosting


def _stops_early(section: Train, own: Any, rows: int | None) -> bool:
    """Tell whether the estimator stops early by itself on so many rows."""
    named = "" if own is not None else section.estimator
    full = SHORT[named].get("classes", "") if named in SHORT else named
    return "HistGradientBoosting" in full and rows is not None and rows > MANY and section.target is not None
