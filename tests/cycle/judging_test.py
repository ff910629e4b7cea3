import pytest

from wrangle.cycle.judging import judge
from wrangle.errors import RetrainError
from wrangle.sections.monitor import Retrain


def measured(value, low=None, high=None):
    return {"value": value, "low": low, "high": high}


def found(auc=(0.03, 0.02, 0.04), brier=(0.001, -0.002, 0.004), verdicts=()):
    """An evaluation in which the challenger is better by so much."""
    values = {"roc_auc": measured(0.75), "brier": measured(0.15)}
    gains = {"roc_auc": measured(*auc), "brier": measured(*brier)}
    champion = {"rows": 500, "metrics": values, "ours_is_better_by": gains}
    return {"metrics": {"test": values}, "champion": champion, "verdicts": list(verdicts)}


def test_what_is_better_by_the_margin_and_worse_in_nothing_is_promoted():
    judged = judge(found(), Retrain(margin=0.02))
    assert judged.promote
    assert judged.why == ("roc_auc is better by +0.0300 (+0.0200 to +0.0400), and no metric is worse than it may be",)


@pytest.mark.parametrize(
    ("given", "retrain", "why"),
    [
        (found(auc=(0.03, 0.01, 0.04)), {"margin": 0.02}, "its lower end should be 0.02 or more"),
        (found(auc=(0.03, -0.01, 0.06)), {}, "its lower end should be above 0"),
        (found(auc=(0.03, 0.0, 0.06)), {}, "its lower end should be above 0"),
        (found(auc=(0.0, 0.0, 0.0)), {}, "roc_auc is better by +0.0000"),
        (found(auc=(0.03,)), {}, "there are too few records to tell a difference of +0.0300 from chance"),
        (found(auc=(None,)), {}, "roc_auc cannot be told on the hold-out: one class may be missing there"),
        (found(brier=(-0.004, -0.006, -0.002)), {}, "brier got worse: better by -0.0040 (-0.0060 to -0.0020)"),
        (found(brier=(-0.004, -0.006, 0.002)), {"tolerate": {"brier": 0.003}}, "brier got worse by more than 0.003"),
        (
            found(verdicts=[{"passed": False, "text": "roc_auc: 0.7"}]),
            {},
            "a limit of `accept:` does not hold",
        ),
    ],
)
def test_what_speaks_against_a_challenger_is_said(given, retrain, why):
    judged = judge(given, Retrain(**retrain))
    assert not judged.promote
    assert why in " ".join(judged.why)


@pytest.mark.parametrize(
    ("given", "retrain"),
    [
        (found(brier=(-0.004, -0.009, 0.001)), {}),
        (found(brier=(-0.004, -0.006, -0.002)), {"tolerate": {"brier": 0.005}}),
        (found(verdicts=[{"passed": True, "text": "roc_auc: 0.8"}]), {}),
    ],
)
def test_what_is_within_chance_or_tolerance_does_not(given, retrain):
    assert judge(given, Retrain(**retrain)).promote


def test_another_metric_may_decide_and_must_be_measured():
    assert judge(found(auc=(-0.01, -0.02, 0.0), brier=(0.01, 0.005, 0.02)), Retrain(metric="brier")).promote
    with pytest.raises(RetrainError, match="'roc_acu' is not measured: did you mean 'roc_auc'"):
        judge(found(), Retrain(tolerate={"roc_acu": 0.1}))
