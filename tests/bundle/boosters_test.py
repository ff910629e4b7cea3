import json
import re

import pytest
from estimators import COLUMNS, fitted, rows

from wrangle.bundle.boosters import light_trees
from wrangle.bundle.trees import hold_bounds
from wrangle.errors import ArtefactError

lightgbm = pytest.importorskip("lightgbm")
xgboost = pytest.importorskip("xgboost")


def light(name, change):
    """Return a LightGBM model with a line of its first tree changed."""
    model = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1, min_child_samples=5, min_data_per_group=1, cat_smooth=0)
    model.fit(rows(200), rows(200)[:, -1] % 2 == 0, categorical_feature=[COLUMNS - 1])
    text = model.booster_.model_to_string()
    forged = re.sub(rf"^{name}=(.*)$", lambda found: f"{name}={change(found[1])}", text, count=1, flags=re.MULTILINE)
    assert forged != text
    model._Booster = _Said(forged)
    return model


class _Said(lightgbm.Booster):
    """A booster that says another text of itself: LightGBM would crash on some of them while it reads them."""

    def __init__(self, text):
        self.text = text

    def model_to_string(self, *_, **__):
        return self.text

    def __del__(self):
        pass


_Said.__module__, _Said.__qualname__ = "lightgbm.basic", "Booster"


def first(value):
    return lambda numbers: " ".join([value, *numbers.split()[1:]])


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("left_child", first("999"), "a child that is no node"),
        ("right_child", first("-999"), "a child that is no node"),
        ("left_child", first("0"), "a node with two parents"),
        ("split_feature", first(str(COLUMNS)), "asks for a feature that is none"),
        ("split_feature", lambda numbers: numbers.rpartition(" ")[0], "other nodes than it says"),
        ("num_leaves", lambda _: "3", "other nodes than it says"),
        ("cat_boundaries", lambda _: "0 99", "a set of categories that ends behind the last"),
    ],
)
def test_a_forged_tree_of_lightgbm_is_refused(name, change, what):
    with pytest.raises(ArtefactError, match=what):
        hold_bounds(light(name, change), COLUMNS, "model")


def test_trees_of_lightgbm_are_read_from_its_text():
    model = fitted("lightgbm", 2)
    found = list(light_trees(model.booster_.model_to_string()))
    assert len(found) == 5
    assert all({"num_leaves", "split_feature", "left_child", "right_child"} <= each.keys() for each in found)


def extreme(change):
    """Return an XGBoost model whose first tree was changed."""
    model = xgboost.XGBClassifier(n_estimators=2, max_depth=3).fit(rows(200), rows(200)[:, 0] > 0)
    whole = json.loads(bytes(model.get_booster().save_raw("json")))
    change(whole["learner"]["gradient_booster"]["model"]["trees"][0])
    model._Booster = _Raw(json.dumps(whole).encode())
    return model


class _Raw(xgboost.Booster):
    def __init__(self, raw):
        super().__init__()
        self.raw = raw

    def save_raw(self, raw_format="ubj"):
        return bytearray(self.raw)

    def num_features(self):
        return COLUMNS


_Raw.__module__, _Raw.__qualname__ = "xgboost.core", "Booster"


def put(name, value):
    def change(tree):
        tree[name][0] = value

    return change


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (put("left_children", 999), "a child that is no node"),
        (put("right_children", 0), "a child that is no node"),
        (lambda tree: tree["left_children"].__setitem__(0, tree["right_children"][0]), "a node with two parents"),
        (put("split_indices", COLUMNS), "asks for a feature that is none"),
        (lambda tree: tree["split_indices"].pop(), "other nodes than it says"),
        (lambda tree: tree.update(categories_segments=[5], categories_sizes=[9]), "ends behind the last"),
    ],
)
def test_a_forged_tree_of_xgboost_is_refused(change, what):
    with pytest.raises(ArtefactError, match=what):
        hold_bounds(extreme(change), COLUMNS, "model")


@pytest.mark.parametrize("booster", ["gbtree", "gblinear", "dart"])
def test_genuine_models_of_xgboost_pass(booster):
    model = xgboost.XGBClassifier(n_estimators=2, booster=booster).fit(rows(200), rows(200)[:, 0] > 0)
    hold_bounds(model, COLUMNS, "model")
