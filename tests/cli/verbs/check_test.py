import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import RuleFileError

GOOD = """\
name: p
source: nowhere.csv
vars: {least: 0}
columns: {a: float, b: string}
clean:
  - clip: {column: a, min: "${least}"}
  - trim: {columns: [b]}
expect:
  - not_null: {column: a}
examples:
  - {given: {a: 1}, then: {a: 1}}
"""


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(text, *more):
        (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(app(), ["check", "p.yaml", *more])

    return run


def test_a_rule_file_without_faults_is_counted_and_no_data_is_read(check):
    found = check(GOOD)
    assert found.exit_code == 0
    assert found.stdout == "p.yaml: no faults: 2 columns, 2 steps, 1 check, 1 example\n"


def test_all_faults_are_named_with_their_places_and_exit_code_1(check):
    found = check(GOOD.replace("column: a, min", "column: aa, min").replace("trim: {columns", "trimm: {columns"))
    assert found.exit_code == 1
    assert isinstance(found.exception, RuleFileError)
    assert {(fault.place.line, fault.help) for fault in found.exception.faults} >= {(7, "did you mean 'trim'?")}
    assert all(str(fault).startswith("p.yaml:") for fault in found.exception.faults)


def test_a_column_that_is_not_there_is_named_before_any_data_is_read(check):
    found = check(GOOD.replace("column: a, min", "column: aa, min"))
    (fault,) = found.exception.faults
    assert (fault.place.line, fault.what) == (6, "clip: there is no column 'aa' here")


def test_settings_are_checked_in_place(check):
    assert check(GOOD, "--set", "least=5").exit_code == 0
    found = check(GOOD, "--set", "least=few")
    assert isinstance(found.exception, RuleFileError)


def test_what_is_probably_wrong_is_named_and_fails_only_if_asked_to(check):
    text = GOOD.replace("- not_null: {column: a}", "- between: {column: a, min: 0}")
    found = check(text)
    assert found.exit_code == 0
    what = "between a: the check can never fail: 'a' is at least 0 since clip (line 6) [settled]"
    assert found.stdout.startswith(f"p.yaml:9:5: {what}\n      - between")
    assert found.stdout.endswith("p.yaml: no faults: 2 columns, 2 steps, 1 check, 1 example, 1 finding\n")
    assert check(text, "--strict").exit_code == 1
    assert check(GOOD, "--strict").exit_code == 0


def test_a_comment_accepts_a_finding(check):
    text = GOOD.replace("- not_null: {column: a}", "- between: {column: a, min: 0}  # lint: ok")
    assert check(text, "--strict").exit_code == 0
