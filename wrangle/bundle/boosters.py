"""Holds the trees of LightGBM and XGBoost against their bounds: the libraries follow them without looking."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def booster_fault(booster: Any, columns: int) -> str | None:
    """Return what is wrong with the trees of a booster; None if nothing is.

    Parameters
    ----------
    booster : lightgbm.Booster or xgboost.Booster
    columns : int
        How many columns its rows have.
    """
    if type(booster).__module__.startswith("lightgbm."):
        return _first(_light_fault(each, columns) for each in light_trees(booster.model_to_string()))
    whole = json.loads(bytes(booster.save_raw("json")))["learner"]["gradient_booster"]
    whole = whole.get("gbtree", whole)
    trees = whole.get("model", {}).get("trees", [])
    return _first(_extreme_fault(each, columns) for each in trees)


def _first(found: Iterator[str | None]) -> str | None:
    return next(filter(None, found), None)


def light_trees(text: str) -> Iterator[dict[str, str]]:
    r"""Yield the trees of a model text of LightGBM, each with its lines by name.

    Examples
    --------
    >>> list(light_trees("tree\nmax_feature_idx=1\n\nTree=0\nnum_leaves=1\n\nend of trees\n"))
    [{'num_leaves': '1'}]
    """
    for part in text.partition("\nend of trees")[0].split("\nTree=")[1:]:
        lines = (line.partition("=") for line in part.splitlines()[1:])
        yield {name: value for name, sign, value in lines if sign}


def _numbers(tree: Mapping[str, str], name: str) -> Any:
    import numpy as np

    return np.array(tree.get(name, "").split(), np.float64).astype(np.int64)


def _light_fault(tree: Mapping[str, str], columns: int) -> str | None:
    import numpy as np

    leaves = int(tree["num_leaves"])
    if leaves <= 1:
        return None
    children = np.concatenate([_numbers(tree, "left_child"), _numbers(tree, "right_child")])
    features, kinds = _numbers(tree, "split_feature"), _numbers(tree, "decision_type")
    inner = leaves - 1
    if len(children) != 2 * inner or len(features) != inner or len(kinds) != inner:
        return "a tree has other nodes than it says"
    if len(np.unique(children)) != len(children) or (children == 0).any():
        return "a tree has a node with two parents"
    if children.min() < -leaves or children.max() >= inner:
        return "a tree has a child that is no node"
    if features.min() < 0 or features.max() >= columns:
        return f"a tree asks for a feature that is none of the {columns}"
    return _light_sets_fault(tree, kinds)


def _light_sets_fault(tree: Mapping[str, str], kinds: Any) -> str | None:
    """Return what is wrong with the sets of categories of a tree."""
    import numpy as np

    sets = _numbers(tree, "threshold")[(kinds & 1) == 1]
    if not len(sets):
        return None
    borders, words = _numbers(tree, "cat_boundaries"), _numbers(tree, "cat_threshold")
    if sets.min() < 0 or sets.max() >= len(borders) - 1:
        return "a tree asks for a set of categories that is not there"
    fine = borders[0] >= 0 and (np.diff(borders) >= 0).all() and borders[-1] <= len(words)
    return None if fine else "a tree has a set of categories that ends behind the last"


def _extreme_fault(tree: Mapping[str, Any], columns: int) -> str | None:
    import numpy as np

    left, right, feature = (
        np.array(tree[name], np.int64) for name in ("left_children", "right_children", "split_indices")
    )
    inner = left != -1
    children = np.concatenate([left[inner], right[inner]])
    if not len(left) or not len(left) == len(right) == len(feature):
        return "a tree has other nodes than it says"
    if len(children) and (children.min() < 1 or children.max() >= len(left)):
        return "a tree has a child that is no node"
    if len(np.unique(children)) != len(children):
        return "a tree has a node with two parents"
    if inner.any() and (feature[inner].min() < 0 or feature[inner].max() >= columns):
        return f"a tree asks for a feature that is none of the {columns}"
    starts, sizes = (np.array(tree.get(name, ()), np.int64) for name in ("categories_segments", "categories_sizes"))
    if len(starts) and (starts.min() < 0 or (starts + sizes).max() > len(tree.get("categories", ()))):
        return "a tree has a set of categories that ends behind the last"
    return None
