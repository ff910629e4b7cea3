import pytest

from wrangle.errors import TrainingError
from wrangle.sections.train import Search
from wrangle.training.estimators import find
from wrangle.training.options import hold_options, known_options, searched

LIGHT, X = "lightgbm.LGBMClassifier", "xgboost.XGBClassifier"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("sklearn.svm.SVC", {"C": 2}),
        (LIGHT, {"num_leaves": 7, "lambda_l1": 1, "eta": 0.1, "min_data_in_leaf": 3, "device_type": "cpu"}),
        ("lightgbm.LGBMRegressor", {"objective": "quantile", "alpha": 0.9}),
        (X, {"max_depth": 3, "eta": 0.1, "alpha": 1, "min_split_loss": 0.1, "rate_drop": 0.1, "booster": "dart"}),
        ("xgboost.XGBRegressor", {"objective": "reg:tweedie", "tweedie_variance_power": 1.4}),
        (X, {"objective": "multi:softprob", "seed": 3}),
        (X, {"early_stopping_rounds": 3, "nthread": 1}),
        (X, {"alpha": "much"}),
    ],
)
def test_options_are_known_by_all_their_names(name, options):
    hold_options(name, [find(name)], options)


@pytest.mark.parametrize(
    ("name", "option", "meant"),
    [
        ("sklearn.svm.SVC", "c", "C"),
        (LIGHT, "num_leavs", "num_leaves"),
        (LIGHT, "min_data_in_leave", "min_data_in_leaf"),
        ("lightgbm.LGBMRegressor", "learning_rat", "learning_rate"),
        (X, "learning_rat", "learning_rate"),
        ("xgboost.XGBRFRegressor", "max_dept", "max_depth"),
    ],
)
def test_a_misspelled_option_is_refused_with_the_closest(name, option, meant):
    with pytest.raises(TrainingError) as caught:
        hold_options(name, [find(name)], {option: 3})
    assert str(caught.value).startswith(f"train: {name} has no option {option!r}: did you mean")
    assert repr(meant) in str(caught.value)


def test_what_one_of_several_classes_knows_is_known():
    classes = [find("sklearn.linear_model.Ridge"), find("sklearn.linear_model.LogisticRegression")]
    hold_options("linear", classes, {"alpha": 1})
    hold_options("linear", classes, {"C": 1})
    with pytest.raises(TrainingError, match="linear has no option 'c': did you mean 'C'"):
        hold_options("linear", classes, {"c": 1})


def test_options_of_a_search_are_asked_about_with_one_of_their_values():
    search = Search(parameters={"eta": {"min": 0.1, "max": 1}, "alpha": [1, 2], "gamma": [], "max_bin": 7})
    assert searched(search) == {"eta": 0.1, "alpha": 1, "gamma": None, "max_bin": 7}
    assert {"eta", "alpha"} <= set(known_options(find(X), {"eta": 0.1, "alpha": 1}))
    assert "etta" not in known_options(find(X), {"eta": 0.1, "etta": 1})
