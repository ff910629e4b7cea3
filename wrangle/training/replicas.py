"""Metrics of resampled rows, fast: prepared once from the answers, then asked with how often each row counts.

Each function here takes answers and returns a function of weights; the latter equals what scikit-learn computes with
these sample weights, at the cost of a few passes over the rows and no sorting. Tests hold the two against each other.
Sums are einsum's: in one thread, so in the same order on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

from wrangle.training.answers import Answers
from wrangle.training.scoring import silhouette_rows

Replica = Callable[[Any], float]
"""Takes weights, numpy.ndarray, (rows,), float64; returns the metric, NaN where it cannot be told."""
Preparing = Callable[[Answers], Replica]
NAN = float("nan")


def mean_of(term: Callable[[Answers], Any], finish: Callable[[float], float] = float) -> Preparing:
    """Return a metric that is the mean of a term of each row, or a function of this mean."""

    def prepare(given: Answers) -> Replica:
        import numpy as np

        terms = term(given)

        def replica(weight: Any) -> float:
            total = weight.sum()
            return finish(float(np.einsum("i,i", weight, terms) / total)) if total else NAN

        return replica

    return prepare


def errors(given: Answers) -> Any:
    """Return truth less answer, for each row."""
    return given.truth - given.said.values


def absolute_errors(given: Answers) -> Any:
    """Return how far each answer is off."""
    return abs(errors(given))


def squared_errors(given: Answers) -> Any:
    """Return the square of how far each answer is off."""
    return errors(given) ** 2


def relative_errors(given: Answers) -> Any:
    """Return how far each answer is off, by the truth's size."""
    import numpy as np

    return absolute_errors(given) / np.maximum(abs(given.truth), np.finfo(np.float64).eps)  # as scikit-learn does


def hits(given: Answers) -> Any:
    """Return 1 for each right answer, else 0."""
    import numpy as np

    return (given.truth == given.said.values).astype(np.float64)


def flags(given: Answers) -> Any:
    """Return 1 for each row that is said to be an anomaly, else 0."""
    return given.said.values.astype(float)


def surprises(given: Answers) -> Any:
    """Return the surprise at the truth of each row, in nats."""
    import numpy as np

    probabilities: Any = given.said.probabilities
    probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
    tiny = np.finfo(probabilities.dtype).eps  # as scikit-learn does
    return -np.log(np.clip(probabilities[np.arange(len(given)), given.truth], tiny, 1 - tiny)).astype(np.float64)


def squared_misses(given: Answers) -> Any:
    """Return the squared error of the probabilities of each row: of the class looked for, or over all classes."""
    import numpy as np

    if given.classes == 2:
        return (given.score - given.is_positive).astype(np.float64) ** 2
    probabilities: Any = given.said.probabilities
    return ((probabilities - np.eye(given.classes)[given.truth]) ** 2).sum(axis=1)


def explained(*, bias_counts: bool) -> Preparing:
    """Return the share of the target's variance that is explained; with `bias_counts` that is R2."""

    def prepare(given: Answers) -> Replica:
        import numpy as np

        truth = given.truth - np.mean(given.truth)
        off = errors(given)
        terms = np.stack([np.ones(len(truth)), truth, truth**2, off, off**2])

        def replica(weight: Any) -> float:
            total, first, second, bias, squared = np.einsum("i,ki->k", weight, terms)
            if total <= 0:
                return NAN
            spread = second - first**2 / total
            left = squared if bias_counts else squared - bias**2 / total
            return 1.0 - left / spread if spread > 0 else float(left <= 0)  # as scikit-learn does

        return replica

    return prepare


def median_error(given: Answers) -> Replica:
    """Return the weighted median of how far answers are off."""
    import numpy as np

    off = absolute_errors(given)
    order = np.argsort(off, kind="stable")
    ordered = off[order]

    def replica(weight: Any) -> float:
        summed = np.cumsum(weight[order])
        if not summed[-1]:
            return NAN
        low = np.searchsorted(summed, summed[-1] / 2, side="left")
        high = np.searchsorted(summed, summed[-1] / 2, side="right")
        return float(ordered[low] + ordered[min(high, len(ordered) - 1)]) / 2

    return replica


def of_confusion(formula: Callable[[Any, int], float]) -> Preparing:
    """Return a metric that is a function of the confusion matrix and the number of the class looked for."""

    def prepare(given: Answers) -> Replica:
        import numpy as np

        count = max(given.classes, 2)
        cell = given.truth * count + given.said.values

        def replica(weight: Any) -> float:
            table = np.bincount(cell, weights=weight, minlength=count * count)
            return formula(table.reshape(count, count), given.positive)

        return replica

    return prepare


def of_ranking(formula: Callable[[Any, Any], float]) -> Preparing:
    """Return a metric of the weights of hits and others, in the order of falling scores; see `area` and `precision`."""

    def prepare(given: Answers) -> Replica:
        def replica(weight: Any) -> float:
            counted = (ranking.counts(weight) for ranking in given.rankings)
            found = [value for hit, other in counted if not isnan(value := formula(hit, other))]
            return sum(found) / len(found) if found else NAN

        return replica

    return prepare


def area(hit: Any, other: Any) -> float:
    """Return the area under the ROC curve from the weights of hits and others at each score, falling.

    Examples
    --------
    >>> import numpy as np
    >>> area(np.array([1.0, 0, 1]), np.array([0.0, 1, 1]))
    0.625
    """
    import numpy as np

    hits_, others = hit.sum(), other.sum()
    if not hits_ or not others:
        return NAN
    above = np.cumsum(hit) - hit / 2  # of the same score: half
    return float(above @ other / (hits_ * others))


def precision(hit: Any, other: Any) -> float:
    """Return the average precision from the weights of hits and others at each score, falling.

    Examples
    --------
    >>> import numpy as np
    >>> precision(np.array([1.0, 0, 1]), np.array([0.0, 2, 0]))
    0.75
    """
    import numpy as np

    if not hit.sum() or not other.sum():
        return NAN
    above = np.cumsum(hit)
    all_above = above + np.cumsum(other)
    return float((hit @ (above / np.maximum(all_above, np.finfo(float).tiny))) / above[-1])


def silhouettes(given: Answers) -> Replica:
    """Return the mean silhouette of resampled rows, clusters being what they are."""
    places, found = silhouette_rows(given)

    def replica(weight: Any) -> float:
        counts = weight[places]
        return float(counts @ found / counts.sum()) if len(places) and counts.sum() else NAN

    return replica
