import polars as pl
import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.repository.repository import Repository


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WRANGLE_REPOSITORY", raising=False)
    (tmp_path / "weather.csv").write_text("day,temp\n1,20\n2\n3,22\n")
    repository = Repository("rules/data")
    repository.fetch("weather.csv")
    (tmp_path / "weather.csv").write_text("day,temp\n1,21\n3,22\n4,23\n")
    repository.fetch("weather.csv")
    return tmp_path


def wrangle(*arguments):
    found = CliRunner().invoke(app(), ["data", *map(str, arguments)])
    assert found.exit_code == 0, found.exception
    return found.stdout


def test_tables_are_listed(folder):
    head, row = wrangle("list").splitlines()
    assert head.split() == ["table", "version", "rows", "rejected", "columns", "size", "fetched", "source"]
    assert row.split()[:5] == ["weather", "1", "3", "0", "2"]


def test_an_empty_repository_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "holds no table: fetch one by `wrangle fetch`" in wrangle("list", "--repository", "none")


def test_a_version_is_shown_with_what_could_not_be_read(folder):
    said = wrangle("show", "weather@0")
    assert "weather@0" in said
    assert "could not be read whole: line 3 has 1 field" in said
    assert [line.split()[:3] for line in said.splitlines()[-2:]] == [["1", "3", "0"], ["0", "3", "1"]]


def test_two_versions_are_compared(folder):
    said = wrangle("diff", "weather@0", "weather@1", "--key", "day")
    assert "rows: 1 added, 0 removed, 1 changed\n  temp: 1 changed (1: 20 -> 21)\n  + day '4', temp '23'" in said


def test_old_versions_are_cleared_away(folder):
    assert "would go: weather: 1 files" in wrangle("vacuum", "--keep", "1", "--dry-run")
    assert "1 old versions can be read no more" in wrangle("vacuum", "weather", "--keep", "1")
    assert pl.read_delta("rules/data/weather").height == 3
