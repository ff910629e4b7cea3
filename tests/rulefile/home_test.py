import pytest

from wrangle.rulefile.home import home
from wrangle.sections.train import Train
from wrangle.steps.missing.impute import Impute


@pytest.mark.parametrize(
    ("path", "cls", "keys", "option"),
    [
        ((), "Train", (), ""),
        (("target",), "Train", (), "target"),
        (("split",), "Train", (), "split"),
        (("split", "test"), "Split", ("split",), "test"),
        (("search", "folds"), "Search", ("search",), "folds"),
        (("accept", "roc_auc", "min"), "Limit", ("accept", "roc_auc"), "min"),
        (("compare", "lin", "features"), "Variant", ("compare", "lin"), "features"),
        (("threshold", "Costs", "false_positive"), "Costs", ("threshold",), "false_positive"),
        (("threshold", "constrained-float"), "Train", (), "threshold"),
        (("class_weight", "mapping[str,float]", "yes"), "Train", (), "class_weight"),
        (("metrics", 0), "Train", (), "metrics"),
        (("features", "names", 0), "Train", (), "features"),
        (("features", "type"), "Selector", ("features",), "type"),
    ],
)
def test_a_path_leads_into_the_innermost_model(path, cls, keys, option):
    found = home(Train, path)
    assert (found.cls.__name__, found.keys, found.option) == (cls, keys, option)


@pytest.mark.parametrize(
    ("path", "cls"),
    [
        (("targt",), "Train"),
        (("split", "tst"), "Split"),
        (("accept", "roc_auc", "mn"), "Limit"),
        (("threshold", "Costs", "false"), "Costs"),
    ],
)
def test_an_unknown_option_is_of_the_model_that_it_stands_in(path, cls):
    found = home(Train, path, unknown=True)
    keys = tuple(each for each in path[:-1] if each != "Costs")
    assert (found.cls.__name__, found.keys, found.option) == (cls, keys, path[-1])
    assert found.field is None


def test_options_are_known_as_rule_files_spell_them_those_of_all_steps_last():
    assert home(Impute, ("with",)).known == [
        *("column", "columns", "with", "quantile", "value", "by"),
        *("name", "at", "where"),
    ]
