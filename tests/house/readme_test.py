"""What the README shows is true."""

import doctest
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wrangle.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_output_of_make_run_is_the_one_shown(tmp_path):
    found = CliRunner().invoke(app(), ["run", str(ROOT / "rules/deicing.yaml"), "--out", str(tmp_path / "out")])
    assert found.exit_code == 0, found.output
    lines = [line for line in found.stdout.splitlines() if not line.startswith("written to")]
    assert "\n".join(lines) in README


def test_the_python_session_gives_what_is_shown(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_fault_is_shown_as_it_is_printed(tmp_path):
    rules = (ROOT / "rules/deicing.yaml").read_text(encoding="utf-8").replace("{column: country,", "{column: contry,")
    (tmp_path / "deicing.yaml").write_text(rules.replace("../", f"{ROOT}/"), encoding="utf-8")
    found = CliRunner().invoke(app(), ["check", str(tmp_path / "deicing.yaml")])
    what, place = "canonicalize: there is no column 'contry' here", "deicing.yaml:27:28"
    assert f"{place}: {what}" in str(found.exception)
    assert f"{place}: {what}" in README
    assert "did you mean 'country'?" in str(found.exception)


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", sorted((ROOT / "docs/guide").glob("*.md")), ids=lambda page: page.stem)
def test_the_guide_shows_what_happens(page, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    shown = tmp_path / page.name  # without files of a package that is not installed here: `own_steps_test` installs it
    text = re.sub(r"^`[\w/.]+`\n\n```\w+\n.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    shown.write_text(text)
    assert doctest.testfile(str(shown), module_relative=False).failed == 0
