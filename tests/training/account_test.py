import polars as pl
from trainings import raw, working

from wrangle.training.account import GOLDEN_ROWS, facts, golden_rows
from wrangle.training.tuning import Tuned

SECTION = "target: ice\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\noptions: {C: 2}\n"


def test_golden_rows_are_raw_rows_of_the_test_part():
    data = raw()
    with working(SECTION, data) as work:
        golden = golden_rows(work)
        test = data.filter(pl.Series(work.prepared.division.codes == 2))
    assert golden.equals(test)
    assert "warm" in golden["cold"].to_list()


def test_of_many_test_rows_some_are_drawn():
    data = raw(12_000)
    with working(SECTION, data) as work:
        golden = golden_rows(work)
    assert golden.height == GOLDEN_ROWS
    assert golden.join(data, on=data.columns, how="anti", nulls_equal=True).is_empty()


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
    assert told.rows["training"]["read"] > 180
