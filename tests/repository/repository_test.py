from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest

import wrangle
from wrangle.errors import SourceError
from wrangle.repository.repository import Repository, source_text
from wrangle.rulefile.read import load
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec

EVERY = pl.DataFrame(
    {
        "text": ["é", None],
        "whole": pl.Series([1, None], dtype=pl.UInt32),
        "large": pl.Series([2**64 - 1, None], dtype=pl.UInt64),
        "number": [1.5, None],
        "yes": [True, None],
        "day": [date(2026, 1, 2), None],
        "moment": pl.Series([datetime(2026, 1, 2, 3, tzinfo=UTC), None], dtype=pl.Datetime("us", "UTC")),
        "exact": pl.Series([1, None], dtype=pl.Datetime("ns")),
        "clock": [time(1, 2, 3), None],
        "span": [timedelta(hours=1), None],
        "list": [[1, 2], None],
        "temp (F), [x]": [{"a": 1}, None],
        "raw": [b"\x00", None],
    }
)


def test_rows_come_back_as_they_were(repository):
    repository.fetch(EVERY, "t")
    assert repository.read("t").collect().equals(EVERY)
    assert repository.read("t").collect().schema == EVERY.schema


def test_no_rows_are_a_version_too(repository):
    repository.fetch(EVERY.clear(), "t")
    assert repository.read("t").collect().schema == EVERY.schema


def test_tables_and_versions_are_listed(repository):
    assert repository.list().height == 0
    repository.fetch(pl.DataFrame({"a": [1]}), "one")
    repository.fetch(pl.DataFrame({"a": [1, 2]}), "two")
    repository.fetch(pl.DataFrame({"a": [1, 2, 3]}), "two")
    assert repository.list().select("table", "version", "rows").rows() == [("one", 0, 1), ("two", 1, 3)]
    assert repository.versions("two")["rows"].to_list() == [3, 2]
    assert "two" in repository._repr_html_()


def test_a_table_of_the_repository_is_a_source(repository, tmp_path):
    (tmp_path / "weather.csv").write_text("day,temp\n1,20\n2\n3,22\n")
    (tmp_path / "rules.yaml").write_text("source: weather.csv\ncolumns: {day: integer, temp: integer}\n")
    direct = load(tmp_path / "rules.yaml").run()
    repository.fetch(tmp_path / "weather.csv")
    (tmp_path / "weather.csv").write_text("day,temp\n9,29\n")
    repository.fetch(tmp_path / "weather.csv")
    for name, days in (("weather@0", [1, 3]), ("weather", [9])):
        (tmp_path / "rules.yaml").write_text(f"source: {name}\ncolumns: {{day: integer, temp: integer}}\n")
        result = load(tmp_path / "rules.yaml").run()
        assert result.clean["day"].to_list() == days
        if name == "weather@0":
            assert result.quarantine.equals(direct.quarantine)
            (told,) = result.summary["lineage"]["inputs"]
            assert (told["table"], told["version"], told["repository"]) == ("weather", 0, str(tmp_path / "data"))
            assert told["sha256"] == direct.summary["lineage"]["inputs"][0]["sha256"]


def test_the_environment_names_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("WRANGLE_REPOSITORY", str(tmp_path / "elsewhere"))
    Repository().fetch(pl.DataFrame({"a": [1]}), "t")
    (tmp_path / "rules.yaml").write_text("source: t\n")
    assert load(tmp_path / "rules.yaml").run().clean.height == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("u", r"no such table in the repository .*data: known are: t$"), ("t@7", "t has no version 7: the newest is t@0")],
)
def test_what_is_not_there_is_told(repository, name, said):
    repository.fetch(pl.DataFrame({"a": [1]}), "t")
    with pytest.raises(SourceError, match=said):
        open_source(SourceSpec(path=name, repository=repository.root.path))


def test_names_that_can_be_none_are_refused(repository):
    with pytest.raises(SourceError, match="can be no table's name: name it by `--as`"):
        repository.fetch(pl.DataFrame({"a": [1]}), "a/b")
    with pytest.raises(SourceError, match="names no table"):
        repository.read("a@b")


def test_a_table_is_called_as_its_source(repository, tmp_path):
    (tmp_path / "flights 2013.csv.gz.csv").write_text("a\n1\n")
    assert repository.fetch(tmp_path / "flights 2013.csv.gz.csv").name == "flights_2013"
    assert repository.fetch("sklearn://iris").name == "iris"


def test_it_is_one_of_the_public_names():
    assert wrangle.Repository is Repository


def test_where_a_version_came_from_in_a_line():
    assert source_text({"stack": [{"path": "a"}, {"path": ["b", "c"]}]}) == "a + b, c"
    assert source_text(None) == ""


def test_a_rule_file_is_fetched_by_its_source(repository, tmp_path):
    (tmp_path / "weather.csv").write_text("day\n1\n")
    (tmp_path / "air.yaml").write_text("source: weather.csv\n")
    assert str(repository.fetch(tmp_path / "air.yaml")) == "air@0: 1 row"
    (tmp_path / "none.yaml").write_text("name: none\n")
    with pytest.raises(SourceError, match="names no `source` to fetch"):
        repository.fetch(tmp_path / "none.yaml")


def test_many_versions_are_listed_in_a_moment(repository):
    for number in range(30):
        repository.fetch(pl.DataFrame({"a": [number]}), "t")
    assert repository.versions("t")["version"].to_list() == list(range(29, -1, -1))
