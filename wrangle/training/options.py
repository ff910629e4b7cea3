"""Tells which options an estimator knows; those of LightGBM and XGBoost take any, and leave the unknown ones unused."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Search


def known_options(cls: type, asked: Mapping[str, Any]) -> list[str]:
    """Return the options that an estimator class knows by any name, those that are asked for among them.

    Parameters
    ----------
    cls : type
        A class of scikit-learn, LightGBM or XGBoost.
    asked : mapping
        Options with a value each: XGBoost is asked about those that are not in its signature.

    Examples
    --------
    >>> from sklearn.linear_model import Ridge
    >>> "alpha" in known_options(Ridge, {})
    True
    """
    own: set[str] = set(cls().get_params(deep=False))
    more = _MORE.get(cls.__module__.partition(".")[0])
    return sorted(own | more(cls, asked) if more and set(asked) - own else own)


def hold_options(name: str, classes: Iterable[type], options: Mapping[str, Any]) -> None:
    """Hold options against the classes that a name may stand for.

    Raises
    ------
    TrainingError
        None of them knows an option; the message names the closest.
    """
    known = sorted({each for cls in classes for each in known_options(cls, options)})
    for option in options:
        if option not in known:
            raise TrainingError(f"train: {name} has no option {option!r}: {did_you_mean(option, known)}")


def searched(search: Search) -> dict[str, Any]:
    """Return the options that a search tries, each with one of its values."""
    return {name: _one(values) for name, values in search.parameters.items()}


def _one(values: Any) -> Any:
    if isinstance(values, Mapping):
        return values.get("min")
    return next(iter(values), None) if isinstance(values, (list, tuple)) else values


def _of_lightgbm(cls: type, asked: Mapping[str, Any]) -> set[str]:  # noqa: ARG001  # as for XGBoost
    """Return all parameters and their aliases, by the table of the library; what is asked where there is none."""
    from lightgbm import basic

    table = getattr(getattr(basic, "_ConfigAliases", None), "_get_all_param_aliases", None)
    if table is None:
        return set(asked)
    return {alias for name, aliases in table().items() for alias in (name, *aliases)}


def _of_xgboost(cls: type, asked: Mapping[str, Any]) -> set[str]:
    """Return the options that are used when a few rows are learned: what is not, the library names in a warning."""
    import numpy as np

    made = cls(**asked)
    made.set_params(n_estimators=1, verbosity=1, validate_parameters=True, n_jobs=1, early_stopping_rounds=None)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            made.fit(np.arange(8.0).reshape(-1, 1), np.arange(8) % 2)
        except (ValueError, TypeError):  # a value that is not taken is told when the estimator is fitted
            return set(asked)
    unused = (re.search(r"Parameters: \{(.*?)\} are not used", str(each.message)) for each in said)
    return set(asked) - {name for each in unused if each for name in re.findall(r'"([^"]+)"', each[1])}


_MORE: Mapping[str, Callable[[type, Mapping[str, Any]], set[str]]] = {
    "lightgbm": _of_lightgbm,
    "xgboost": _of_xgboost,
}
