import json

import pandera.polars as pa
import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.rulefile.read import load

RULES = """
name: trial
columns: {a: {type: float, nullable: false, min: 0}, s: string}
expect:
  - condition: {condition: a < 9}
  - row_count: {min: 1}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "trial.yaml").write_text(RULES)
    return tmp_path / "trial.yaml"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")
def test_checks_become_a_great_expectations_project(rules, tmp_path):
    found = CliRunner().invoke(app(), ["checks", "export", str(rules), str(tmp_path), "--to", "great-expectations"])
    assert found.exit_code == 0, found.output
    first, left_out, docs = found.stdout.splitlines()
    assert first == f"suite 'trial' with 3 expectations written to {tmp_path / 'gx'}"
    assert left_out == "  left out: condition a < 9: Great Expectations has nothing like condition"
    assert docs.startswith("Data Docs: file://")


def test_the_contract_becomes_a_pandera_schema(rules, tmp_path):
    out = tmp_path / "schema.yaml"
    found = CliRunner().invoke(app(), ["checks", "export", str(rules), str(out), "--to", "pandera"])
    assert found.exit_code == 0, found.output
    assert list(pa.DataFrameSchema.from_yaml(out).columns) == ["a", "s"]


def test_another_tool_is_refused(rules, tmp_path):
    found = CliRunner().invoke(app(), ["checks", "export", str(rules), str(tmp_path), "--to", "soda"])
    assert found.exit_code == 2


def test_a_suite_becomes_checks(tmp_path):
    suite = tmp_path / "suite.json"
    kwargs = {"column": "a", "min_value": 0}
    expectations = [
        {"type": "expect_column_values_to_be_between", "kwargs": kwargs, "severity": "warning"},
        {"type": "expect_column_stdev_to_be_between", "kwargs": kwargs},
    ]
    suite.write_text(json.dumps({"name": "trial", "expectations": expectations}))
    shown = CliRunner().invoke(app(), ["checks", "import", str(suite)])
    assert shown.stdout == "expect:\n- between: {column: a, min: 0, otherwise: quarantine}\n"
    assert shown.stderr == "left out: expect_column_stdev_to_be_between a: there is no check like it\n"
    written = CliRunner().invoke(app(), ["checks", "import", str(suite), "--out", str(tmp_path / "x.yaml")])
    assert written.stdout == f"1 checks written to {tmp_path / 'x.yaml'}\n"
    assert load(tmp_path / "x.yaml").checks[0].min == 0


def test_a_pandera_schema_becomes_checks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "import pandera.polars as pa\nHOUSE = pa.DataFrameSchema({'a': pa.Column(float, pa.Check.ge(0))})\n"
    (tmp_path / "house_of_ours.py").write_text(text)
    found = CliRunner().invoke(app(), ["checks", "import", "--pandera", "house_of_ours:HOUSE"])
    assert "- between: {column: a, min: 0}" in found.stdout, found.output
    assert CliRunner().invoke(app(), ["checks", "import", "--pandera", "house_of_ours:GONE"]).exit_code == 2
    assert CliRunner().invoke(app(), ["checks", "import"]).exit_code == 2
