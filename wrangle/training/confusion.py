"""Metrics that are functions of a confusion matrix: rows are the truth, columns what was said."""

from __future__ import annotations

from typing import Any


def _ratio(above: Any, below: Any) -> Any:
    """Return a ratio, 0 where nothing is counted, as scikit-learn with `zero_division=0`."""
    import numpy as np

    return np.divide(above, below, out=np.zeros_like(np.asarray(above, float)), where=np.asarray(below) > 0)


def precisions(table: Any) -> Any:
    """Return for each class which share of those said to be of it are."""
    return _ratio(table.diagonal(), table.sum(axis=0))


def recalls(table: Any) -> Any:
    """Return for each class which share of it was found."""
    return _ratio(table.diagonal(), table.sum(axis=1))


def f1s(table: Any) -> Any:
    """Return for each class the harmonic mean of precision and recall."""
    return _ratio(2 * table.diagonal(), table.sum(axis=0) + table.sum(axis=1))


def precision(table: Any, positive: int) -> float:
    """Return which share of the alarms are right."""
    return float(precisions(table)[positive])


def recall(table: Any, positive: int) -> float:
    """Return which share of the class looked for was found."""
    return float(recalls(table)[positive])


def specificity(table: Any, positive: int) -> float:
    """Return which share of the other class raised no alarm."""
    return float(recalls(table)[1 - positive])


def f1(table: Any, positive: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return float(f1s(table)[positive])


def _macro(of_class: Any, table: Any) -> float:
    occurs = table.sum(axis=0) + table.sum(axis=1) > 0
    return float(of_class[occurs].mean()) if occurs.any() else float("nan")


def precision_macro(table: Any, _: int) -> float:
    """Return the mean precision of the classes."""
    return _macro(precisions(table), table)


def recall_macro(table: Any, _: int) -> float:
    """Return the mean recall of the classes that occur in truth or answers."""
    return _macro(recalls(table), table)


def f1_macro(table: Any, _: int) -> float:
    """Return the mean F1 of the classes."""
    return _macro(f1s(table), table)


def f1_weighted(table: Any, _: int) -> float:
    """Return the mean F1 of the rows' classes."""
    total = table.sum()
    return float(f1s(table) @ table.sum(axis=1) / total) if total else float("nan")


def balanced_accuracy(table: Any, _: int) -> float:
    """Return the mean recall of the classes that occur in the truth."""
    occurs = table.sum(axis=1) > 0
    return float(recalls(table)[occurs].mean()) if occurs.any() else float("nan")


def matthews(table: Any, _: int) -> float:
    """Return the correlation of truth and answer; 0 where one of them is constant.

    References
    ----------
    Gorodkin, J. (2004). Comparing two K-category assignments by a K-category correlation coefficient.

    Examples
    --------
    >>> import numpy as np
    >>> matthews(np.array([[5.0, 0], [0, 5]]), 1)
    1.0
    """
    total, said, true = table.sum(), table.sum(axis=0), table.sum(axis=1)
    above = table.trace() * total - said @ true
    below = (total**2 - said @ said) * (total**2 - true @ true)
    return float(above / below**0.5) if below > 0 else 0.0
