"""Tries options of an estimator: grid, random, successive halving, Optuna; each trial is kept, so a search resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isnan
from threading import Lock
from typing import Any

from wrangle.errors import TrainingError
from wrangle.sections.train import Search
from wrangle.training.folds import Fold
from wrangle.training.halving import halving
from wrangle.training.journal import Journal, Value
from wrangle.training.space import combinations, drawn, every, method_of, suggested
from wrangle.training.trial import Found, Trial, plain

Progress = Callable[[int, int], None]
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Calls a function with each item, as `map` does; maybe with several at a time."""


def run_search(  # noqa: PLR0913  # options by name
    search: Search,
    folds: Sequence[Fold],
    measure: Value,
    *,
    seed: int,
    journal: Journal,
    progress: Progress | None = None,
    at_once: int = 1,
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
    at_once : int
        How many values are asked for at a time: more than one where others measure. What is found is the same.

    Raises
    ------
    TrainingError
        No combination could be measured, or a grid is asked of a range, or Optuna is not installed.
    """
    method = method_of(search)
    with _several(at_once) as each:
        trials = _METHODS[method](_Trying(search, folds, measure, seed, journal, progress, each, at_once))
    largest = max(trial.rows for trial in trials)
    whole = [trial for trial in trials if trial.rows == largest and not isnan(trial.value)]
    if not whole:
        raise TrainingError("train: search: the metric can be told of no fold: take fewer folds or another metric")
    best = max(whole, key=lambda trial: trial.value)
    return Found(best.options, trials, method)


@contextmanager
def _several(at_once: int) -> Iterator[Each]:
    """Yield what calls a function with many things; where it is broken off, what has not begun is left."""
    if at_once == 1:
        yield map
        return
    pool = ThreadPoolExecutor(at_once, "search")
    try:
        yield pool.map
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@dataclass
class _Trying:
    search: Search
    folds: Sequence[Fold]
    measure: Value
    seed: int
    journal: Journal
    progress: Progress | None
    each: Each = map
    at_once: int = 1
    done: int = 0
    lock: Lock = field(default_factory=Lock)

    def trials(self, candidates: Iterable[Mapping[str, Any]], count: int) -> list[Trial]:
        """Return what each of so many candidates is worth on all folds."""
        listed, total = [plain(options) for options in candidates], count * len(self.folds)
        pairs = [(options, fold) for options in listed for fold in self.folds]
        values = iter(self.each(lambda pair: self.fold(pair[0], pair[1], total), pairs))
        return [self._trial(options, [next(values) for _ in self.folds]) for options in listed]

    def _trial(self, options: dict[str, Any], values: Sequence[tuple[float, float]]) -> Trial:
        import numpy as np

        found = np.array([value for value, _ in values])
        rows = max(len(train) for train, _ in self.folds)
        return Trial(options, float(found.mean()), float(found.std()), rows, sum(seconds for _, seconds in values))

    def fold(self, options: Mapping[str, Any], fold: Fold, total: int = 0) -> tuple[float, float]:
        """Return what options are worth on a fold, and the seconds that took."""
        found = self.journal.value(options, fold, self.measure)
        with self.lock:
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
    return halving(trying.search, trying.folds, trying.value, trying.seed, trying.at_once)


def _optuna(trying: _Trying) -> list[Trial]:
    try:
        import optuna
    except ImportError as error:
        raise TrainingError("train: search: optuna is not installed: pip install 'wrangle[optuna]'") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search, trials = trying.search, []

    def objective(trial: Any) -> float:
        options = {name: suggested(trial, name, values) for name, values in search.parameters.items()}
        trials.extend(trying.trials([options], search.trials))
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
