"""Tries options of an estimator: grid, random, successive halving, Optuna; each trial is kept, so a search resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from wrangle.errors import TrainingError
from wrangle.sections.train import Search
from wrangle.training.folds import Fold
from wrangle.training.halving import halving
from wrangle.training.journal import Journal, Value
from wrangle.training.space import combinations, drawn, every, method_of, suggested
from wrangle.training.trial import Found, Trial, plain

Progress = Callable[[int, int], None]


def run_search(
    search: Search,
    folds: Sequence[Fold],
    measure: Value,
    *,
    seed: int,
    journal: Journal,
    progress: Progress | None = None,
) -> Found:
    """Try options on folds, and return the best.

    Parameters
    ----------
    search : Search
    folds : sequence of Fold
    measure : callable
        Options and a fold -> how good they are there; greater is better.
    seed : int
        Decides what is drawn.
    journal : Journal
        What was measured before is not measured again.
    progress : callable, optional
        Is told the number of fits that are done, and how many there will be (0: not known).

    Raises
    ------
    TrainingError
        No combination could be measured, or a grid is asked of a range, or Optuna is not installed.
    """
    method = method_of(search)
    trials = _METHODS[method](_Trying(search, folds, measure, seed, journal, progress))
    largest = max(trial.rows for trial in trials)
    whole = [trial for trial in trials if trial.rows == largest and not isnan(trial.value)]
    if not whole:
        raise TrainingError("train: search: the metric can be told of no fold: take fewer folds or another metric")
    best = max(whole, key=lambda trial: trial.value)
    return Found(best.options, trials, method)


@dataclass
class _Trying:
    search: Search
    folds: Sequence[Fold]
    measure: Value
    seed: int
    journal: Journal
    progress: Progress | None
    done: int = 0

    def trials(self, candidates: Iterable[Mapping[str, Any]], count: int) -> list[Trial]:
        """Return what each candidate is worth on all folds."""
        return [self.trial(options, count) for options in candidates]

    def trial(self, options: Mapping[str, Any], count: int) -> Trial:
        """Return what one candidate, of so many, is worth on all folds."""
        import numpy as np

        options = plain(options)
        values = [self.fold(options, fold, count * len(self.folds)) for fold in self.folds]
        found = np.array([value for value, _ in values])
        rows = max(len(train) for train, _ in self.folds)
        return Trial(options, float(found.mean()), float(found.std()), rows, sum(seconds for _, seconds in values))

    def fold(self, options: Mapping[str, Any], fold: Fold, total: int = 0) -> tuple[float, float]:
        """Return what options are worth on a fold, and the seconds that took."""
        found = self.journal.value(options, fold, self.measure)
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, total)
        return found

    def value(self, options: Mapping[str, Any], fold: Fold) -> float:
        """Return what options are worth on a fold."""
        return self.fold(options, fold)[0]


def _grid(trying: _Trying) -> list[Trial]:
    search = trying.search
    if ranges := [name for name, values in search.parameters.items() if isinstance(values, Mapping)]:
        raise TrainingError(f"train: search: a grid needs lists, and {ranges[0]!r} is a range: `method: random`")
    found = list(every(search))
    return trying.trials(found, len(found))


def _random(trying: _Trying) -> list[Trial]:
    search = trying.search
    if combinations(search) < search.trials:
        return _grid(trying)
    return trying.trials(drawn(search, search.trials, trying.seed), search.trials)


def _halving(trying: _Trying) -> list[Trial]:
    return halving(trying.search, trying.folds, trying.value, trying.seed)


def _optuna(trying: _Trying) -> list[Trial]:
    try:
        import optuna
    except ImportError as error:
        raise TrainingError("train: search: optuna is not installed: pip install 'wrangle[optuna]'") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search, trials = trying.search, []

    def objective(trial: Any) -> float:
        options = {name: suggested(trial, name, values) for name, values in search.parameters.items()}
        trials.append(trying.trial(options, search.trials))
        return trials[-1].value

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=trying.seed))
    study.optimize(objective, n_trials=search.trials)
    return trials


_METHODS: Mapping[str, Callable[[_Trying], list[Trial]]] = {
    "grid": _grid,
    "random": _random,
    "halving": _halving,
    "optuna": _optuna,
}
