import json

import pytest
from typer.testing import CliRunner

from wrangle.cli import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a,b\n1, x\n2,y\nn/a,y\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text("name: p\nsource: a.csv\nclean: [trim: {}]\n", encoding="utf-8")
    return lambda *more: CliRunner().invoke(app(), ["profile", *more])


def test_columns_and_what_to_clean_are_told(run):
    found = run("a.csv")
    assert found.exit_code == 0
    assert "a.csv: 3 rows, 2 columns" in found.stdout
    assert "- null_values: {columns: [a]," in found.stdout


def test_a_page_and_facts_are_written(run, tmp_path):
    assert run("a.csv", "--out", "p.html", "--json", "p.json").exit_code == 0
    assert (tmp_path / "p.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["rows"] == 3


def test_with_strict_something_to_clean_is_an_exit_code(run, tmp_path):
    assert run("a.csv", "--strict").exit_code == 2
    (tmp_path / "a.csv").write_text("a,b\n1,x\n2,y\n3,y\n", encoding="utf-8")
    assert run("a.csv", "--strict").exit_code == 0


def test_the_data_may_be_those_of_a_rule_file_raw_or_cleaned(run):
    assert "blanks" in run("--rules", "p.yaml").stdout
    assert "blanks" not in run("--rules", "p.yaml", "--cleaned").stdout


def test_values_can_be_kept_out(run):
    assert "x" in run("a.csv").stdout.split("distinct")[2]
    assert ", y" not in run("a.csv", "--no-values").stdout


@pytest.mark.parametrize("arguments", [(), ("a.csv", "--cleaned")])
def test_without_what_is_needed_it_says_so(run, arguments):
    assert run(*arguments).exit_code == 2


def test_a_file_that_is_not_there_is_an_error_of_ours(run):
    assert "missing.csv" in str(run("missing.csv").exception)
