import math

import pytest

from wrangle.captures.labels import Labels
from wrangle.errors import CaptureError


def manifest(problem, classes=(), positive=None):
    return {"name": "m", "model": {"problem": problem, "classes": list(classes), "positive": positive}}


@pytest.mark.parametrize(
    ("given", "value", "label"),
    [
        (manifest("binary", [False, True], 1), "1", True),
        (manifest("binary", [False, True], 1), " False ", False),
        (manifest("binary", [False, True], 1), 0.0, False),
        (manifest("binary", ["no", "yes"], 1), "yes", "yes"),
        (manifest("multiclass", [1, 2, 3]), "2.0", 2),
        (manifest("regression"), "1e3", 1000.0),
        (manifest("anomaly"), "true", True),
    ],
)
def test_a_label_is_read_as_the_target_has_it(given, value, label):
    found = Labels.of_manifest(given).read(value)
    assert found == label
    assert type(found) is type(label)


@pytest.mark.parametrize(
    ("given", "value", "why"),
    [
        (manifest("binary", [False, True], 1), "perhaps", "'perhaps' is no truth value"),
        (manifest("binary", ["no", "yes"], 1), "YES", "'YES' is no class of the model: no, yes"),
        (manifest("multiclass", [1, 2, 3]), "4", "'4' is no class of the model: 1, 2, 3"),
        (manifest("multiclass", [1, 2, 3]), "x", "'x' is no number"),
        (manifest("regression"), "nan", "is no finite number"),
        (manifest("regression"), math.inf, "is no finite number"),
        (manifest("regression"), 10**400, "is no finite number"),
        (manifest("regression"), True, "'true' is no number"),
        (manifest("regression"), "x" * 100, "xxx...' is no number"),
    ],
)
def test_what_is_no_label_of_the_model_is_refused(given, value, why):
    with pytest.raises(ValueError, match=why):
        Labels.of_manifest(given).read(value)


def test_the_class_that_is_looked_for_may_be_spelled_otherwise():
    labels = Labels.of_manifest(manifest("binary", [False, True], 1), "delayed")
    assert [labels.read(each) for each in ("delayed", "on time", "cancelled")] == [True, False, False]


def test_there_is_no_truth_of_clusters():
    with pytest.raises(CaptureError, match="finds clusters"):
        Labels.of_manifest(manifest("clustering"))
