from pathlib import Path

import pytest

from wrangle.errors import RuleFileError
from wrangle.lint.lint import lint, lint_text, rules

ROOT = Path(__file__).parents[2]
TEXT = """\
columns: {a: string}
clean:
  - trim: all
  - null_values: {values: ['', ' NA']}
"""


def test_a_finding_has_the_form_of_a_fault(tmp_path):
    (tmp_path / "p.yaml").write_text(TEXT, encoding="utf-8")
    (found,) = lint(tmp_path / "p.yaml")
    assert (found.place.line, found.place.column) == (4, 32)
    assert str(found).splitlines()[1:3] == ["      - null_values: {values: ['', ' NA']}", " " * 35 + "^"]
    assert str(found).startswith(f"{tmp_path / 'p.yaml'}:4:32: null_values: ' NA' never matches")
    assert found.what.endswith("[never_matches]")
    assert found.help.startswith("write it as it stands there ('NA')")


def test_findings_stand_in_the_order_of_lines():
    text = TEXT + "  - clip: {column: x, min: 0}\nexpect:\n  - between: {column: x, min: 0}\n"
    found = lint_text(text.replace("{a: string}", "{a: string, x: float}"))
    assert [each.place.line for each in found] == [4, 7]


def test_a_comment_accepts_what_stands_in_its_line():
    assert lint_text(TEXT.replace("' NA']}", "' NA']}  # lint: ok, old files")) == ()
    assert len(lint_text(TEXT.replace("' NA']}", "' NA']}  # not linted"))) == 1


def test_a_comment_in_the_first_line_of_a_step_accepts_all_of_it():
    text = TEXT.replace("- null_values: {values: ['', ' NA']}", "- null_values: # lint: ok\n      values: ['', ' NA']")
    assert lint_text(text) == ()
    assert len(lint_text(text.replace("  # lint: ok", "").replace("# lint: ok", ""))) == 1


def test_findings_of_an_included_file_are_placed_there(tmp_path):
    (tmp_path / "p.yaml").write_text("include: clean.yaml\n", encoding="utf-8")
    (tmp_path / "clean.yaml").write_text(TEXT, encoding="utf-8")
    (found,) = lint(tmp_path / "p.yaml")
    assert found.place.file == tmp_path / "clean.yaml"


def test_a_file_with_faults_is_refused():
    with pytest.raises(RuleFileError):
        lint_text(TEXT.replace("trim", "trimm"))


def test_a_file_without_steps_has_no_findings():
    assert lint_text("name: p") == ()


def test_without_a_contract_the_columns_that_are_named_are_looked_at():
    steps = "clean:\n  - change_case: {column: a, to: lower}\n  - filter: \"a = 'Oslo'\"\n"
    assert [each.place.line for each in lint_text(steps)] == [3]


@pytest.mark.parametrize("file", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_rule_files_that_are_shipped_have_no_findings(file):
    assert lint(file) == ()


def test_every_rule_has_a_test_and_stands_in_the_guide():
    tested = {file.stem.removesuffix("_test") for file in (Path(__file__).parent / "rules").glob("*_test.py")}
    guide = (ROOT / "docs/guide/lint.md").read_text(encoding="utf-8")
    assert set(rules()) == tested
    assert all(f"| `{name}` |" in guide for name in rules())
