from pathlib import Path

import pytest

from wrangle.errors import Place, RuleFileError
from wrangle.rulefile.collect import Faults


def test_faults_are_told_once_and_in_the_order_of_their_places():
    faults = Faults()
    faults.know(Path("b.yaml"), Path(), "one\ntwo")
    faults.know(Path("a.yaml"), Path(), "three")
    faults.add("third", Place(Path("a.yaml"), 1, 1))
    faults.add("second", Place(Path("b.yaml"), 2, 2))
    faults.add("second", Place(Path("b.yaml"), 2, 2), "another help")
    faults.add("first")
    with pytest.raises(RuleFileError) as caught:
        faults.settle()
    assert [(fault.what, fault.line) for fault in caught.value.faults] == [
        ("first", ""),
        ("second", "two"),
        ("third", "three"),
    ]


def test_no_faults_raise_nothing():
    Faults().settle()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_end_as_in_yaml(end):
    faults = Faults()
    faults.know(None, Path(), f"one{end}two")
    assert faults.line(Place(None, 2, 1)) == "two"
    assert faults.line(Place(None, 3, 1)) == ""
