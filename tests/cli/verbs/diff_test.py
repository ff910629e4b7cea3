import json

import pytest
from typer.testing import CliRunner

from wrangle.cli import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a\n1\n-2\n3\n", encoding="utf-8")
    for name, least in (("old", -9), ("new", 0)):
        text = f"name: p\nsource: a.csv\ncolumns: {{a: float}}\nclean: [clip: {{column: a, min: {least}}}]\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return lambda *more: CliRunner().invoke(app(), ["diff", *more])


def test_the_same_is_exit_code_0_and_another_1(run):
    assert run("old.yaml", "old.yaml").exit_code == 0
    found = run("old.yaml", "new.yaml")
    assert found.exit_code == 1
    assert "old.yaml -> new.yaml: of 3 rows differ: 1 cells of 1 rows" in found.stdout
    assert "row 1: -2 -> 0" in found.stdout


def test_what_cannot_be_run_is_exit_code_2(run):
    found = run("old.yaml", "none.yaml")
    assert found.exit_code == 2
    assert "no rule file 'none.yaml'" in found.stderr


def test_other_data_may_be_given_and_page_and_facts_written(run, tmp_path):
    (tmp_path / "b.csv").write_text("a\n-5\n-6\n", encoding="utf-8")
    assert run("old.yaml", "new.yaml", "b.csv", "--out", "d.html", "--json", "d.json").exit_code == 1
    assert (tmp_path / "d.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["cells"] == 2


def test_models_need_a_train_section(run):
    assert run("old.yaml", "new.yaml", "--models").exit_code == 2
