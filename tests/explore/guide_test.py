"""What the guide's page shows of the command line is what it prints; lines of dots stand for lines left out."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wrangle.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/guide/exploring.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```\n\$ wrangle (\w+) .*\n((?:.*\n)*?)```", PAGE))


@pytest.fixture
def changed(tmp_path):
    rules = (ROOT / "rules/deicing.yaml").read_text(encoding="utf-8").replace("../", f"{ROOT}/")
    path = tmp_path / "changed.yaml"
    path.write_text(rules.replace("with: median", "with: mean").replace("fuzzy: 90", "fuzzy: 99"), encoding="utf-8")
    return path


def printed(*arguments):
    return CliRunner().invoke(app(), [str(each) for each in arguments]).stdout


def holds(shown, output):
    lines = iter(output.splitlines())
    return [line for line in shown.splitlines() if line.strip() != "..." and line not in lines]


def test_the_profile_is_the_one_shown(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    page = tmp_path / "weather.html"
    output = printed("profile", "sample_data/weather.csv", "--out", page).replace(str(page), "weather.html")
    assert holds(BLOCKS["profile"], output) == []


def test_the_difference_is_the_one_shown(monkeypatch, changed):
    monkeypatch.chdir(ROOT)
    output = printed("diff", "rules/deicing.yaml", changed).replace(str(changed), "changed.yaml")
    assert holds(BLOCKS["diff"], output) == []


def test_every_option_of_profile_is_told():
    told = printed("profile", "--help")
    options = re.findall(r"(--[a-z-]+)", told)
    assert set(options) - {"--help", "--set", "--out", "--json", "--no-", "--install-completion"} <= set(
        re.findall(r"`(--[a-z-]+)", PAGE)
    )
