import pytest
from pipelines import made

from wrangle.errors import RuleFileError
from wrangle.sections.train import Costs


def section(text):
    return made(f"train: {text}").sections["train"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{targett: ice}", "did you mean 'target'"),
        ("{target: ice, split: {test: 0.6, validation: 0.4}}", "split leaves no rows to train on"),
        ("{target: ice, split: {test: 0}}", "greater than 0"),
        ("{target: ice, split: {how: time}}", "split by time needs `by`"),
        ("{target: ice, split: {by: day, how: group, gap: 3h}}", "`gap` is for a split by time"),
        ("{target: ice, accept: {auc: {}}}", "`accept` needs a limit"),
        ("{target: ice, search: {folds: 1, C: [1]}}", "must be at least 2, not 1"),
        ("{target: ice, problem: guess}", "problem"),
        ("{target: ice, threshold: 2}", "threshold"),
        ("{target: ice, calibrate: much}", "calibrate"),
    ],
)
def test_what_a_section_cannot_say_is_a_fault_of_the_rule_file(text, said):
    with pytest.raises(RuleFileError) as caught:
        section(text)
    assert said in str(caught.value)


def test_a_split_may_be_said_by_its_column_alone():
    assert section("{target: ice, split: day}").split.by == "day"


def test_what_is_no_option_of_search_is_one_of_the_estimator():
    found = section("{target: ice, search: {method: random, C: {min: 1, max: 10, log: true}, l: [l1, l2]}}").search
    assert found.method == "random"
    assert found.parameters == {"C": {"min": 1, "max": 10, "log": True}, "l": ["l1", "l2"]}


def test_values_of_options_are_the_numbers_truth_values_and_nulls_that_they_mean():
    found = section("{target: ice, options: {C: 0.5, fit_intercept: true, max_iter: 20, solver: saga, verbose: null}}")
    assert found.options == {"C": 0.5, "fit_intercept": True, "max_iter": 20, "solver": "saga", "verbose": None}
    assert [type(each) for each in found.options.values()] == [float, bool, int, str, type(None)]


def test_a_threshold_is_a_number_or_costs():
    assert section("{target: ice, threshold: 0.3}").threshold == 0.3
    assert section("{target: ice, threshold: {false_negative: 10}}").threshold == Costs(false_negative=10)
