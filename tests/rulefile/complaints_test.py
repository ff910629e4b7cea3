"""Each of pydantic's complaints has its place in the file, and is said in our words."""

import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_text


def faults(step):
    with pytest.raises(RuleFileError) as caught:
        read_text(f"name: p\nclean:\n  - {step}\n")
    return [(fault.place.line, fault.place.column, fault.what, fault.help) for fault in caught.value.faults]


def fault(step):
    (found,) = faults(step)
    return found


def test_a_mistyped_option_stands_where_it_is_written():
    line, column, what, help_ = fault("clip: {column: a, mim: 0}")
    assert (line, column) == (3, 23)
    assert what == "clip has no option 'mim'"
    assert help_ == "did you mean 'min'?"


def test_an_option_that_is_missing_stands_at_the_step_and_says_what_it_is():
    line, column, what, help_ = fault("parse_number: {decimal: ','}")
    assert (line, column) == (3, 5)
    assert what == "parse_number needs the option 'column'"
    assert help_.startswith("it is ")


def test_a_mistyped_option_is_not_missing_as_well():
    assert [what for _, _, what, _ in faults("trim: {colums: [a]}")] == ["trim has no option 'colums'"]
    assert [what for _, _, what, _ in faults("parse_number: {colum: a}")] == ["parse_number has no option 'colum'"]


@pytest.mark.parametrize(("step", "what", "help_"), [
    ("cast: {column: a, to: intger}", "cast: 'to' cannot be 'intger'", "did you mean 'integer'"),
    ("cast: {column: a, to: float, otherwise: drop}", "cast: 'otherwise' cannot be 'drop'", "known are: "),
    ("one_hot: {column: a, max_levels: 0}", "at least 1, not 0", ""),
    ("one_hot: {column: a, max_levels: many}", "'max_levels' must be ", ""),
    ("clip: {column: [a], min: 0}", "'column' must be ", ""),
    ("clip: {column: a, min: 3, max: 1}", "clip needs a `min` that is not above `max`, not 3 and 1", ""),
    ("clip: {column: a}", "clip needs `min`, `max` or both", ""),
    ("canonicalize: {column: a, names: {A: [x], B: [x]}}", "'x' is a spelling of both 'A' and 'B'", ""),
    ("cast: {column: a, to: }", "cast: 'to' cannot be empty", ""),
])  # fmt: skip
def test_a_value_that_is_none_is_told_in_our_words(step, what, help_):
    _, _, said, help_said = fault(step)
    assert what in said
    assert help_ in help_said
    assert "pydantic" not in said
    assert "Input should" not in said


def test_several_faults_of_one_step_are_each_told_at_their_place():
    found = faults("cast: {column: a, to: intger, otherwise: drop, colour: red}")
    assert [column for _, column, _, _ in found] == sorted(column for _, column, _, _ in found)
    assert len(found) == 3


def test_a_value_inside_a_list_is_told_where_it_stands():
    line, column, what, _ = fault("parse_datetime: {column: a, formats: ['%Y', 'year']}")
    assert (line, column) == (3, 49)
    assert "'year' is no format of times" in what


def test_values_that_are_secret_are_not_told(monkeypatch):
    monkeypatch.setenv("PASSWORD", "hunter2")
    with pytest.raises(RuleFileError) as caught:
        read_text('name: p\nsource: {path: a.csv, format: "${env:PASSWORD}"}\n')
    assert "hunter2" not in str(caught.value)
    assert "'format' is not as it must be" in str(caught.value)
