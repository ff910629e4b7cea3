"""Finds estimators by name: short names for good defaults, full names of scikit-learn, LightGBM and XGBoost.

Nothing else can be named, so no text in a rule file can import or run code.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import isabstract, isclass, signature
from itertools import takewhile
from pkgutil import iter_modules
from typing import Any

from wrangle.bundle.asking import Problem
from wrangle.errors import TrainingError, did_you_mean
from wrangle.training.options import hold_options

_BOOSTING, _FOREST, _NEIGHBORS = "sklearn.ensemble.HistGradientBoosting", "sklearn.ensemble.RandomForest", "KNeighbors"
_KMEANS, _ISOLATION = "sklearn.cluster.KMeans", "sklearn.ensemble.IsolationForest"

SHORT: Mapping[str, Mapping[str, str]] = {
    "auto": {
        "regression": f"{_BOOSTING}Regressor",
        "classes": f"{_BOOSTING}Classifier",
        "clustering": _KMEANS,
        "anomaly": _ISOLATION,
    },
    "linear": {"regression": "sklearn.linear_model.Ridge", "classes": "sklearn.linear_model.LogisticRegression"},
    "forest": {"regression": f"{_FOREST}Regressor", "classes": f"{_FOREST}Classifier"},
    "neighbors": {
        "regression": f"sklearn.neighbors.{_NEIGHBORS}Regressor",
        "classes": f"sklearn.neighbors.{_NEIGHBORS}Classifier",
    },
    "kmeans": {"clustering": _KMEANS},
    "isolation_forest": {"anomaly": _ISOLATION},
}
"""Short name -> problem -> estimator; `classes` stands for two and more."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "sklearn.linear_model.LogisticRegression": {"max_iter": 1000},
    f"{_FOREST}Regressor": {"n_estimators": 200, "min_samples_leaf": 2, "n_jobs": -1},
    f"{_FOREST}Classifier": {"n_estimators": 200, "min_samples_leaf": 2, "n_jobs": -1},
    _ISOLATION: {"n_estimators": 200},
}
"""Options that a short name sets where the rule file does not."""

FOREIGN: Mapping[str, tuple[str, ...]] = {
    "lightgbm": ("LGBMClassifier", "LGBMRegressor"),
    "xgboost": (
        "XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor", "dask.DaskXGBClassifier",
        "dask.DaskXGBRegressor",
    ),
}  # fmt: skip
"""Extra -> the estimators of it that may be named."""

SHARED: Mapping[str, str] = {
    "xgboost.dask.DaskXGBClassifier": "xgboost.XGBClassifier",
    "xgboost.dask.DaskXGBRegressor": "xgboost.XGBRegressor",
}
"""What the workers of a cluster fit together -> what comes of it, and fits on one machine: another model."""

_SPOKEN = {"classes": "classes", "regression": "numbers", "clustering": "clusters", "anomaly": "anomalies"}


@dataclass(frozen=True)
class Choice:
    """An estimator that was named, with its options."""

    name: str
    """Its full name."""
    cls: type
    """Its class; of `SHARED`, that of one machine."""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def library(self) -> str:
        """The package that it is from."""
        return self.name.partition(".")[0]

    @property
    def takes_levels(self) -> bool:
        """Whether it takes level numbers of categories as they are."""
        return self.cls.__name__.startswith("HistGradientBoosting")

    def make(self, more: Mapping[str, Any] | None = None) -> Any:
        """Return an estimator that is not fitted, with its options and some more.

        Raises
        ------
        TrainingError
            An option is not known, or its value is not taken.
        """
        options = {**self.options, **(more or {})}
        try:
            made = self.cls(**options)
            if hasattr(made, "_parameter_constraints"):
                made._validate_params()  # noqa: SLF001  # the only way to ask before the long work
        except (TypeError, ValueError) as error:
            raise TrainingError(f"train: {self.name}: {_sentence(error)}") from error
        return made


def _sentence(error: Exception) -> str:
    first = str(error).splitlines()[0]
    return first if isinstance(error, ValueError) else f"{first}: name another estimator"


def kind_of(problem: str) -> str:
    """Return the kind of a problem: two classes and more are of one kind.

    Examples
    --------
    >>> kind_of("multiclass")
    'classes'
    """
    return "classes" if problem in {"binary", "multiclass"} else problem


def choose(name: str, problem: Problem, options: Mapping[str, Any] | None = None) -> Choice:
    """Return the estimator that a name stands for.

    Parameters
    ----------
    name : str
        A short name, or a full one.
    problem : str
        What is asked of it.
    options : mapping, optional
        Its options.

    Raises
    ------
    TrainingError
        The name is not allowed or unknown, does not fit the problem, or an option is unknown. The message names the
        closest.

    Examples
    --------
    >>> choose("linear", "binary").name
    'sklearn.linear_model.LogisticRegression'
    """
    kind = kind_of(problem)
    if name in SHORT:
        if kind not in SHORT[name]:
            fitting = " or ".join(short for short, kinds in SHORT.items() if kind in kinds)
            raise TrainingError(f"train: the estimator {name!r} is not for {problem}: take {fitting}")
        full = SHORT[name][kind]
        return _choice(full, {**DEFAULTS.get(full, {}), **(options or {})})
    choice = _choice(name, options or {})
    found = kind_of_class(choice.cls)
    if found != kind:
        what = (
            f"finds {_SPOKEN[found]}" if found in {"clustering", "anomaly"} else f"predicts {_SPOKEN.get(found, '?')}"
        )
        raise TrainingError(f"train: {name} {what}, and the problem is {problem}: {_other(name, kind)}")
    return choice


def _other(name: str, kind: str) -> str:
    swap = name.replace("Classifier", "Regressor") if kind == "regression" else name.replace("Regressor", "Classifier")
    if swap != name and (swap in scikit_learn() or swap.partition(".")[2] in FOREIGN.get(swap.partition(".")[0], ())):
        return f"take {swap}, or say `problem:`"
    return "take `estimator: auto`, or say `problem:`"


def kind_of_class(cls: type) -> str:
    """Return what an estimator class finds: `classes`, `regression`, `clustering` or `anomaly`; else nothing.

    Examples
    --------
    >>> from sklearn.linear_model import Ridge
    >>> kind_of_class(Ridge)
    'regression'
    """
    from sklearn.base import ClassifierMixin, ClusterMixin, OutlierMixin, RegressorMixin

    mixins = zip((ClassifierMixin, RegressorMixin, ClusterMixin, OutlierMixin), _SPOKEN, strict=True)
    return next((kind for mixin, kind in mixins if issubclass(cls, mixin)), "")


def _choice(name: str, options: Mapping[str, Any]) -> Choice:
    cls = find(name)
    hold_options(name, [cls], options)
    return Choice(name, cls, options)


def find(name: str) -> Any:
    """Return the class of a full name.

    Raises
    ------
    TrainingError
        The name is not one that may be named, or its package is not installed.
    """
    package, _, last = name.partition(".")
    if package in FOREIGN:
        cls = _foreign(package, last)
        return cls if name not in SHARED else find(SHARED[name])
    if (cls := _named(name)) is not None:
        return cls
    known = scikit_learn()
    inside = {full.rpartition(".")[2]: full for full in known}
    if right := inside.get(name.rpartition(".")[2]):
        raise TrainingError(f"train: there is no estimator {name!r}: did you mean {right!r}?")
    if name.startswith("sklearn."):
        raise TrainingError(f"train: scikit-learn has no estimator {name!r}: {did_you_mean(name, known)}")
    close = did_you_mean(name, [*SHORT, *known])
    raise TrainingError(
        f"train: {name!r} is no estimator that may be named: take a short name ({', '.join(SHORT)}) or a full one of "
        f"sklearn.*, lightgbm.*, xgboost.*" + (f"; {close}" if close.startswith("did") else "")
    )


def _foreign(package: str, last: str) -> Any:
    if last not in FOREIGN[package]:
        raise TrainingError(f"train: {package} has no estimator {last!r}: {did_you_mean(last, FOREIGN[package])}")
    try:
        module, _, name = f"{package}.{last}".rpartition(".")
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        extra = "-".join((package, *last.split(".")[:-1]))
        raise TrainingError(f"train: {package}.{last} is not installed: pip install 'wrangle[{extra}]'") from error


def _named(name: str) -> Any | None:
    """Return a class of scikit-learn by its full name; None where it is not one of `scikit_learn()`.

    That takes two seconds, as it imports all of scikit-learn; this imports the one module that is named.
    """
    from sklearn.base import BaseEstimator

    module, _, last = name.rpartition(".")
    if module not in _modules() or last.startswith("_"):
        return None
    cls: Any = getattr(importlib.import_module(module), last, None)
    is_estimator = isclass(cls) and issubclass(cls, BaseEstimator)
    return cls if is_estimator and _full_name(cls) == name and _makeable(cls) else None


def _modules() -> frozenset[str]:
    """Return the public modules of scikit-learn that `sklearn.utils.all_estimators` looks into, importing none."""
    import sklearn

    found = {each.name for each in iter_modules(sklearn.__path__) if not each.name.startswith("_")}
    return frozenset(f"sklearn.{name}" for name in found - {"conftest", "experimental", "externals"})


def _full_name(cls: type) -> str:
    """Return the name under which a class is public."""
    home = takewhile(lambda part: not part.startswith("_"), cls.__module__.split("."))
    return ".".join((*home, cls.__name__))


@cache
def scikit_learn() -> Mapping[str, Any]:
    """Return full name -> class of all estimators of scikit-learn that can be made without others."""
    from sklearn.utils import all_estimators

    return {_full_name(cls): cls for _, cls in all_estimators() if _makeable(cls)}


def _makeable(cls: type) -> bool:
    """Tell whether an estimator finds something by itself, and can be made without another one."""
    needed = (each for each in signature(cls).parameters.values() if each.default is each.empty)
    return bool(kind_of_class(cls)) and not isabstract(cls) and not any(needed)
