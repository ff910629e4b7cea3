"""Successive halving of scikit-learn: all candidates on few rows, the better third on three times as many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log
from typing import Any

from wrangle.errors import TrainingError
from wrangle.sections.train import Search
from wrangle.training.folds import Fold
from wrangle.training.space import combinations, distributions
from wrangle.training.trial import Trial, plain

Measure = Callable[[Mapping[str, Any], Fold], float]
"""Options and a fold, which may be of fewer rows -> how good they are there; greater is better."""


def halving(search: Search, folds: Sequence[Fold], measure: Measure, seed: int, at_once: int = 1) -> list[Trial]:
    """Try many combinations on few rows, and the better ones on more; so many values are asked for at a time.

    Raises
    ------
    TrainingError
        There are too few rows for it.
    """
    import numpy as np

    places = np.arange(max(int(max(train.max(), test.max())) for train, test in folds) + 1)
    searching = _searching(search, folds, measure, seed, len(places))
    try:
        _fit(searching, places, at_once)
    except ValueError as error:
        raise TrainingError(f"train: search: {str(error).splitlines()[0]}: take `method: random`") from error
    found = searching.cv_results_
    rows, seconds = found["n_resources"], found["mean_fit_time"] + found["mean_score_time"]
    columns = zip(found["params"], found["mean_test_score"], found["std_test_score"], rows, seconds, strict=True)
    return [
        Trial(plain(options), float(value), float(spread), int(each), float(time_ * len(folds)))
        for options, value, spread, each, time_ in columns
    ]


def _fit(searching: Any, places: Any, at_once: int) -> None:
    import numpy as np
    from joblib import parallel_config

    with parallel_config(backend="threading", n_jobs=at_once):  # threads wait for those who measure
        searching.fit(places.reshape(-1, 1), np.zeros(len(places)))


def _searching(search: Search, folds: Sequence[Fold], measure: Measure, seed: int, rows: int) -> Any:
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401  # scikit-learn asks for it
    from sklearn.model_selection import HalvingRandomSearchCV

    count = int(min(search.trials, combinations(search)))
    least = max(20 * len(folds), rows // 3 ** max(0, round(log(count, 3))))
    return HalvingRandomSearchCV(
        Candidate(measure), distributions(search), n_candidates=count, cv=list(folds), scoring=_told, refit=False,
        random_state=seed, error_score="raise", min_resources=min(least, rows),
    )  # fmt: skip


class Candidate:
    """Options as scikit-learn's searches see them: an estimator whose rows are their places in the training part."""

    def __init__(self, measure: Measure, **options: Any) -> None:
        self.measure = measure
        self.options = options

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002  # scikit-learn's signature
        """Return the options."""
        return {"measure": self.measure, **self.options}

    def set_params(self, **options: Any) -> Candidate:
        """Set options."""
        self.options |= options
        return self

    def fit(self, places: Any, target: Any = None) -> Candidate:  # noqa: ARG002  # scikit-learn's signature
        """Take note of the rows to learn from."""
        self.places = places[:, 0]
        return self

    def value(self, places: Any) -> float:
        """Return what the options are worth, learned from the rows of `fit` and measured on these."""
        return self.measure(plain(self.options), (self.places, places))

    def __sklearn_clone__(self) -> Candidate:
        return Candidate(self.measure, **self.options)

    def __sklearn_tags__(self) -> Any:
        from sklearn.base import BaseEstimator

        return BaseEstimator().__sklearn_tags__()


def _told(candidate: Candidate, places: Any, target: Any = None) -> float:  # noqa: ARG001  # scikit-learn's signature
    return candidate.value(places[:, 0])
