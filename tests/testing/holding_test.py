"""The contract is held by a step of wrangle, and steps that break it, each in one way, are found out."""

import polars as pl
import pytest
from installed import install, python

from wrangle.testing import contract
from wrangle.testing.holding import hostile

CASE = "- it: rounds\n  rule: {round: {columns: a, decimals: 1}}\n  given: {a: [1.26, null]}\n  then: {a: [1.3, null]}"

STEP = '''
import polars as pl
from wrangle.steps.base import ColumnStep
from wrangle.steps.options import NewColumn, NumberColumn

class NAME(ColumnStep):
    """Take away the mean.

    Examples
    --------
    >>> 1 + 1
    SHOWN
    """

    column: NumberColumn
    DOCS

    into: NewColumn
    """The new column."""

    def express(self, learned):
        return [(pl.col(self.column) - pl.col(self.column).mean()).alias(self.into)]
'''

LOOK = """
from wrangle.testing import contract
for keyword in ("undocumented", "forgetful", "nosy"):
    for held in contract(keyword, f"{keyword}.yaml"):
        try:
            held()
        except AssertionError as error:
            print(f"{keyword}, {held}: {error}")
"""


def test_a_step_that_holds_the_contract_passes_all_of_it(tmp_path):
    (tmp_path / "round.yaml").write_text(CASE)
    held = contract("round", tmp_path / "round.yaml")
    assert [str(each) for each in held] == [
        "is documented",
        "rounds",
        "rounds: the same in parts and records",
        "rounds: the same when saved and read",
    ]
    for each in held:
        each()


def test_a_case_that_does_not_hold_is_named(tmp_path):
    (tmp_path / "round.yaml").write_text(CASE.replace("[1.3,", "[1.2,"))
    with pytest.raises(AssertionError, match="rounds: a is"):
        contract("round", tmp_path / "round.yaml")[1]()


def test_a_file_without_cases_is_refused(tmp_path):
    (tmp_path / "round.yaml").write_text("")
    with pytest.raises(AssertionError, match="has no cases"):
        contract("round", tmp_path / "round.yaml")


def test_steps_that_break_the_contract_are_found_out(tmp_path):
    steps = {"undocumented": ("2", ""), "forgetful": ("3", '"""The column."""'), "nosy": ("2", '"""The column."""')}
    files = {}
    for keyword, (shown, docs) in steps.items():
        text = STEP.replace("NAME", keyword.capitalize()).replace("SHOWN", shown).replace("DOCS", docs)
        rule = f"{{{keyword}: {{column: a, into: b}}}}"
        files[f"own/{keyword}.py"] = text
        files[f"{keyword}.yaml"] = (
            f"- it: centres\n  rule: {rule}\n  given: {{a: [1.0, 3.0, 8.0]}}\n  then: {{b: [-3.0, -1.0, 4.0]}}\n"
        )
    install(tmp_path, "own", files, {"wrangle.steps": {keyword: f"own.{keyword}" for keyword in steps}})
    said = python(tmp_path, "-c", LOOK)
    assert "undocumented, is documented: undocumented: write a docstring below the option(s) column" in said
    assert "forgetful, is documented: forgetful: an example shows something else" in said
    assert "nosy, is documented" not in said
    assert "nosy, centres: the same in parts and records: centres: batches of 1 rows give something else" in said


def test_hostile_rows_are_always_the_same_and_of_the_same_types():
    frame = pl.DataFrame({"a": ["x"], "b": [1.5], "c": [3], "d": [True]})
    assert hostile(frame).equals(hostile(frame))
    assert hostile(frame).schema == frame.schema
