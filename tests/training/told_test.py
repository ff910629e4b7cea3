import pytest

from wrangle.training.told import LONGEST, accepted, metrics, params, short, tags

MANIFEST = {
    "problem": "binary",
    "target": "icy",
    "estimator": "sklearn.linear_model.LogisticRegression",
    "options": {"C": 2.0, "class_weight": {"1": 3}},
    "split": {"how": "time", "by": "observed_at"},
    "seed": 7,
    "features": ["temperature", "humidity"],
    "parent": None,
    "made_by": {"wrangle": "0.1.0", "scikit-learn": "1.9.1"},
    "rules": {"file": "ice.yaml", "sha256": "r"},
    "learned": {"sha256": "l"},
    "dataset": [{"name": "weather.csv", "files": ["weather.csv"], "sha256": "d"}],
    "model": {"threshold": 0.3},
}


def test_parameters_are_what_decided_the_training():
    assert params(MANIFEST) == {
        "problem": "binary",
        "target": "icy",
        "estimator": "sklearn.linear_model.LogisticRegression",
        "seed": "7",
        "features": '["temperature", "humidity"]',
        "threshold": "0.3",
        "options.C": "2.0",
        "options.class_weight": '{"1": 3}',
        "split.how": "time",
        "split.by": "observed_at",
    }


def test_a_threshold_is_told_for_two_classes_only():
    assert "threshold" not in params(MANIFEST | {"problem": "multiclass"})


def test_metrics_are_nested_by_part_with_their_intervals():
    found = {
        "metrics": {"test": {"brier": {"value": 0.1, "low": 0.05, "high": 0.2}}, "training": {"brier": {"value": 0}}}
    }
    assert metrics(found) == {"test.brier": 0.1, "test.brier.low": 0.05, "test.brier.high": 0.2, "training.brier": 0.0}


def test_a_metric_that_could_not_be_told_is_left_out():
    assert metrics({"metrics": {"test": {"roc_auc": {"value": None, "low": None, "high": None}}}}) == {}
    assert metrics({}) == {}


def test_tags_tell_where_everything_came_from():
    found = tags(MANIFEST, {"accepted": True}, "b")
    assert {name: found[name] for name in ("bundle.sha256", "rules.sha256", "learned.sha256", "accepted")} == {
        "bundle.sha256": "b",
        "rules.sha256": "r",
        "learned.sha256": "l",
        "accepted": "true",
    }
    assert '"sha256": "d"' in found["dataset.0"]
    assert found["made_by.scikit-learn"] == "1.9.1"


@pytest.mark.parametrize(("said", "wanted"), [(True, True), (False, False), (None, True)])
def test_a_model_is_refused_only_where_its_metrics_say_so(said, wanted):
    assert accepted({} if said is None else {"accepted": said}) is wanted


def test_long_values_are_cut():
    assert len(short("x" * 10_000)) == LONGEST
