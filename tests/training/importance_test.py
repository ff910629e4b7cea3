from dataclasses import replace

import numpy as np
import pytest
from models import ENCODING, fitted, parts
from sklearn.inspection import permutation_importance

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.training.importance import columns_of, importance, sample


def test_features_are_ordered_by_what_shuffling_them_costs():
    found = parts("regression", 600)
    features = importance(fitted("regression", found["training"]), found["test"], "mae", seed=0)
    assert [each.feature for each in features][:2] == ["cold", "wet"]
    assert {each.feature for each in features} == {"cold", "wet", "noise", "sky"}
    assert features[0].mean > 5 * features[0].spread > 0


def test_it_is_that_of_scikit_learn_where_a_feature_is_a_column():
    numbers = Encoding(ENCODING.features[:3])
    found = parts("regression", 600, encoding=numbers)
    model = fitted("regression", found["training"], encoding=numbers)
    test = found["test"]
    expected = permutation_importance(
        model.estimator, test.matrix, test.target, scoring="neg_mean_absolute_error", random_state=3, n_repeats=5
    )
    ours = {each.feature: each.mean for each in importance(model, test, "mae", seed=3)}
    assert [ours[each.name] for each in numbers.features] == pytest.approx(expected.importances_mean)


def test_all_columns_of_a_feature_are_shuffled_together():
    assert columns_of(ENCODING) == [[0], [1], [2], [3, 4]]
    assert columns_of(replace(ENCODING, style="ordinal")) == [[0], [1], [2], [3]]
    empty = Encoding((Feature("nothing", "category"), Feature("a", "number")), "one_hot")
    assert columns_of(empty) == [[], [0]]


def test_a_metric_that_cannot_be_told_has_no_importance():
    found = parts("binary", 300)
    one_class = found["test"].take(np.flatnonzero(found["test"].target == 0))
    assert importance(fitted("binary", found["training"]), one_class, "roc_auc", seed=0) == []


def test_a_sample_keeps_the_order_and_small_parts_are_whole():
    part = parts("binary", 300)["test"]
    few = sample(part, 10, 0)
    assert len(few) == 10
    assert (np.diff(few.rows.astype(int)) > 0).all()
    assert sample(part, 100, 0) is part
