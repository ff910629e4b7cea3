import pytest

from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.writing import flow, rule_file
from wrangle.rulefile.read import read_text


@pytest.mark.parametrize(
    "value",
    ["", "yes", "12", "a: b", "${x}", "- a", "# a", 'say "a"', "tab\there", "line\nend", "Ærø", "null", "1e3", "*"],
)
def test_every_text_is_read_as_it_was_written(value):
    rule = flow({"null_values": {"columns": ["a"], "values": [value, "x"]}})
    assert read_text(f"name: p\nclean:\n  - {rule}\n").steps[0].values == (value, "x")


def test_a_comment_stays_a_comment_whatever_an_example_holds():
    found = Finding("clean", {"trim": {"columns": ["a"]}}, "why", 1, 1.0, ("'a\nclean: []' -> 'b'",))
    assert len(read_text(rule_file("p", None, [found], 3)).steps) == 1


def test_examples_keep_their_blanks():
    found = Finding("clean", {"trim": {"columns": ["a"]}}, "why", 1, 1.0, ("'a  b' -> 'a b'",))
    assert "'a  b' -> 'a b'" in rule_file("p", None, [found], 3)


def test_long_lists_of_names_stand_on_lines_of_their_own():
    names = {f"name {number}": [f"nmae {number}"] for number in range(30)}
    text = rule_file("p", None, [Finding("clean", {"canonicalize": {"column": "a", "names": names}}, "why")], 3)
    assert max(map(len, text.splitlines())) <= 120
    assert read_text(text).steps[0].names == {name: tuple(others) for name, others in names.items()}
