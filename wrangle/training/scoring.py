"""Metrics computed by scikit-learn from answers; NaN where rows do not allow an answer, never a warning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wrangle.training.answers import Answers

Scoring = Callable[[Answers], float]
"""Returns the metric of some answers, NaN where it cannot be told."""
SILHOUETTE_ROWS = 5_000
"""Rows that the silhouette is computed from: its work grows with their square."""


def _sklearn(function: str) -> Any:
    import sklearn.metrics

    return getattr(sklearn.metrics, function)


def of_values(function: str, *, least_rows: int = 1, weighted: bool = True, **options: Any) -> Scoring:
    """Return a metric of truth and answers, whatever they are."""

    def scoring(given: Answers) -> float:
        if len(given) < least_rows:
            return float("nan")
        weight = {"sample_weight": given.weight} if weighted else {}
        return float(_sklearn(function)(given.truth, given.said.values, **weight, **options))

    return scoring


def of_positive(function: str, *, negative: bool = False) -> Scoring:
    """Return a metric of the class that is looked for, or of the other one; 0 where nothing is counted."""

    def scoring(given: Answers) -> float:
        label = 1 - given.positive if negative else given.positive
        truth, values = given.truth == label, given.said.values == label
        return float(_sklearn(function)(truth, values, sample_weight=given.weight, zero_division=0))

    return scoring


def of_classes(function: str, average: str) -> Scoring:
    """Return a metric averaged over the classes that occur."""

    def scoring(given: Answers) -> float:
        options: dict[str, Any] = {"average": average, "zero_division": 0, "sample_weight": given.weight}
        return float(_sklearn(function)(given.truth, given.said.values, **options))

    return scoring


def balanced_accuracy(given: Answers) -> float:
    """Return the mean recall of the classes that occur in the truth."""
    import numpy as np

    options: dict[str, Any] = {"labels": np.unique(given.truth), "average": "macro", "zero_division": 0}
    return float(_sklearn("recall_score")(given.truth, given.said.values, sample_weight=given.weight, **options))


def matthews(given: Answers) -> float:
    """Return the correlation of truth and answer; 0 where one of them is constant."""
    import numpy as np

    if len(np.unique(given.truth)) < 2 or len(np.unique(given.said.values)) < 2:
        return 0.0
    return float(_sklearn("matthews_corrcoef")(given.truth, given.said.values, sample_weight=given.weight))


def of_ranks(function: str) -> Scoring:
    """Return a metric of how rows are ranked: of the class looked for, or the mean of each class against the rest."""

    def scoring(given: Answers) -> float:
        found = [
            float(_sklearn(function)(truth, score, sample_weight=given.weight))
            for truth, score in given.ranked()
            if 0 < truth.sum() < len(truth)
        ]
        return sum(found) / len(found) if found else float("nan")

    return scoring


def log_loss(given: Answers) -> float:
    """Return the mean surprise at the truth, in nats."""
    probabilities: Any = given.said.probabilities
    labels = list(range(given.classes))
    return float(_sklearn("log_loss")(given.truth, probabilities, sample_weight=given.weight, labels=labels))


def brier(given: Answers) -> float:
    """Return the mean squared error of the probabilities: of the class looked for, or summed over all classes."""
    weight = given.weight
    if given.classes == 2:
        return float(_sklearn("brier_score_loss")(given.is_positive, given.score, sample_weight=weight))
    options: dict[str, Any] = {"labels": list(range(given.classes)), "sample_weight": weight}
    return float(_sklearn("brier_score_loss")(given.truth, given.said.probabilities, **options))


def silhouette_rows(given: Answers) -> tuple[Any, Any]:
    """Return the places of a seeded sample of rows, and the silhouette of each; empty where there is one cluster."""
    import numpy as np

    places = np.arange(len(given))
    if len(given) > SILHOUETTE_ROWS:
        places = np.sort(np.random.default_rng(given.seed).choice(len(given), SILHOUETTE_ROWS, replace=False))
    found: Any = given.said.values[places]
    if not 2 <= len(np.unique(found)) < len(places):
        return places[:0], np.zeros(0)
    return places, _sklearn("silhouette_samples")(filled(given.matrix, places), found)


def silhouette(given: Answers) -> float:
    """Return how much closer rows are to their own cluster than to the next, on a seeded sample."""
    import numpy as np

    places, found = silhouette_rows(given)
    if not len(places):
        return float("nan")
    return float(np.average(found, weights=None if given.weight is None else given.weight[places]))


def of_clusters(function: str) -> Scoring:
    """Return a metric of clusters from the rows themselves; NaN where there is one cluster, or one for each row."""

    def scoring(given: Answers) -> float:
        import numpy as np

        if not 2 <= len(np.unique(given.said.values)) < len(given):
            return float("nan")
        return float(_sklearn(function)(filled(given.matrix, slice(None)), given.said.values))

    return scoring


def filled(matrix: Any, places: Any) -> Any:
    """Return rows of a matrix with NaN as the mean of their column, as distances need it."""
    import numpy as np

    rows = np.array(matrix[places], dtype=np.float64)
    missing = np.isnan(rows)
    if missing.any():
        known = np.where(missing, 0.0, rows)
        means = known.sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
        rows = np.where(missing, means, rows)
    return rows


def share_flagged(given: Answers) -> float:
    """Return the share of rows that are said to be anomalies."""
    import numpy as np

    return float(np.average(given.said.values, weights=given.weight))
