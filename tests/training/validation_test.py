import pytest

from wrangle.sections.train import Train
from wrangle.training.validation import with_validation


def share(rows=100, own=None, **section):
    return with_validation(Train(**{"target": "a", **section}), own, rows)[0].validation


@pytest.mark.parametrize(
    "section", [{"calibrate": "sigmoid"}, {"threshold": {"false_negative": 2}}, {"early_stopping": True}]
)
def test_a_tenth_is_taken_from_training_where_something_is_decided_on_validation(section):
    split, notes = with_validation(Train(target="a", **section), None, 100)
    assert split.validation == 0.1
    assert notes == ("validation: 10% of the rows are taken from training, for what `train` asks",)


def test_less_is_taken_where_little_is_left_to_train_on():
    assert share(calibrate="sigmoid", split={"test": 0.8}) == 0.05


def test_nothing_is_taken_where_nothing_is_decided_on_it_or_the_rule_file_names_a_share():
    assert share() == 0
    assert share(threshold=0.3) == 0
    assert share(calibrate="sigmoid", split={"validation": 0.3}) == 0.3


@pytest.mark.parametrize(
    ("rows", "section", "own", "taken"),
    [
        (10_001, {}, None, 0.1),
        (10_000, {}, None, 0),
        (None, {}, None, 0),
        (10_001, {"early_stopping": False}, None, 0),
        (10_001, {"estimator": "linear"}, None, 0),
        (10_001, {"estimator": "sklearn.ensemble.HistGradientBoostingClassifier"}, None, 0.1),
        (10_001, {}, object(), 0),
        (10_001, {"target": None, "problem": "clustering"}, None, 0),
    ],
)
def test_histogram_boosting_stops_early_by_itself_on_many_rows(rows, section, own, taken):
    assert share(rows, own, **section) == taken
