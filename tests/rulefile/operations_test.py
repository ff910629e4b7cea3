import pytest

from wrangle.rulefile.read import read_text


@pytest.mark.parametrize("text", ["expect:", "expect: []", "expect: ~"])
def test_a_section_may_hold_nothing(text):
    assert read_text(text).checks == ()


def test_the_order_is_that_of_the_file():
    text = "expect: [{not_null: {column: b}}, {row_count: {min: 1}}, {not_null: {column: a}}]"
    assert [check.label for check in read_text(text).checks] == ["not_null b", "row_count", "not_null a"]


def test_a_step_and_a_check_may_have_the_same_name():
    text = "clean: [{trim: {columns: a, name: x}}]\nexpect: [{not_null: {column: a, name: x}}]"
    pipeline = read_text(text)
    assert pipeline.steps[0].label == pipeline.checks[0].label == "x"
