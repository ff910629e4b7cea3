import numpy as np
import polars as pl
import pytest
from trainings import raw, trained

from wrangle.errors import TrainingError

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"


class Nearest:
    """An estimator of one's own: says the class whose mean is nearest."""

    def fit(self, matrix, target):
        filled = np.nan_to_num(matrix)
        self.centres = np.array([filled[target == each].mean(axis=0) for each in np.unique(target)])
        return self

    def predict(self, matrix):
        apart = np.nan_to_num(matrix)[:, None] - self.centres
        return (apart**2).sum(axis=2).argmin(axis=1)


def test_an_estimator_of_ones_own_is_trained_and_left_as_it_was():
    own = Nearest()
    found = trained("target: kind\nfeatures: [cold, wet]\nmetrics: [accuracy]", estimator=own)
    assert found.metrics["test"]["accuracy"]["value"] > 0.6
    assert not hasattr(own, "centres")
    assert found.facts.estimator.endswith("Nearest")


@pytest.mark.parametrize(("own", "said"), [(object(), "object is no estimator: it needs `fit"), (Nearest, None)])
def test_an_object_that_cannot_be_fitted_is_refused(own, said):
    with pytest.raises(TrainingError, match=said):
        trained(BINARY, estimator=own)


def test_class_weights_move_the_answers_to_the_rare_class_with_and_without_class_weight_of_its_own():
    section = "target: rare\nfeatures: [cold, wet]\nmetrics: [recall]\nthreshold: 0.5\n"
    data = raw(400).with_columns(rare=pl.col("value") + pl.col("noise") * 2 > 4.5)
    for name, options in (
        ("linear", ""),
        ("sklearn.naive_bayes.GaussianNB", ""),
        ("xgboost.XGBClassifier", "{max_depth: 2, n_estimators: 5}"),
    ):
        plain = f"{section}estimator: {name}\noptions: {options or '{}'}\n"
        shares = [
            trained(plain + weights, data).evaluation.describe()["metrics"]["test"]["recall"]["value"]
            for weights in (
                "",
                "class_weight: balanced",
                "class_weight: {true: 30}" if name != "linear" else "class_weight: {true: 30, false: 1}",
            )
        ]
        assert shares[0] < shares[1], name
        assert shares[0] < shares[2], name
