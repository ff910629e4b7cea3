"""Tries options of an estimator: grid, random, successive halving, Optuna; each trial is kept, so a search resumes."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan, log
from pathlib import Path
from typing import Any

from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Search
from wrangle.training.folds import Fold

FEW = 60
"""Combinations up to which `method: auto` tries all."""
Value = Callable[[Mapping[str, Any], Fold], float]
"""Options and a fold -> how good they are there; greater is better."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Trial:
    """One combination of options, measured."""

    options: Mapping[str, Any]
    value: float
    """The mean over the folds; greater is better."""
    spread: float
    """The standard deviation over the folds."""
    rows: int
    """The rows that were learned from, in the largest fold."""
    seconds: float

    def describe(self) -> dict[str, Any]:
        """Return the trial as plain JSON values."""
        return {"options": dict(self.options), "value": self.value, "spread": self.spread, "rows": self.rows,
                "seconds": round(self.seconds, 3)}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a search found."""

    best: Mapping[str, Any]
    trials: Sequence[Trial]
    method: str


@dataclass
class Journal:
    """What was measured so far, by options and rows; in a file, so that a search that was stopped goes on."""

    path: Path | None = None
    about: str = ""
    """A digest of all that a value depends on beside options and rows: data, estimator, metric. What another search
    left in the file counts for nothing here."""
    known: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Digest of options and rows -> value and seconds."""

    def __post_init__(self) -> None:
        if self.path is None or not self.path.exists():
            return
        text = self.path.read_text(encoding="utf-8")
        for line in text.splitlines():
            self._remember(line)
        if text and not text.endswith("\n"):
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n")

    def _remember(self, line: str) -> None:
        try:
            entry = json.loads(line)
            self.known[entry["key"]] = (float(entry["value"]), float(entry["seconds"]))
        except (ValueError, KeyError, TypeError):
            return  # the last line of a search that was killed while it wrote

    def value(self, options: Mapping[str, Any], fold: Fold, measure: Value) -> tuple[float, float]:
        """Return what options are worth on a fold, and the seconds that took: from the journal, or measured now."""
        key = _key(self.about, options, fold)
        if key not in self.known:
            start = time.perf_counter()
            value = float(measure(options, fold))
            self.known[key] = (value, time.perf_counter() - start)
            self._write(key, options)
        return self.known[key]

    def _write(self, key: str, options: Mapping[str, Any]) -> None:
        if self.path is None:
            return
        value, seconds = self.known[key]
        entry = {"key": key, "options": dict(options), "value": value, "seconds": seconds}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, default=str) + "\n")


def _key(about: str, options: Mapping[str, Any], fold: Fold) -> str:
    total = hashlib.sha256(json.dumps([about, options], sort_keys=True, default=str).encode())
    for places in fold:
        total.update(memoryview(places.astype("<i8")).cast("B"))
        total.update(b"|")
    return total.hexdigest()


def check_parameters(search: Search, known: Sequence[str], estimator: str) -> None:
    """Hold the searched options against those of the estimator.

    Raises
    ------
    TrainingError
        An option is not known, or its values are no list and no range.
    """
    if not search.parameters:
        raise TrainingError("train: `search` names no option of the estimator: `search: {learning_rate: [0.03, 0.1]}`")
    for name, values in search.parameters.items():
        if known and name not in known:
            close = did_you_mean(name, [*known, *Search.model_fields])
            raise TrainingError(f"train: search: {estimator} has no option {name!r}: {close}")
        if isinstance(values, Mapping):
            _range(name, values)
        elif not isinstance(values, (list, tuple)) or not values:
            raise TrainingError(f"train: search: {name!r} needs a list of values, or a range {{min: 0.01, max: 1}}")


def _range(name: str, values: Mapping[str, Any]) -> tuple[Any, Any, bool]:
    known = {"min", "max", "log"}
    if set(values) - known or not {"min", "max"} <= set(values):
        raise TrainingError(f"train: search: the range of {name!r} is {{min: ..., max: ..., log: true}}, not {values}")
    low, high, log = values["min"], values["max"], bool(values.get("log", False))
    numbers = all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in (low, high))
    if not numbers or low >= high or (log and low <= 0):
        what = "must go from a smaller to a greater number, and with `log` begin above 0"
        raise TrainingError(f"train: search: the range of {name!r} {what}; not {values}")
    return low, high, log


def method_of(search: Search) -> str:
    """Return the method that `auto` stands for."""
    if search.method != "auto":
        return search.method
    lists = [values for values in search.parameters.values() if not isinstance(values, Mapping)]
    combinations = 1
    for values in lists:
        combinations *= len(values)
    return "grid" if len(lists) == len(search.parameters) and combinations <= FEW else "random"


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
    trying = _Trying(search, folds, measure, seed, journal, progress)
    trials = {"grid": trying.grid, "random": trying.random, "halving": trying.halving, "optuna": trying.optuna}[
        method
    ]()
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

    def grid(self) -> list[Trial]:
        from sklearn.model_selection import ParameterGrid

        if ranges := [name for name, values in self.search.parameters.items() if isinstance(values, Mapping)]:
            raise TrainingError(f"train: search: a grid needs lists, and {ranges[0]!r} is a range: `method: random`")
        combinations = list(ParameterGrid({name: list(each) for name, each in self.search.parameters.items()}))
        return [self._trial(options, self.folds, len(combinations)) for options in combinations]

    def random(self) -> list[Trial]:
        return [self._trial(options, self.folds, self.search.trials) for options in self._drawn(self.search.trials)]

    def halving(self) -> list[Trial]:
        """Successive halving of scikit-learn: all on few rows, the better third on three times as many, and so on."""
        import numpy as np
        from sklearn.experimental import enable_halving_search_cv  # noqa: F401  # scikit-learn asks for it
        from sklearn.model_selection import HalvingRandomSearchCV

        space = {name: _distribution(name, values) for name, values in self.search.parameters.items()}
        count = int(min(self.search.trials, self._most()))
        places = np.arange(max(int(max(train.max(), test.max())) for train, test in self.folds) + 1)
        least = max(20 * len(self.folds), len(places) // 3 ** max(0, round(log(count, 3))))
        searching = HalvingRandomSearchCV(
            Candidate(self), space, n_candidates=count, cv=list(self.folds), scoring=_told, refit=False,
            random_state=self.seed, error_score="raise", min_resources=min(least, len(places)),
        )  # fmt: skip
        try:
            searching.fit(places.reshape(-1, 1), np.zeros(len(places)))
        except ValueError as error:
            raise TrainingError(f"train: search: {str(error).splitlines()[0]}: take `method: random`") from error
        found = searching.cv_results_
        rows, seconds = found["n_resources"], found["mean_fit_time"] + found["mean_score_time"]
        columns = zip(found["params"], found["mean_test_score"], found["std_test_score"], rows, seconds, strict=True)
        return [
            Trial(_plain(options), float(value), float(spread), int(each), float(time_ * len(self.folds)))
            for options, value, spread, each, time_ in columns
        ]

    def optuna(self) -> list[Trial]:
        try:
            import optuna
        except ImportError as error:
            raise TrainingError("train: search: optuna is not installed: pip install 'wrangle[optuna]'") from error
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        trials: list[Trial] = []

        def objective(trial: Any) -> float:
            options = {name: _suggested(trial, name, values) for name, values in self.search.parameters.items()}
            trials.append(self._trial(options, self.folds, self.search.trials))
            return trials[-1].value

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=self.seed))
        study.optimize(objective, n_trials=self.search.trials)
        return trials

    def _drawn(self, count: int) -> Iterator[dict[str, Any]]:
        from sklearn.model_selection import ParameterSampler

        space = {name: _distribution(name, values) for name, values in self.search.parameters.items()}
        yield from ParameterSampler(space, count, random_state=self.seed) if count <= self._most() else self._all()

    def _most(self) -> float:
        """Return how many combinations there are."""
        most = 1.0
        for values in self.search.parameters.values():
            most *= float("inf") if isinstance(values, Mapping) else len(values)
        return most

    def _all(self) -> Iterator[dict[str, Any]]:
        from sklearn.model_selection import ParameterGrid

        yield from ParameterGrid({name: list(values) for name, values in self.search.parameters.items()})

    def _trial(self, options: Mapping[str, Any], folds: Sequence[Fold], combinations: int) -> Trial:
        import numpy as np

        plain = _plain(options)
        values = [self.fold(plain, fold, combinations * len(folds)) for fold in folds]
        found = np.array([value for value, _ in values])
        rows = max(len(train) for train, _ in folds)
        return Trial(plain, float(found.mean()), float(found.std()), rows, sum(seconds for _, seconds in values))

    def fold(self, options: Mapping[str, Any], fold: Fold, total: int = 0) -> tuple[float, float]:
        """Return what options are worth on a fold, and the seconds that took."""
        found = self.journal.value(options, fold, self.measure)
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, total)
        return found

    def __sklearn_clone__(self) -> _Trying:
        return self


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    import numpy as np

    return {name: value.item() if isinstance(value, np.generic) else value for name, value in options.items()}


class Candidate:
    """Options as scikit-learn's searches see them: an estimator whose rows are their places in the training part."""

    def __init__(self, trying: _Trying, **options: Any) -> None:
        self.trying = trying
        self.options = options

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002  # scikit-learn's signature
        """Return the options."""
        return {"trying": self.trying, **self.options}

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
        return self.trying.fold(_plain(self.options), (self.places, places))[0]

    def __sklearn_tags__(self) -> Any:
        from sklearn.base import BaseEstimator

        return BaseEstimator().__sklearn_tags__()


def _told(candidate: Candidate, places: Any, target: Any = None) -> float:  # noqa: ARG001  # scikit-learn's signature
    return candidate.value(places[:, 0])


def _distribution(name: str, values: Any) -> Any:
    if not isinstance(values, Mapping):
        return list(values)
    from scipy.stats import loguniform, randint, uniform

    low, high, log = _range(name, values)
    whole = isinstance(low, int) and isinstance(high, int)
    if whole and not log:
        return randint(low, high + 1)
    if whole:
        return _WholeLog(low, high)
    return loguniform(low, high) if log else uniform(low, high - low)


@dataclass(frozen=True)
class _WholeLog:
    """Whole numbers whose logarithms are spread evenly; scikit-learn draws by `rvs`."""

    low: int
    high: int

    def rvs(self, random_state: Any = None) -> int:
        """Return a number that is drawn."""
        from scipy.stats import loguniform

        drawn: float = loguniform(self.low, self.high).rvs(random_state=random_state)
        return round(drawn)


def _suggested(trial: Any, name: str, values: Any) -> Any:
    if not isinstance(values, Mapping):
        return trial.suggest_categorical(name, list(values))
    low, high, log = _range(name, values)
    whole = isinstance(low, int) and isinstance(high, int)
    return trial.suggest_int(name, low, high, log=log) if whole else trial.suggest_float(name, low, high, log=log)
