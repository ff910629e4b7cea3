import inspect
from pathlib import Path

import pytest

from wrangle import errors
from wrangle.errors import Fault, Place, RuleFileError, WrangleError, did_you_mean

RAISED = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, Exception)]
PLACE = Place(Path("rules/x.yaml"), 5, 7)


@pytest.mark.parametrize("cls", RAISED)
def test_every_error_is_in_the_tree_says_what_to_do_and_is_caught_by_the_base(cls):
    assert cls.__name__ in errors.__doc__
    assert cls.__doc__
    assert issubclass(cls, WrangleError)


def test_the_tree_names_no_error_that_is_not_there():
    named = {word for word in errors.__doc__.split() if word.endswith("Error")}
    assert named == {cls.__name__ for cls in RAISED}


def test_a_fault_shows_place_line_caret_and_help():
    fault = Fault("step has no option 'colunm'", PLACE, "      colunm: country\n", "did you mean 'column'?")
    first, line, caret, hint = str(fault).splitlines()
    assert first == "rules/x.yaml:5:7: step has no option 'colunm'"
    assert line[caret.index("^")] == "c"
    assert hint == "  help: did you mean 'column'?"


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("the file is empty"), "the file is empty"),
        (Fault("the file is empty", help="write one"), "the file is empty\n  help: write one"),
        (Fault("no", PLACE, "  \n"), "rules/x.yaml:5:7: no"),
        (Fault("no", None, "line"), "no"),
        (Fault("no", Place(None, 1, 2)), "<text>:1:2: no"),
    ],
)
def test_a_fault_shows_only_what_is_known(fault, text):
    assert str(fault) == text


def test_a_rule_files_error_tells_all_its_faults():
    faults = [Fault("one", PLACE), Fault("two")]
    error = RuleFileError(faults)
    assert error.faults == tuple(faults)
    assert str(error) == "rules/x.yaml:5:7: one\ntwo"


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("colunm", ["column", "columns"], "did you mean 'column' or 'columns'?"),
        ("COLUMN", ["column", "into"], "did you mean 'column'?"),
        ("Ä", ["ä", "o"], "did you mean 'ä'?"),
        ("zzz", ["column", "column", "into"], "known are: column, into"),
        ("zzz", [], ""),
    ],
)
def test_a_wrong_name_is_answered_with_the_closest_or_with_all(name, known, said):
    assert did_you_mean(name, known) == said


def test_a_long_list_of_names_is_cut():
    said = did_you_mean("zzz", (f"column_{n}" for n in range(100)))
    assert said.endswith("column_11, ...")
