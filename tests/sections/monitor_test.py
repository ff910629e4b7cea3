import pytest
from pipelines import made

from wrangle.errors import RuleFileError
from wrangle.sections.monitor import Monitor, terms


def section(text):
    return made(f"monitor: {text}").sections["monitor"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{windw: {}}", "did you mean 'window'"),
        ("{window: {records: 100, time: 7d}}", "leave one of them out"),
        ("{window: {records: 0}}", "at least 1"),
        ("{window: {time: soon}}", "'soon' is no duration"),
        ("{drift: {threshold: 0}}", "greater than 0"),
        ("{drift: {alpha: 1}}", "less than 1"),
        ("{quality: {drop: -1}}", "drop"),
        ("{truth: {within: 3}}", "'3' is no duration"),
        ("{retrain: {when: [sometimes]}}", "'sometimes' is no condition"),
        ("{retrain: {when: [roc_auc < high]}}", "is no condition"),
        ("{retrain: {holdout: {fraction: 0.2, records: 100}}}", "name one of them"),
    ],
)
def test_what_a_section_cannot_say_is_a_fault_of_the_rule_file(text, said):
    with pytest.raises(RuleFileError) as caught:
        section(text)
    assert said in str(caught.value)


def test_all_of_it_may_be_left_out():
    assert section("{}") == Monitor()
    assert Monitor().window.size == 1000


def test_a_condition_is_a_kind_of_alarm_a_comparison_or_several_of_them():
    found = section("{retrain: {when: [quality, roc_auc < 0.88, drift and labelled >= 5e3]}}").retrain.when
    assert [terms(each) for each in found] == [
        (("quality", "", 0.0),),
        (("roc_auc", "<", 0.88),),
        (("drift", "", 0.0), ("labelled", ">=", 5000.0)),
    ]


def test_columns_are_named_or_all_of_them():
    assert section("{drift: {columns: all}}").drift.columns == "all"
    assert section("{drift: {columns: [a, b], by: [station]}}").drift.columns == ("a", "b")
