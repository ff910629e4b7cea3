"""How much worse a model gets when one feature is shuffled: which features it lives on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.bundle.model import Model
from wrangle.training.answers import answers
from wrangle.training.metrics import gain
from wrangle.training.part import Part

ROWS = 10_000
"""Test rows that are looked at."""
ASKED = 500_000
"""Rows that the model is asked about in all: of more features, fewer rows are looked at."""
LEAST = 2_000
"""Rows that are looked at of however many features."""
REPEATS = 5


@dataclass(frozen=True)
class Importance:
    """What shuffling a feature costs."""

    feature: str
    mean: float
    """By how much the deciding metric gets worse; below 0: better."""
    spread: float
    """The standard deviation over the repeats."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"feature": self.feature, "mean": self.mean, "spread": self.spread}


class _ByPlaces:
    """Stands for a model towards scikit-learn: a column for each feature, of places of rows to take it from.

    Shuffling a column of places shuffles all columns of the matrix that the feature is encoded in.
    """

    def __init__(self, model: Model, part: Part, columns: Sequence[Sequence[int]]) -> None:
        self.model, self.part, self.columns = model, part, columns

    def fit(self, *_: Any) -> None:
        """Be what scikit-learn takes for an estimator; the model is fitted already."""

    def asked(self, places: Any) -> Part:
        """Return the rows with each feature taken from its own places."""
        import numpy as np

        matrix = np.empty_like(self.part.matrix)
        for number, columns in enumerate(self.columns):
            for column in columns:
                matrix[:, column] = self.part.matrix[places[:, number], column]
        return Part(matrix, self.part.target, self.part.rows, self.part.weight)


def importance(model: Model, test: Part, name: str, *, seed: int) -> list[Importance]:
    """Return the permutation importance of each feature, the greatest first, by scikit-learn on a sample of rows.

    Parameters
    ----------
    model : Model
    test : Part
    name : str
        The deciding metric.
    seed : int

    Returns
    -------
    list of Importance
        By feature, not by column of the matrix; empty where the metric cannot be told.
    """
    import numpy as np
    from sklearn.inspection import permutation_importance

    features = model.encoding.features
    limit = min(ROWS, max(LEAST, ASKED // (max(len(features), 1) * REPEATS)))
    part = sample(test, limit, seed)
    if not len(part) or not np.isfinite(gain(name, answers(model, part, seed=seed))):
        return []
    places = np.tile(np.arange(len(part))[:, None], (1, len(features)))
    found = permutation_importance(
        _ByPlaces(model, part, columns_of(model.encoding)),
        places,
        part.target,
        scoring=_scoring(name, seed),
        n_repeats=REPEATS,
        random_state=seed,
    )
    each = zip(features, found.importances_mean, found.importances_std, strict=True)
    ordered = [Importance(feature.name, float(mean), float(spread)) for feature, mean, spread in each]
    return sorted(ordered, key=lambda one: (-one.mean, one.feature))


def _scoring(name: str, seed: int) -> Callable[..., float]:
    def scoring(asking: _ByPlaces, places: Any, _: Any) -> float:
        return gain(name, answers(asking.model, asking.asked(places), seed=seed))

    return scoring


def columns_of(encoding: Encoding) -> list[list[int]]:
    """Return for each feature the columns of the matrix that it is encoded in."""
    found: list[list[int]] = []
    start = 0
    for feature in encoding.features:
        one_hot = feature.kind == "category" and encoding.style == "one_hot"
        width = len(feature.levels) if one_hot else 1
        found.append(list(range(start, start + width)))
        start += width
    return found


def sample(part: Part, limit: int, seed: int) -> Part:
    """Return a part, or a seeded sample of its rows in their order where there are more than the limit."""
    import numpy as np

    if len(part) <= limit:
        return part
    return part.take(np.sort(np.random.default_rng(seed).choice(len(part), limit, replace=False)))
