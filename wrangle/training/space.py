"""The options that a search tries: held before it starts, drawn by each method in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Search

FEW = 60
"""Combinations up to which `method: auto` tries all."""


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
    return "grid" if combinations(search) <= FEW else "random"


def combinations(search: Search) -> float:
    """Return how many combinations there are; of a range, without end."""
    most = 1.0
    for values in search.parameters.values():
        most *= float("inf") if isinstance(values, Mapping) else len(values)
    return most


def every(search: Search) -> Iterator[dict[str, Any]]:
    """Yield all combinations."""
    from sklearn.model_selection import ParameterGrid

    yield from ParameterGrid({name: list(values) for name, values in search.parameters.items()})


def drawn(search: Search, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield so many combinations that are drawn, of lists none of them twice."""
    from sklearn.model_selection import ParameterSampler

    yield from ParameterSampler(distributions(search), count, random_state=seed)


def distributions(search: Search) -> dict[str, Any]:
    """Return each option's values, or what draws from their range as scikit-learn does, by `rvs`."""
    return {name: _distribution(name, values) for name, values in search.parameters.items()}


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


def suggested(trial: Any, name: str, values: Any) -> Any:
    """Return the value that a trial of Optuna suggests for an option."""
    if not isinstance(values, Mapping):
        return trial.suggest_categorical(name, list(values))
    low, high, log = _range(name, values)
    whole = isinstance(low, int) and isinstance(high, int)
    return trial.suggest_int(name, low, high, log=log) if whole else trial.suggest_float(name, low, high, log=log)
