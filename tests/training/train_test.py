import numpy as np
import polars as pl
import pytest
from trainings import STEPS, parts_of, raw, trained

from wrangle.engine.pipeline import Pipeline
from wrangle.errors import TrainingError
from wrangle.training.train import train

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"
ROLLING = (
    STEPS
    + "  - rolling: {column: wet, by: station, order_by: at, window: 3h, aggregate: mean, into: usual, at: training}\n"
)
LATER = STEPS + "  - derive: {later: wet * 2, at: training}\n"


def test_a_random_split_is_refused_where_a_step_looks_at_other_rows():
    with pytest.raises(TrainingError, match="looks at the rows before and after, and a random split tears them apart"):
        trained(BINARY + "estimator: linear", steps=ROLLING)
    assert trained(BINARY + "estimator: linear\nsplit: {by: at}", steps=ROLLING).metrics["test"]


def test_what_is_not_there_when_serving_is_no_feature():
    with pytest.raises(TrainingError, match="'later' is made by a step `at: training`: it is not there when serving"):
        trained("target: ice\nfeatures: [wet, later]", steps=LATER)
    assert "later" not in trained("target: ice\nmetrics: [accuracy]\nestimator: linear", steps=LATER).facts.features


def test_without_features_named_all_but_target_key_weight_time_and_training_columns_are_taken():
    section = "target: ice\nkey: [day]\nweight: count\nsplit: {by: at}\nmetrics: [accuracy]\nestimator: linear"
    found = trained(section, raw().drop("value", "kind"), steps=LATER)
    assert set(found.facts.features) == {
        "station",
        "cold",
        "wet",
        "noise",
        "sky",
        "station_EWR",
        "station_JFK",
        "station_LGA",
    } | ({"station_other"} & set(found.facts.features))


def test_a_row_of_weight_two_counts_as_two_rows():
    data = raw().with_columns(count=pl.when(pl.col("noise") > 0).then(2).otherwise(1))
    section = "target: value\nestimator: linear\nfeatures: [wet, noise]\nmetrics: [r2]\nsplit: {by: at}\n"
    steps = ""
    data = data.with_columns(pl.col("wet").fill_null(0.0))
    codes = parts_of(section, data, steps)
    twice = pl.concat([data, data.filter(pl.Series(codes == 0) & (pl.col("noise") > 0))]).sort("at")
    weighted = trained(section + "weight: count", data, steps).model.estimator
    border = data.filter(pl.Series(codes == 2))["at"].min()
    share = twice.filter(pl.col("at") >= border).height / twice.height
    doubled = trained(section.replace("{by: at}", f"{{by: at, test: {share}}}"), twice, steps).model.estimator
    told = [each.predict(np.array([[1.0, 1.0], [0.0, -1.0]], np.float32)) for each in (weighted, doubled)]
    unweighted = trained(section, data, steps).model.estimator.predict(np.array([[1.0, 1.0], [0.0, -1.0]], np.float32))
    assert np.abs(told[0] - unweighted).max() > 1e-3
    assert np.abs(told[0] - told[1]).max() < np.abs(told[0] - unweighted).max() / 3


def test_a_rule_file_without_train_is_refused():
    with pytest.raises(TrainingError, match="has no `train:` section"):
        train(Pipeline("p"), raw())
