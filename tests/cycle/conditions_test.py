import pytest

from wrangle.cycle.conditions import facts_of, met
from wrangle.errors import RetrainError

REPORT = {
    "alarms": [{"kind": "drift", "says": "..."}],
    "quality": {"roc_auc": {"value": 0.8}, "brier": {"value": None}},
}
FACTS = facts_of(REPORT, labelled=5_000, age=31.5)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("drift", True),
        ("alarm", True),
        ("quality", False),
        ("roc_auc < 0.88", True),
        ("roc_auc >= 0.88", False),
        ("labelled >= 5000", True),
        ("labelled > 5000", False),
        ("age >= 30", True),
        ("drift and roc_auc < 0.88", True),
        ("drift and quality", False),
        ("brier > 0.1", False),
        ("log_loss > 0.1", False),
    ],
)
def test_a_condition_holds_or_not(condition, holds):
    assert met([condition], FACTS, ["log_loss"]) == ((condition,) if holds else ())


def test_without_truth_no_metric_is_worse():
    assert met(["roc_auc < 2"], facts_of({}, 0, 0), ["roc_auc"]) == ()


def test_what_there_is_not_is_named():
    with pytest.raises(RetrainError, match="there is no 'labeled': did you mean 'labelled'"):
        met(["labeled > 5"], FACTS)
