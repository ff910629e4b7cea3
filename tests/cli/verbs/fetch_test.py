import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import SourceError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WRANGLE_REPOSITORY", raising=False)
    (tmp_path / "weather.csv").write_text("day;temp\n1;20\n2\n3;22\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/deicing.yaml").write_text("name: deicing\nsource: {path: ../weather.csv, delimiter: ';'}\n")
    return tmp_path


def wrangle(*arguments):
    found = CliRunner().invoke(app(), list(map(str, arguments)))
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_a_rule_file_is_fetched_beside_itself(folder):
    found = wrangle("fetch", "rules/deicing.yaml")
    assert found.stdout == "deicing@0: 3 rows, 1 of them could not be read whole and are kept with the reason\n"
    assert (folder / "rules/data/deicing/_delta_log").is_dir()
    assert "no new version" in wrangle("fetch", "rules/deicing.yaml").stdout


def test_how_a_file_is_read_is_told_where_nobody_said_it(folder):
    assert 'note: weather.csv: read as {delimiter: ";"}: pin it' in wrangle("fetch", "weather.csv").stderr
    assert not wrangle("fetch", "rules/deicing.yaml").stderr


def test_a_source_is_fetched_by_its_options(folder):
    assert "air@0: 3 rows" in wrangle("fetch", "weather.csv", "--as", "air", "--option", "delimiter=;").stdout
    assert (folder / "data/air").is_dir()
    assert "air@1: 6 rows" in wrangle("fetch", "weather.csv", "--as", "air", "--append").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--option", "delimeter=;"], "delimeter: Extra inputs"), (["--option", "delimiter"], "is not NAME=VALUE")],
)
def test_options_that_are_none_are_refused(folder, arguments, said):
    found = wrangle("fetch", "weather.csv", *arguments)
    assert found.exit_code == 2
    assert said in found.stderr


def test_a_rule_file_without_a_source_has_nothing_to_fetch(folder):
    (folder / "rules/deicing.yaml").write_text("name: deicing\n")
    with pytest.raises(SourceError, match="names no `source` to fetch"):
        wrangle("fetch", "rules/deicing.yaml")


def test_an_address_or_a_table_may_stand_for_the_data_of_a_run(folder, web):
    web.files["/more.csv"] = b"day;temp\n7;27\n"
    assert "1 rows read" in wrangle("run", "rules/deicing.yaml", "--data", f"{web.address}/more.csv").stdout
    wrangle("fetch", f"{web.address}/more.csv", "--repository", "rules/data", "--option", "delimiter=;")
    assert "1 rows read" in wrangle("run", "rules/deicing.yaml", "--data", "more@0").stdout
