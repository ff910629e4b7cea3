"""Holds a loaded estimator against the bounds of its arrays.

The types of a stored model are trusted, but not its numbers: scikit-learn follows the numbers of children and features
of a tree without looking, so a forged one reads memory that is not the model's, and kills the process. So all
trees are walked here before the model is asked for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wrangle.bundle.boosters import booster_fault
from wrangle.bundle.indices import index_fault, machine_fault
from wrangle.errors import ArtefactError

PASSING = (
    "sklearn.ensemble._forest.", "sklearn.ensemble._gb.", "sklearn.ensemble._iforest.",
    "sklearn.ensemble._hist_gradient_boosting.",
)  # fmt: skip
"""Estimators that hand their rows to the trees in them without a further look."""


def hold_bounds(estimator: Any, columns: int, where: str) -> None:
    """Refuse an estimator with a tree, an index or a support vector machine that leads out of its arrays.

    Parameters
    ----------
    estimator : object
    columns : int
        How many columns its matrix has.
    where : str
        Stands in messages.

    Raises
    ------
    ArtefactError
        The model was forged or damaged.
    """
    try:
        fault = next(_faults(estimator, columns), None)
    except Exception as error:  # noqa: BLE001  # what is not of the form that we look for cannot be used either
        fault = f"a part of it is not of the form that its type has ({type(error).__name__}: {error})"
    if fault is not None:
        raise ArtefactError(f"{where}: was forged or is damaged: {fault}. It was not used: train the model anew")


@dataclass(frozen=True)
class _Place:
    """Something inside an estimator, and how many columns the rows have that reach it."""

    value: Any
    columns: int
    passed: bool = True
    """Whether the rows are passed to it without a further look."""

    def of(self, value: Any) -> _Place:
        return _Place(value, self.columns, self.passed)


def _faults(estimator: Any, columns: int) -> Iterator[str]:
    seen: set[tuple[int, int, bool]] = set()
    left = [_Place(estimator, columns)]
    own = getattr(estimator, "n_features_in_", columns)
    if own != columns:
        yield f"it takes {own} columns, and its matrix has {columns}"
    while left:
        place = left.pop()
        key = (id(place.value), place.columns, place.passed)
        if key not in seen:
            seen.add(key)
            place = _narrowed(place)
            yield from _own_faults(place.value, place.columns)
            left += _inside(place)


def _narrowed(place: _Place) -> _Place:
    """Return the place with the columns that an estimator there looks for itself."""
    own = getattr(place.value, "n_features_in_", None)
    if own is None or not hasattr(place.value, "__dict__"):
        return place
    return _Place(place.value, min(own, place.columns) if place.passed else own, place.passed)


def _own_faults(value: Any, bound: int) -> Iterator[str]:
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    fault: str | None = None
    if kind == "sklearn.tree._tree.Tree":
        fault = tree_fault(value, bound)
    elif kind.startswith("sklearn.ensemble._hist_gradient_boosting.gradient_boosting."):
        fault = _boosting_fault(value)
    elif kind.startswith("sklearn.ensemble._gb."):
        width = getattr(value, "n_trees_per_iteration_", None)
        fault = None if value.estimators_.shape[1] == width else "it has other trees than it says"
    elif kind.startswith("sklearn.neighbors._") and hasattr(value, "get_arrays"):
        fault = index_fault(value, bound)
    elif kind.startswith("sklearn.svm._classes.") and hasattr(value, "_n_support"):
        fault = machine_fault(value)
    elif kind in {"lightgbm.basic.Booster", "xgboost.core.Booster"}:
        fault = booster_fault(value, bound)
    if fault is not None:
        yield fault


def _inside(place: _Place) -> list[_Place]:
    """Return what is inside a value."""
    import numpy as np

    value = place.value
    if isinstance(value, dict):
        return [place.of(each) for each in value.values()]
    if isinstance(value, (list, tuple, set)):
        return [place.of(each) for each in value]
    if isinstance(value, np.ndarray):
        return [place.of(each) for each in value.ravel()] if value.dtype == object else []
    if not hasattr(value, "__dict__") or isinstance(value, type):
        return []
    features = getattr(value, "estimators_features_", None)
    if features is not None:
        return [_Place(each, len(of)) for each, of in zip(value.estimators_, features, strict=True)]
    passed = f"{type(value).__module__}.".startswith(PASSING)
    return [_Place(each, place.columns, passed) for each in vars(value).values()]


def tree_fault(tree: Any, columns: int) -> str | None:
    """Return what is wrong with a tree of scikit-learn; None if nothing is.

    Parameters
    ----------
    tree : sklearn.tree._tree.Tree
    columns : int
        How many columns its rows have.
    """
    if not 1 <= tree.node_count <= tree.capacity:
        return "a tree says that it has more nodes than it has"
    left, right, feature = tree.children_left, tree.children_right, tree.feature
    inner = left != -1
    return children_fault(left[inner], right[inner], tree.node_count) or feature_fault(feature[inner], columns)


def children_fault(left: Any, right: Any, nodes: int) -> str | None:
    """Return what is wrong with the children of a tree: each is a node, of one parent, and none is the root.

    So whoever starts at the root comes to a leaf: a circle would need a node with two parents.

    Parameters
    ----------
    left, right : numpy.ndarray, (inner nodes,), integers
    nodes : int
    """
    import numpy as np

    children = np.concatenate([left, right]).astype(np.int64)
    if len(children) and not (children.min() >= 1 and children.max() < nodes):
        return "a tree has a child that is no node"
    if len(np.unique(children)) != len(children):
        return "a tree has a node with two parents"
    return None


def feature_fault(features: Any, columns: int) -> str | None:
    """Return what is wrong with the features that a tree asks for."""
    if len(features) and not (features.min() >= 0 and features.max() < columns):
        return f"a tree asks for a feature that is none of the {columns}"
    return None


def _boosting_fault(model: Any) -> str | None:
    """Return what is wrong with histogram gradient boosting; None if nothing is."""
    import numpy as np

    columns = model.n_features_in_
    categorical = np.asarray(model._bin_mapper.is_categorical_, bool)  # noqa: SLF001
    if len(categorical) != columns:
        return "it does not say of each feature whether it is a category"
    preprocessor = getattr(model, "_preprocessor", None)
    if preprocessor is not None and np.shape(preprocessor.transform(np.zeros((1, columns)))) != (1, columns):
        return "it leaves out features"
    trees = (tree for stage in model._predictors for tree in stage)  # noqa: SLF001
    return next(filter(None, (_predictor_fault(tree, columns, categorical) for tree in trees)), None)


def _predictor_fault(tree: Any, columns: int, categorical: Any) -> str | None:
    nodes = tree.nodes
    inner = nodes[nodes["is_leaf"] == 0]
    if not len(nodes):
        return "a tree has no node"
    fault = children_fault(inner["left"], inner["right"], len(nodes)) or feature_fault(inner["feature_idx"], columns)
    if fault is not None:
        return fault
    split = inner[inner["is_categorical"] != 0]
    for bitsets in (tree.raw_left_cat_bitsets, tree.binned_left_cat_bitsets):
        if bitsets.ndim != 2 or bitsets.shape[1] != 8:
            return "a tree has sets of categories of another size than 256"
        if len(split) and split["bitset_idx"].max() >= len(bitsets):
            return "a tree asks for a set of categories that is not there"
    return None if categorical[split["feature_idx"]].all() else "a tree takes a number for a category"
