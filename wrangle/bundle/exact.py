"""Makes estimators answer one row and many rows with the same bits.

Products of matrices are summed in an order that depends on how many rows there are, so scikit-learn's linear models
give other last bits for one row than for a batch (28 % of rows). What is done depends on the kind of estimator:

- linear models, neural networks, k-means: their products are summed in a fixed order, each row by itself;
- trees, forests, boosting, support vector machines with a kernel, neighbours by a tree: are exact as they are;
- what is made of these (pipelines, calibration, bagging, search): the same, with its parts made exact;
- all else, your own classes among them: asked row by row, which is exact by construction.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

CELLS = 1 << 20
"""How many products are in memory at a time."""

ROWS = 1 << 17
"""How many rows an estimator is asked about at a time: scikit-learn copies all that it is given, in float64."""

AS_THEY_ARE = (
    "sklearn.dummy.", "sklearn.ensemble._forest.", "sklearn.ensemble._gb.", "sklearn.ensemble._iforest.",
    "sklearn.ensemble._hist_gradient_boosting.", "sklearn.feature_selection.",
    "sklearn.impute._base.", "sklearn.isotonic.",
    "sklearn.tree.", "sklearn.svm._classes.SVC", "sklearn.svm._classes.NuSVC", "sklearn.svm._classes.SVR",
    "sklearn.svm._classes.NuSVR", "sklearn.svm._classes.OneClassSVM", "sklearn.preprocessing._data.StandardScaler",
    "sklearn.preprocessing._data.MinMaxScaler", "sklearn.preprocessing._data.MaxAbsScaler",
    "sklearn.preprocessing._data.RobustScaler", "sklearn.preprocessing._data.Binarizer",
    "sklearn.preprocessing._data.QuantileTransformer", "sklearn.preprocessing._encoders.",
    "lightgbm.", "xgboost.",
)  # fmt: skip
"""Beginnings of full names of estimators that work on each row by itself."""

MADE_OF_PARTS = (
    "sklearn.frozen.", "sklearn.pipeline.Pipeline",
    "sklearn.calibration.", "sklearn.model_selection.", "sklearn.ensemble._bagging.",
    "sklearn.ensemble._weight_boosting.", "sklearn.multiclass.OneVsRestClassifier", "sklearn.compose._target.",
    "sklearn.linear_model._ransac.RANSACRegressor",
)  # fmt: skip
"""Beginnings of full names of estimators that are exact if their parts are."""


@dataclass(frozen=True)
class Exact:
    """An estimator made exact."""

    estimator: Any
    by_row: bool = False
    """Whether it must be asked for one row at a time."""

    def ask(self, method: str, matrix: Any) -> Any:
        """Return what a method of the estimator says of some rows, at least one.

        Parameters
        ----------
        method : str
        matrix : numpy.ndarray, (rows, columns)
        """
        import numpy as np

        said = getattr(self.estimator, method)
        rows = 1 if self.by_row else ROWS
        parts = (matrix[place : place + rows] for place in range(0, len(matrix), rows))
        found = [np.asarray(said(np.ascontiguousarray(part))) for part in parts]
        return found[0] if len(found) == 1 else np.concatenate(found)


def exact(estimator: Any) -> Exact:
    """Return an estimator that gives the same bits for one row and for many; the one given stays as it is.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import Ridge
    >>> rows = np.random.default_rng(0).normal(size=(50, 9))
    >>> model = exact(Ridge().fit(rows, rows.sum(axis=1)))
    >>> each = [model.ask("predict", rows[place:place + 1])[0] for place in range(50)]
    >>> model.ask("predict", rows).tolist() == each
    True
    """
    made = _made(estimator)
    return Exact(estimator, by_row=True) if made is None else Exact(made)


def _made(estimator: Any) -> Any | None:
    """Return an exact estimator; None where none is known but asking row by row."""
    name = f"{type(estimator).__module__}.{type(estimator).__qualname__}"
    methods = _methods(type(estimator), name)
    if methods is not None:
        estimator = _with_class(estimator, methods)
    if name.startswith(MADE_OF_PARTS):
        return _of_parts(estimator)
    as_it_is = name.startswith(AS_THEY_ARE) or (name.startswith("sklearn.neighbors.") and _by_tree(estimator))
    return _one_thread(estimator) if as_it_is or methods is not None else None


def _by_tree(estimator: Any) -> bool:
    return getattr(estimator, "_fit_method", None) in {"kd_tree", "ball_tree"}


def _one_thread(estimator: Any) -> Any:
    """Return a copy that sums over its trees in one order: threads sum in the order in which they are done."""
    if getattr(estimator, "n_jobs", None) in {None, 1} or not type(estimator).__module__.startswith("sklearn."):
        return estimator
    made = copy.copy(estimator)
    made.n_jobs = 1
    return made


class _UnknownError(Exception):
    """A part is of no kind that can be made exact."""


def _of_parts(estimator: Any) -> Any | None:
    """Return a copy with exact parts; None where one of them cannot be made exact."""
    try:
        made = copy.copy(estimator)
        vars(made).update({name: _part(value) for name, value in vars(estimator).items()})
    except _UnknownError:
        return None
    if getattr(made, "n_jobs", None) not in {None, 1}:
        made.n_jobs = 1
    return made


def _part(value: Any) -> Any:
    """Return a part with the fitted estimators in it made exact."""
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(_part(each) for each in value)
    if not _fitted(value):
        return value
    made = _made(value)
    if made is None:
        raise _UnknownError
    return made


def _fitted(value: Any) -> bool:
    """Tell whether a value is a fitted estimator: it has what fitting leaves behind, or only passes on."""
    from sklearn.base import BaseEstimator

    if not hasattr(value, "__dict__") or isinstance(value, type):
        return False
    if type(value).__name__ in {"_CalibratedClassifier", "FrozenEstimator"}:
        return True
    return isinstance(value, BaseEstimator) and any(name.endswith("_") or name == "steps" for name in vars(value))


def products(rows: Any, weights: Any) -> Any:
    """Return rows @ weights.T, each sum over the columns in one fixed order, in float64.

    Parameters
    ----------
    rows : numpy.ndarray, (rows, columns)
    weights : numpy.ndarray, (outputs, columns)

    Returns
    -------
    numpy.ndarray, (rows, outputs), float64

    Examples
    --------
    >>> import numpy as np
    >>> products(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [0.0, 1.0]])).tolist()
    [[11.0, 2.0]]
    """
    import numpy as np

    rows, weights = np.ascontiguousarray(rows, np.float64), np.ascontiguousarray(weights, np.float64)
    out = np.empty((len(rows), len(weights)))
    height = max(1, CELLS // max(1, weights.size))
    for start in range(0, len(rows), height):
        part = rows[start : start + height, None, :] * weights
        np.add.reduce(part, axis=2, out=out[start : start + height])
    return out


def _linear(self: Any, X: Any) -> Any:  # noqa: N803  # scikit-learn's word
    """Return coef_ . x + intercept_ of each row, of the shape that scikit-learn gives."""
    import numpy as np
    from sklearn.utils.validation import validate_data

    found = products(validate_data(self, X, reset=False), np.atleast_2d(self.coef_)) + self.intercept_
    return found.ravel() if self.coef_.ndim == 1 else found


def _decision(self: Any, X: Any) -> Any:  # noqa: N803
    found = _linear(self, X)
    return found.ravel() if found.ndim > 1 and found.shape[1] == 1 else found


def _forward(self: Any, X: Any, check_input: bool = True) -> Any:  # noqa: N803
    """Return the output of the last layer of a neural network."""
    from sklearn.neural_network._base import ACTIVATIONS
    from sklearn.utils.validation import validate_data

    rows = validate_data(self, X, reset=False) if check_input else X
    last = self.n_layers_ - 2
    for layer in range(self.n_layers_ - 1):
        rows = products(rows, self.coefs_[layer].T) + self.intercepts_[layer]
        ACTIVATIONS[self.activation if layer != last else self.out_activation_](rows)
    return rows


def _nearest(self: Any, X: Any) -> Any:  # noqa: N803
    """Return the number of the nearest centre of each row: the least |c|^2 - 2 c.x."""
    import numpy as np
    from sklearn.utils.validation import validate_data

    rows, centers = validate_data(self, X, reset=False), self.cluster_centers_
    return (products(centers, centers).diagonal() - 2 * products(rows, centers)).argmin(axis=1).astype(np.int32)


_Methods = Mapping[str, Callable[..., Any]]
_CLASSIFIES: _Methods = {"decision_function": _decision}
_REGRESSES: _Methods = {"_decision_function": _linear, "_linear_predictor": _linear}
_NETWORK: _Methods = {"_forward_pass_fast": _forward}
_CLUSTERS: _Methods = {"predict": _nearest}
_BY_COLUMN = {
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier": "_raw_predict",
    "sklearn.ensemble._weight_boosting.AdaBoostClassifier": "decision_function",
}
"""Classifiers whose scores lie column by column if there are many rows, so that 8 and more classes are summed otherwise
than for one row -> the method that gives them."""


@cache
def _by_row(name: str) -> Callable[..., Any]:
    """Return a method that gives the same as that of the class above, row by row in memory."""

    def method(self: Any, *given: Any, **options: Any) -> Any:
        import numpy as np

        return np.ascontiguousarray(getattr(super(type(self), self), name)(*given, **options))

    return method


def _methods(cls: type, name: str) -> _Methods | None:
    """Return the methods that make estimators of a class exact; None where it needs none, or none are known."""
    if name in _BY_COLUMN:
        return {_BY_COLUMN[name]: _by_row(_BY_COLUMN[name])}
    if name in {"sklearn.cluster._kmeans.KMeans", "sklearn.cluster._kmeans.MiniBatchKMeans"}:
        return _CLUSTERS
    if name.startswith("sklearn.neural_network._multilayer_perceptron.MLP"):
        return _NETWORK
    linear = ("sklearn.linear_model.", "sklearn.svm._classes.Linear", "sklearn.discriminant_analysis.Linear")
    if not name.startswith(linear) or name.endswith(".SGDOneClassSVM"):
        return None
    if hasattr(cls, "decision_function"):
        return _CLASSIFIES
    found = {each: method for each, method in _REGRESSES.items() if hasattr(cls, each)}
    return found or None


def _with_class(estimator: Any, methods: _Methods) -> Any:
    made = copy.copy(estimator)
    made.__class__ = _class(type(estimator), tuple(methods.items()))  # type: ignore[arg-type]  # classes are hashable
    return made


@cache
def _class(cls: type, methods: tuple[tuple[str, Callable[..., Any]], ...]) -> type:
    """Return a class like another but for some methods."""
    return type(cls.__name__, (cls,), dict(methods))
