import json

import pytest
from typer.testing import CliRunner

import wrangle
from wrangle.cli import app
from wrangle.errors import OutputError


@pytest.fixture
def suggest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sky.csv").write_text("sky,n\n" + "overcast,1\n" * 30 + "overcsat,2\nclear,N/A\n", encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(app(), ["suggest", *arguments])

    return run


def test_the_rule_file_is_printed(suggest):
    assert "canonicalize: {column: sky, names: {overcast: [overcsat]}}" in suggest("sky.csv").stdout


def test_it_is_written_and_runs_from_where_it_stands(suggest, tmp_path):
    (tmp_path / "rules").mkdir()
    found = suggest("sky.csv", "-o", "rules/sky.yaml")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("rules/sky.yaml: ")
    pipeline = wrangle.load(tmp_path / "rules" / "sky.yaml")
    assert pipeline.name == "sky"
    assert set(pipeline.run().clean["sky"]) == {"overcast", "clear"}


def test_a_rule_file_that_is_there_is_not_written_over(suggest, tmp_path):
    (tmp_path / "mine.yaml").write_text("name: mine\n", encoding="utf-8")
    found = suggest("sky.csv", "-o", "mine.yaml")
    assert isinstance(found.exception, OutputError)
    assert "say --force to write over it" in str(found.exception)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "name: mine\n"
    assert suggest("sky.csv", "-o", "mine.yaml", "--force").exit_code == 0


def test_what_was_found_is_printed_as_json(suggest):
    found = json.loads(suggest("sky.csv", "--json").stdout)
    assert {"canonicalize": {"column": "sky", "names": {"overcast": ["overcsat"]}}} in [
        each["rule"] for each in found["findings"]
    ]
