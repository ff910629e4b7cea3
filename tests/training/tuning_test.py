import pytest
from trainings import STEPS, working

from wrangle.training.part import PARTS
from wrangle.training.tuning import Tuned, fold_parts, tune

SECTION = "target: ice\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\n"
SEARCH = SECTION + "search: {C: [0.001, 1], folds: 3}"


def test_without_a_search_nothing_is_decided():
    with working(SECTION) as work:
        assert tune(work) == Tuned()
    assert Tuned().describe() is None


def test_what_was_tried_is_described():
    with working(SEARCH) as work:
        found = tune(work)
    assert found.options == {"C": 1}
    told = found.describe()
    assert (told["method"], told["metric"]) == ("grid", "accuracy")
    assert [each["options"] for each in told["trials"]] == [{"C": 0.001}, {"C": 1}]


@pytest.mark.parametrize("metric", ["log_loss", "roc_auc"])
def test_the_metric_of_the_search_decides(metric):
    with working(SEARCH.replace("folds", f"metric: {metric}, folds")) as work:
        assert tune(work).metric == metric


@pytest.mark.parametrize("by", ["station", "ice"])
def test_folds_are_of_the_training_rows_alone(by):
    with working(SEARCH, steps=STEPS.replace("by: station", f"by: {by}")) as work:
        rows = work.parts["training"].rows
        _, learn, test = fold_parts(work, (range(50, 150), range(50)))
        assert learn.rows.tolist() == rows[50:150].tolist()
        assert test.rows.tolist() == rows[:50].tolist()
        assert (work.prepared.division.codes[test.rows] == PARTS.index("training")).all()
        assert work.prepared.refits is (by == "ice")
