from trainings import working

from wrangle.training.account import facts
from wrangle.training.tuning import Tuned

SECTION = "target: ice\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\noptions: {C: 2}\n"


def test_facts_tell_what_was_named_and_what_the_search_found():
    with working(SECTION + "split: {by: at}\nmodel_name: icing") as work:
        told = facts(work, Tuned({"tol": 0.01}), {"metrics": {}})
    assert (told.name, told.estimator) == ("icing", "sklearn.linear_model.LogisticRegression")
    assert told.options == {"C": 2, "tol": 0.01}
    assert told.features == ("cold", "wet")
    assert told.split["how"] == "time"
    assert set(told.split["from"]) == {"training", "test"}
    assert told.search is None
    assert told.parent is None
    assert told.rows["test"]["read"] == 48
