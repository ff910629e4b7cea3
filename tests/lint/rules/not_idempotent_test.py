import pytest
from linted import linted, named

FIRST = "canonicalize: {column: a, names: {Norway: [Norge]}}"


def test_text_that_is_found_again_in_what_is_written_is_found():
    ((rule, line, what),) = linted("replace_text: {column: a, pattern: St, with: Street}")
    assert (rule, line) == ("not_idempotent", 3)
    assert what == "replace_text: 'St' becomes 'Street', and that 'Streetreet' when the step is run again"


def test_a_name_that_an_earlier_map_takes_for_a_spelling_of_another_is_found():
    assert named(FIRST, "canonicalize: {column: a, names: {Norge: [Noreg]}}") == [("not_idempotent", 4)]


@pytest.mark.parametrize(
    "step",
    [
        "replace_text: {column: a, pattern: '\\bSt\\b', with: Street}",
        "replace_text: {column: a, pattern: '^', with: 'X-'}",
        "replace_text: {column: a, pattern: ',', with: '.', literal: true}",
        "trim: all",
        FIRST,
    ],
)
def test_what_stays_the_second_time_is_not(step):
    assert named(step) == []


def test_a_name_that_no_earlier_map_knows_is_not():
    assert named(FIRST, "canonicalize: {column: a, names: {Sweden: [Sverige]}}") == []
