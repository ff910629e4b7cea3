import pytest

from wrangle.sections.train import Train
from wrangle.training.accept import Found, verdicts
from wrangle.training.bootstrap import Measured

METRICS = {"roc_auc": Measured(0.9, 0.85, 0.95), "brier": Measured(0.1), "r2": Measured(float("nan"))}


def said(name, limit, *, champion=None):
    over = {"roc_auc": Measured(0.4, 0.3, 0.5)}
    (found,) = verdicts(Train(accept={name: limit}), Found(METRICS, over, champion))
    return found.passed, found.text


@pytest.mark.parametrize(
    ("name", "limit", "passed", "text"),
    [
        ("roc_auc", {"min": 0.9}, True, "roc_auc: 0.9 (0.85 to 0.95), wanted at least 0.9: met"),
        ("roc_auc", {"min": 0.91}, False, "roc_auc: 0.9 (0.85 to 0.95), wanted at least 0.91: not met"),
        ("brier", {"max": 0.1}, True, "brier: 0.1, wanted at most 0.1: met"),
        ("neg_brier_score", {"max": 0.05}, False, "brier: 0.1, wanted at most 0.05: not met"),
        (
            "roc_auc",
            {"over_baseline": 0.45},
            False,
            "roc_auc: better than the baseline by 0.4 (0.3 to 0.5), wanted at least 0.45: not met",
        ),
        ("roc_auc", {"over_champion": 0.1}, True, "roc_auc: there is no champion yet to be better than"),
        ("r2", {"min": 0.1}, False, "r2: cannot be told, wanted at least 0.1: not met"),
        ("r2", {"max": 0.1}, False, "r2: cannot be told, wanted at most 0.1: not met"),
        (
            "brier",
            {"over_baseline": 0},
            False,
            "brier: better than the baseline by cannot be told, wanted at least 0: not met",
        ),
    ],
)
def test_a_limit_is_met_or_not_with_the_numbers(name, limit, passed, text):
    assert said(name, limit) == (passed, text)


def test_a_champion_must_be_matched():
    assert said("roc_auc", {"over_champion": 0}, champion={"roc_auc": Measured(0.0)})[0]
    assert not said("roc_auc", {"over_champion": 0}, champion={"roc_auc": Measured(-0.01)})[0]


def test_every_limit_of_a_metric_is_a_verdict_of_its_own():
    train = Train(accept={"roc_auc": {"min": 0.8, "max": 0.85, "over_baseline": 0}, "brier": {"max": 1}})
    found = verdicts(train, Found(METRICS, METRICS, None))
    assert [(each.metric, each.which, each.passed) for each in found] == [
        ("roc_auc", "min", True),
        ("roc_auc", "max", False),
        ("roc_auc", "over_baseline", True),
        ("brier", "max", True),
    ]
    assert found[0].describe()["found"] == {"value": 0.9, "low": 0.85, "high": 0.95}
