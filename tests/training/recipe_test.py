import numpy as np
import pytest
from sklearn.base import BaseEstimator

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.errors import TrainingError
from wrangle.training.recipe import is_supervised, recipe_of, usual_early_stopping

NUMBERS = Encoding((Feature("a", "number"), Feature("b", "number")))
MIXED = Encoding((Feature("a", "number"), Feature("sky", "category", ("clear", "rain"))), "ordinal")


class Own(BaseEstimator):
    """An estimator of one's own."""

    def fit(self, matrix, target):
        return self

    def predict(self, matrix):
        return np.zeros(len(matrix))


def made(name, problem="binary", encoding=NUMBERS, **more):
    found = recipe_of(name, problem, {}, **more).make(encoding)
    return found.named_steps["model"] if hasattr(found, "named_steps") else found


@pytest.mark.parametrize(
    ("name", "style", "precision", "steps"),
    [
        ("auto", "ordinal", "float64", []),
        ("linear", "one_hot", "float32", ["fill", "scale"]),
        ("neighbors", "one_hot", "float32", ["fill", "scale"]),
        ("forest", "one_hot", "float32", []),
        ("sklearn.naive_bayes.GaussianNB", "one_hot", "float32", ["fill"]),
        ("lightgbm.LGBMClassifier", "one_hot", "float32", []),
        ("xgboost.XGBClassifier", "one_hot", "float32", []),
    ],
)
def test_each_estimator_gets_the_matrix_that_it_takes(name, style, precision, steps):
    recipe = recipe_of(name, "binary", {})
    assert (recipe.style, recipe.precision) == (style, precision)
    found = recipe.make(NUMBERS)
    assert [each for each, _ in getattr(found, "steps", [])][:-1] == steps
    assert len(recipe.prepares) == len(steps)


def test_the_seed_the_class_weight_and_the_categories_reach_the_estimator():
    assert made("forest", seed=7).random_state == 7
    assert made("linear", class_weight={0: 1, 1: 2}).class_weight == {0: 1, 1: 2}
    assert made("auto", encoding=MIXED).categorical_features == [False, True]
    assert made("lightgbm.LGBMClassifier").verbosity == -1


def test_options_of_a_search_go_before_those_of_the_rule_file():
    recipe = recipe_of("linear", "binary", {"C": 3})
    assert recipe.make(NUMBERS, {"C": 5}).named_steps["model"].C == 5
    assert recipe.make(NUMBERS).named_steps["model"].C == 3
    with pytest.raises(TrainingError, match="'C' parameter"):
        recipe.make(NUMBERS, {"C": "much"})


def test_what_can_learn_batch_by_batch_is_known():
    told = {name: recipe_of(name, "binary", {}).streams for name in ("linear", "sklearn.linear_model.SGDClassifier")}
    assert told == {"linear": False, "sklearn.linear_model.SGDClassifier": True}


def test_an_object_of_ones_own_is_copied_for_each_fit():
    own = Own()
    recipe = recipe_of(own, "binary", {})
    assert recipe.make(NUMBERS) is not own
    assert (recipe.precision, recipe.style, recipe.prepares) == ("float64", "one_hot", ())
    with pytest.raises(TrainingError, match="give the object its options yourself"):
        recipe_of(own, "binary", {"C": 1})


def test_boosting_may_stop_early_by_itself_and_others_only_when_asked():
    assert usual_early_stopping(recipe_of("auto", "binary", {}))
    assert not usual_early_stopping(recipe_of("forest", "binary", {}))
    assert not usual_early_stopping(recipe_of(Own(), "binary", {}))


def test_clusters_and_anomalies_have_no_target():
    assert [is_supervised(each) for each in ("regression", "multiclass", "clustering")] == [True, True, False]
