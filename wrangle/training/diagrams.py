"""What diagrams of a model's answers show, as numbers: calibration, confusion, ROC and precision-recall, residuals."""

from __future__ import annotations

from typing import Any

from wrangle.training.answers import Answers

POINTS = 200
"""Points of a curve."""
BINS = 10
"""Bins of a calibration table."""
CLASSES = 20
"""Classes that are shown, the most frequent ones; the others stand together."""
CURVES = 6
"""Classes whose curves are drawn, the most frequent ones."""


def calibration(given: Answers) -> dict[str, Any] | None:
    """Return what was predicted beside what was observed, in bins of as many rows; None without probabilities.

    For many classes: how sure the model was of its answer, beside how often it was right.

    Parameters
    ----------
    given : Answers

    Returns
    -------
    dict
        `bins`: rows, predicted, observed, rising; `error`: the mean distance of the two, weighted (expected
        calibration error); `of`: what is predicted.
    """
    import numpy as np

    if given.said.probabilities is None or not given.classes or not len(given):
        return None
    many = given.classes > 2
    said: Any = given.said.probabilities.max(axis=1) if many else given.score
    true = given.truth == given.said.probabilities.argmax(axis=1) if many else given.is_positive
    weight = np.ones(len(given)) if given.weight is None else given.weight
    edges = np.unique(np.quantile(said, np.arange(1, BINS) / BINS))
    place = np.searchsorted(edges, said, side="right")
    total, predicted, observed = (np.bincount(place, weight * each) for each in (1.0, said, true))
    rows = np.bincount(place)
    bins = [
        {"rows": int(rows[each]), "predicted": predicted[each] / total[each], "observed": observed[each] / total[each]}
        for each in np.flatnonzero(total > 0)
    ]
    error = float(abs(predicted - observed).sum() / total.sum())
    return {"of": "the answer" if many else "the class looked for", "bins": bins, "error": error}


def confusion(given: Answers, labels: list[str]) -> dict[str, Any] | None:
    """Return how many rows of each class were said to be of which; None where there are no classes.

    Parameters
    ----------
    given : Answers
    labels : list of str
        The classes as text, in order.

    Returns
    -------
    dict
        `labels`; `rows`: truth by answer, numbers of rows, unweighted.
    """
    import numpy as np

    if given.truth is None or given.problem not in {"binary", "multiclass", "anomaly"}:
        return None
    count = len(labels)
    cell = given.truth.astype(np.int64) * count + given.said.values
    table = np.bincount(cell, minlength=count * count).reshape(count, count)
    if count > CLASSES:
        kept = np.sort(np.argsort(-table.sum(axis=1), kind="stable")[: CLASSES - 1])
        table = _together(_together(table, kept).T, kept).T
        labels = [*(labels[each] for each in kept), "(others)"]
    return {"labels": labels, "rows": table.tolist()}


def _together(table: Any, kept: Any) -> Any:
    """Return a table with all lines but some added up to the last one."""
    import numpy as np

    return np.vstack([table[kept], np.delete(table, kept, axis=0).sum(axis=0)])


def curves(given: Answers, labels: list[str]) -> list[dict[str, Any]]:
    """Return the ROC and precision-recall curves of the class looked for, or of the most frequent classes.

    Parameters
    ----------
    given : Answers
    labels : list of str
        The classes as text, in order.

    Returns
    -------
    list of dict
        `label`, `rate` (its share of the rows), `roc`: pairs of false and true positive rate, `pr`: pairs of recall and
        precision; at most `POINTS` each. A class without both rows of it and others has no curve.
    """
    ranks_ = given.problem in {"binary", "anomaly"} or given.said.probabilities is not None
    if given.truth is None or given.problem in {"regression", "clustering"} or not ranks_:
        return []
    names = labels if given.classes > 2 else [labels[given.positive]]
    ranked = [
        (label, truth, score)
        for label, (truth, score) in zip(names, given.ranked(), strict=True)
        if score is not None and 0 < truth.sum() < len(truth)
    ]
    ranked.sort(key=lambda each: -int(each[1].sum()))
    return [_curve(label, truth, score, given.weight) for label, truth, score in ranked[:CURVES]]


def _curve(label: str, truth: Any, score: Any, weight: Any | None) -> dict[str, Any]:
    import numpy as np
    from sklearn.metrics import precision_recall_curve, roc_curve

    false_rate, true_rate, _ = roc_curve(truth, score, sample_weight=weight)
    precision, recall, _ = precision_recall_curve(truth, score, sample_weight=weight, drop_intermediate=True)
    return {
        "label": label,
        "rate": float(np.average(truth, weights=weight)),
        "roc": _thinned(false_rate, true_rate),
        "pr": _thinned(recall[::-1], precision[::-1]),
    }


def _thinned(across: Any, up: Any) -> list[list[float]]:
    """Return at most `POINTS` of a curve's points, evenly along its length, both ends among them."""
    import numpy as np

    if len(across) <= POINTS:
        return np.column_stack([across, up]).round(5).tolist()  # type: ignore[no-any-return]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(across), np.diff(up)))])
    places = np.unique(np.searchsorted(along, np.linspace(0, along[-1], POINTS)).clip(0, len(along) - 1))
    return np.column_stack([across[places], up[places]]).round(5).tolist()  # type: ignore[no-any-return]


def residuals(given: Answers) -> dict[str, Any] | None:
    """Return how far answers were off, by what was predicted; None for other problems than regression.

    Returns
    -------
    dict
        `bins`: of as many rows, rising: `predicted` (its mean) and the `quantiles` 5, 25, 50, 75, 95 % of truth less
        answer; `histogram`: `edges` and `rows` of truth less answer between its 0.5 and 99.5 % quantiles.
    """
    import numpy as np

    if given.problem != "regression" or not len(given):
        return None
    said, off = given.said.values, given.truth - given.said.values
    edges = np.unique(np.quantile(said, np.arange(1, 2 * BINS) / (2 * BINS)))
    order = np.argsort(place := np.searchsorted(edges, said, side="right"), kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(place))[:-1])
    bins = [
        {
            "rows": len(part),
            "predicted": float(said[part].mean()),
            "quantiles": np.quantile(off[part], (0.05, 0.25, 0.5, 0.75, 0.95)).tolist(),
        }
        for part in parts
        if len(part)
    ]
    low, high = np.quantile(off, (0.005, 0.995))
    rows, borders = np.histogram(off, bins=30, range=(low, high))
    return {"bins": bins, "histogram": {"edges": borders.tolist(), "rows": rows.tolist()}}
