"""Every file in `faults/` is a rule file with faults; the `.txt` beside it holds what is said of them.

`python tests/rulefile/faults_test.py` writes the texts anew: read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import load

FOLDER = Path(__file__).parent / "faults"
CASES = sorted(FOLDER.glob("*.yaml"))
SECRET = "open-sesame"


def said(case: Path) -> str:
    os.environ["WRANGLE_TEST_SECRET"] = SECRET
    try:
        load(case)
    except RuleFileError as error:
        return f"{error}\n".replace(f"{FOLDER}{os.sep}", "")
    return "no fault\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_all_faults_are_told_with_their_places(case):
    assert said(case) == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_fault_speaks_as_pydantic_does(case):
    text = said(case)
    assert "Input should" not in text
    assert "pydantic" not in text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_fault_shows_a_secret(case):
    assert SECRET not in said(case)


def test_every_text_has_its_case():
    assert {each.stem for each in FOLDER.glob("*.txt")} == {each.stem for each in CASES}


if __name__ == "__main__":
    for each in CASES:
        each.with_suffix(".txt").write_text(said(each), encoding="utf-8")
