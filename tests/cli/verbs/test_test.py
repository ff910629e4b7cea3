import pytest
from typer.testing import CliRunner

from wrangle.cli import app

RULES = """\
name: p
source: a.csv
vars: {{most: 9}}
columns: {{a: float}}
clean: [clip: {{column: a, max: "${{most}}"}}]
examples: {}
"""


@pytest.fixture
def try_(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")

    def run(examples, *more):
        (tmp_path / "p.yaml").write_text(RULES.format(examples), encoding="utf-8")
        return CliRunner().invoke(app(), ["test", "p.yaml", *more])

    return run


def test_examples_that_hold_are_told_by_name_or_number(try_):
    found = try_("[{name: too deep, given: {a: 50}, then: {a: 9}}, {given: {a: x}, then: rejected}]")
    assert (found.exit_code, found.stdout) == (0, "passed: too deep\npassed: example 2\n")


def test_examples_that_do_not_hold_say_why_and_make_exit_code_1(try_):
    found = try_("[{given: {a: 50}, then: {a: 8}}, {given: {a: 1}, then: {a: 1}}]")
    assert found.exit_code == 1
    assert found.stdout == "failed: example 1\n    a is 9.0, not 8\npassed: example 2\n"


def test_settings_are_taken(try_):
    assert try_("[{given: {a: 50}, then: {a: 20}}]", "--set", "most=20").exit_code == 0


def test_data_to_learn_from_is_taken(try_, tmp_path):
    (tmp_path / "b.csv").write_text("z\n1\n", encoding="utf-8")
    found = try_("[{given: {a: 1}, then: {a: 1}}]", "--data", "b.csv")
    assert "no column 'a'" in str(found.exception)


def test_a_rule_file_without_examples_says_so(try_):
    found = try_("[]")
    assert (found.exit_code, found.stdout) == (0, "p.yaml: there are no `examples:`\n")
