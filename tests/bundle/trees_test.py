import copy
import subprocess
import sys

import numpy as np
import pytest
from estimators import COLUMNS, fitted, rows, targets
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    AdaBoostClassifier,
    BaggingClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    StackingClassifier,
)
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.tree import DecisionTreeClassifier

from wrangle.bundle.trees import children_fault, hold_bounds
from wrangle.bundle.trust import restore, store
from wrangle.errors import ArtefactError

MATRIX = rows(200, 0)
TARGET = targets(MATRIX, 3)


def forest():
    return RandomForestClassifier(2, random_state=0).fit(MATRIX, TARGET)


WITH_TREES = {
    "tree": lambda: DecisionTreeClassifier(random_state=0).fit(MATRIX, TARGET),
    "forest": forest,
    "boosting": lambda: GradientBoostingClassifier(n_estimators=2, random_state=0).fit(MATRIX, TARGET),
    "isolation forest": lambda: copy.deepcopy(fitted("isolation forest", None)),
    "bagging": lambda: BaggingClassifier(n_estimators=2, max_features=0.5, random_state=0).fit(MATRIX, TARGET),
    "adaboost": lambda: AdaBoostClassifier(DecisionTreeClassifier(max_depth=2), n_estimators=2).fit(MATRIX, TARGET),
    "pipeline": lambda: make_pipeline(PolynomialFeatures(2), RandomForestClassifier(2)).fit(MATRIX, TARGET),
    "calibration": lambda: CalibratedClassifierCV(FrozenEstimator(forest())).fit(MATRIX, TARGET),
    "stacking": lambda: StackingClassifier([("a", forest())], DecisionTreeClassifier(), cv=2).fit(MATRIX, TARGET),
}


def trees_in(value, seen=None):
    """Yield the trees of scikit-learn inside an estimator."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    if type(value).__name__ == "Tree":
        yield value
    elif isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.dtype == object):
        for each in value.ravel() if isinstance(value, np.ndarray) else value:
            yield from trees_in(each, seen)
    elif hasattr(value, "__dict__"):
        for each in vars(value).values():
            yield from trees_in(each, seen)


def forge(tree, field, place, value):
    """Change a number of a tree, as a forged file would have it."""
    state = tree.__getstate__()
    state["nodes"][field][place] = value
    tree.__setstate__(state)


@pytest.mark.parametrize("kind", WITH_TREES)
@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("left_child", 10**6, "a child that is no node"),
        ("right_child", -7, "a child that is no node"),
        ("left_child", 0, "a child that is no node"),
        ("feature", 10**6, "asks for a feature that is none of the"),
        ("feature", -3, "asks for a feature that is none of the"),
    ],
)
def test_a_forged_tree_is_refused_wherever_it_is(kind, field, value, what):
    model = WITH_TREES[kind]()
    hold_bounds(model, COLUMNS, "model")
    deep = [each for each in trees_in(model) if each.node_count > 1]
    forge(deep[-1], field, 0, value)
    with pytest.raises(ArtefactError, match=f"model: was forged or is damaged: .*{what}"):
        hold_bounds(restore(store(model)), COLUMNS, "model")


def test_a_node_with_two_parents_and_a_circle_are_refused():
    model = WITH_TREES["tree"]()
    tree = model.tree_
    forge(tree, "left_child", 0, int(tree.children_right[0]))
    with pytest.raises(ArtefactError, match="a node with two parents"):
        hold_bounds(model, COLUMNS, "model")
    assert children_fault(np.array([1, 0]), np.array([2, 3]), 4) == "a tree has a child that is no node"
    assert children_fault(np.array([1, 1]), np.array([2, 3]), 4) == "a tree has a node with two parents"
    assert children_fault(np.array([], int), np.array([], int), 1) is None


def test_a_tree_of_an_ensemble_may_not_say_that_it_takes_more_columns():
    model = forest()
    inner = model.estimators_[0]
    forge(inner.tree_, "feature", 0, COLUMNS)
    inner.n_features_in_ = COLUMNS + 1
    with pytest.raises(ArtefactError, match=f"none of the {COLUMNS}"):
        hold_bounds(model, COLUMNS, "model")


def test_a_model_of_other_columns_than_its_matrix_is_refused():
    with pytest.raises(ArtefactError, match=f"takes {COLUMNS} columns, and its matrix has 4"):
        hold_bounds(forest(), 4, "model")


def boosted():
    model = HistGradientBoostingClassifier(max_iter=2, categorical_features=[COLUMNS - 1], min_samples_leaf=2)
    return model.fit(MATRIX, MATRIX[:, -1] % 2 == 0)


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("left", 10**6, "a child that is no node"),
        ("right", 0, "a child that is no node"),
        ("feature_idx", COLUMNS, "asks for a feature that is none"),
        ("feature_idx", -1, "asks for a feature that is none"),
        ("bitset_idx", 99, "asks for a set of categories that is not there"),
    ],
)
def test_a_forged_tree_of_histogram_boosting_is_refused(field, value, what):
    model = boosted()
    hold_bounds(model, COLUMNS, "model")
    nodes = model._predictors[0][0].nodes
    (places,) = np.nonzero((nodes["is_leaf"] == 0) & (nodes["is_categorical"] == 1))
    nodes[field][places[0]] = value
    with pytest.raises(ArtefactError, match=what):
        hold_bounds(restore(store(model)), COLUMNS, "model")


def test_a_number_taken_for_a_category_is_refused():
    model = boosted()
    nodes = model._predictors[0][0].nodes
    nodes["feature_idx"][nodes["is_categorical"] == 1] = COLUMNS - 1  # categories stand first inside
    with pytest.raises(ArtefactError, match="takes a number for a category"):
        hold_bounds(model, COLUMNS, "model")


def test_sets_of_categories_of_another_size_are_refused():
    model = boosted()
    predictor = model._predictors[0][0]
    predictor.raw_left_cat_bitsets = predictor.raw_left_cat_bitsets[:, :4]
    with pytest.raises(ArtefactError, match="sets of categories of another size"):
        hold_bounds(model, COLUMNS, "model")


def test_boosting_that_says_of_fewer_trees_is_refused():
    model = WITH_TREES["boosting"]()
    model.n_trees_per_iteration_ = 1
    with pytest.raises(ArtefactError, match="other trees than it says"):
        hold_bounds(model, COLUMNS, "model")


def test_a_part_of_another_form_is_refused_without_a_traceback():
    model = boosted()
    model._predictors = [["no tree"]]
    with pytest.raises(ArtefactError, match="a part of it is not of the form"):
        hold_bounds(model, COLUMNS, "model")


def test_a_forged_tree_would_kill_the_process(tmp_path):
    """Why the check is there: without it, asking the model ends the process, or reads what is not its own."""
    model = WITH_TREES["tree"]()
    forge(model.tree_, "left_child", 0, 2**40)
    forge(model.tree_, "right_child", 0, 2**40)
    path = tmp_path / "model.skops"
    path.write_bytes(store(model))
    code = (
        "import sys, numpy as np; from wrangle.bundle.trust import restore; from pathlib import Path;"
        f"restore(Path({str(path)!r}).read_bytes()).predict(np.zeros((1, {COLUMNS})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode < 0
