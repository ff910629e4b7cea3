from dataclasses import replace

import numpy as np
import pytest
from models import fitted, parts

from wrangle.sections.train import Train
from wrangle.training.bootstrap import Measured
from wrangle.training.importance import Importance
from wrangle.training.remarks import Seen, remarks


@pytest.fixture(scope="module")
def binary():
    found = parts("binary", 600)
    return fitted("binary", found["training"]), found


def seen(training=0.9, test=0.88, base=0.5, *, low=0.3, **more):
    metrics = {"training": {"roc_auc": Measured(training)}, "test": {"roc_auc": Measured(test)}}
    over = {"roc_auc": Measured(test - base, low, 1)}
    return Seen("roc_auc", metrics, {"roc_auc": Measured(base)}, over, **{"importance": [], "chosen": {}} | more)


def texts(binary, found, train=None):
    return {each.kind: each.text for each in remarks(*binary, train or Train(), found)}


def test_a_good_model_has_no_remark(binary):
    assert texts(binary, seen()) == {}


def test_a_model_no_better_than_the_baseline_is_told(binary):
    assert texts(binary, seen(test=0.4))["baseline"] == "roc_auc: 0.4 on test is not better than the baseline, 0.5"
    assert "which may be chance" in texts(binary, seen(test=0.55, low=-0.1))["baseline"]


def test_a_model_that_learned_by_heart_is_told(binary):
    assert "learned its rows by heart" in texts(binary, seen(training=1.0, test=0.8))["overfit"]


def test_a_model_that_learned_nothing_is_told(binary):
    assert "0.5 even on training" in texts(binary, seen(training=0.5, test=0.5))["underfit"]


def test_useless_features_are_named(binary):
    features = [Importance("cold", 0.3, 0.01), Importance("wet", 0.002, 0.001), Importance("noise", 0.0, 0.001)]
    assert texts(binary, seen(importance=features))["useless"].startswith("without any use on the test rows: noise;")


def test_rare_classes_are_named(binary):
    model, found = binary
    few = {name: replace(part, target=(np.arange(len(part)) < 20).astype(int)) for name, part in found.items()}
    told = texts((model, few), seen())
    assert told["imbalance"].startswith("class true is 5.00% of the training rows")
    assert told["few"] == "class true has 20 test rows: its numbers say little"


@pytest.mark.parametrize(
    ("space", "chosen", "is_told"),
    [
        ({"depth": [1, 3, 5]}, 5, True),
        ({"depth": [1, 3, 5]}, 3, False),
        ({"depth": [1, 5]}, 5, False),
        ({"depth": {"min": 1, "max": 100}}, 99.8, True),
        ({"depth": {"min": 1, "max": 100}}, 50, False),
        ({"depth": ["a", "b", "c"]}, "a", False),
        ({"depth": [True, False]}, True, False),
        ({}, 5, False),
    ],
)
def test_an_option_at_the_edge_of_its_search_is_told(binary, space, chosen, is_told):
    found = texts(binary, seen(chosen={"depth": chosen}), Train(search=space))
    assert ("edge" in found) == is_told
