"""Holds search trees of neighbours and support vector machines against the bounds of their arrays."""

from __future__ import annotations

from typing import Any


def index_fault(tree: Any, columns: int) -> str | None:
    """Return what is wrong with a tree of neighbours; None if nothing is.

    Parameters
    ----------
    tree : sklearn.neighbors.KDTree or BallTree
    columns : int
        How many columns its rows have.
    """
    import numpy as np

    state = tree.__getstate__()
    data, index, nodes, bounds, count = np.asarray(state[0]), state[1], state[2], state[3], state[6]
    rows, size = len(data), len(nodes)
    if data.ndim != 2 or data.shape[1] != columns:
        return f"neighbours have other columns than the {columns}"
    if count != size or bounds.ndim != 3 or bounds.shape[1:] != (size, columns):
        return "neighbours have other nodes than they say"
    if len(index) != rows or not np.array_equal(np.sort(index), np.arange(rows)):
        return "neighbours are not those that there are"
    if not (nodes["idx_start"] >= 0).all() or not (nodes["idx_start"] <= nodes["idx_end"]).all():
        return "neighbours have a node that ends before it starts"
    if nodes["idx_end"].max(initial=0) > rows:
        return "neighbours have a node that ends behind the last row"
    inner = np.flatnonzero(nodes["is_leaf"] == 0)
    return "neighbours have a child that is no node" if 2 * inner.max(initial=-1) + 2 >= size else None


def machine_fault(machine: Any) -> str | None:
    """Return what is wrong with a support vector machine of libsvm; None if nothing is.

    Parameters
    ----------
    machine : SVC, NuSVC, SVR, NuSVR or OneClassSVM
    """
    import numpy as np

    vectors = machine.support_vectors_
    counts = np.asarray(machine._n_support)  # noqa: SLF001
    weights, offsets = machine._dual_coef_, machine._intercept_
    one = not hasattr(machine, "classes_")
    classes = 2 if one else len(counts)
    if not isinstance(vectors, np.ndarray) or vectors.ndim != 2 or vectors.shape[1] != machine.shape_fit_[1]:
        return "its support vectors have other columns than its rows"
    if (counts < 0).any() or (not one and int(counts.sum()) != len(vectors)):
        return "it has other support vectors than it says"
    pairs = classes * (classes - 1) // 2
    if weights.shape != (classes - 1, len(vectors)) or np.size(offsets) != pairs:
        return "it has other weights than support vectors"
    odds = [np.size(getattr(machine, name, ())) for name in ("_probA", "_probB")]
    return None if all(size in {0, pairs} for size in odds) else "it has other odds than pairs of classes"
