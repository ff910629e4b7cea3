import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from wrangle.errors import SchemaError, SourceError
from wrangle.repository.repository import Repository
from wrangle.repository.writing import CONFIGURATION


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "weather.csv"
    path.write_text("day,temp\n1,20\n2\n3,22\n")
    return path


def test_a_fetch_is_a_version_with_all_that_is_known_of_it(repository, csv):
    found = repository.fetch(csv)
    assert (found.name, found.version, found.rows, found.rejected, found.changed) == ("weather", 0, 3, 1, True)
    told = repository.version("weather").told
    assert told["source"] == {"path": str(csv)}
    assert told["schema"] == {"day": "String", "temp": "String"}
    assert len(told["sha256"]) == 64
    assert told["fetched_at"][:2] == "20"


def test_rows_that_could_not_be_read_whole_are_kept_apart(repository, csv):
    repository.fetch(csv)
    assert repository.read("weather").collect().rows() == [("1", "20"), ("3", "22")]
    rejected = repository.read("weather", rejected=True).collect()
    assert rejected.rows() == [("2", None, "line 3 has 1 field where the header has 2: '2'")]


def test_data_that_did_not_change_make_no_version(repository, csv):
    repository.fetch(csv)
    again = repository.fetch(csv)
    assert (again.changed, again.version) == (False, 0)
    assert str(again) == "weather: no new version: the data are those of weather@0 (3 rows)"
    csv.write_text("day,temp\n1,21\n")
    assert repository.fetch(csv).version == 1


def test_other_options_of_reading_make_a_version(repository, csv):
    repository.fetch(csv)
    assert repository.fetch(csv, null_values=("22",)).changed


def test_what_did_not_change_on_a_web_server_is_not_downloaded(repository, web):
    web.files["/weather.csv"] = b"day,temp\n1,20\n"
    repository.fetch(f"{web.address}/weather.csv")
    again = repository.fetch(f"{web.address}/weather.csv")
    assert not again.changed
    assert not again.downloaded
    assert "nothing was downloaded" in str(again)
    assert [method for method, _, _ in web.asked].count("GET") == 1
    web.files["/weather.csv"] += b"2,21\n"
    assert repository.fetch(f"{web.address}/weather.csv").version == 1


def test_secrets_are_not_kept(repository, web):
    web.files["/weather.csv"] = b"day\n1\n"
    repository.fetch(f"{web.address}/weather.csv?token=t0ken-of-mine")
    log = "".join(each.read_text() for each in Path(repository.root.uri("weather"), "_delta_log").glob("*.json"))
    assert "token=***" in log
    assert "t0ken-of-mine" not in log


def test_other_columns_are_an_error_that_shows_them_and_can_be_taken(repository, csv):
    repository.fetch(csv)
    csv.write_text("day,humidity\n1,60\n")
    with pytest.raises(SchemaError, match=r"not those of weather@0:\n    \+ humidity: String\n    - temp: String\n"):
        repository.fetch(csv)
    assert repository.read("weather").collect().height == 2
    found = repository.fetch(csv, accept_schema=True)
    assert "its columns changed: + humidity: String, - temp: String" in str(found)
    assert repository.read("weather").collect().columns == ["day", "humidity"]
    assert repository.read("weather@0").collect().columns == ["day", "temp"]


def test_another_order_of_columns_is_no_change(repository):
    repository.fetch(pl.DataFrame({"a": [1], "b": [2]}), "t")
    assert repository.fetch(pl.DataFrame({"b": [3], "a": [4]}), "t").version == 1


def test_rows_are_appended_behind_those_that_are_there(repository, csv):
    repository.fetch(csv)
    csv.write_text("temp,day\n23,4\n24\n")
    found = repository.fetch(csv, append=True)
    assert str(found).startswith("weather@1: 5 rows, 2 of them new, 2 of them could not be read whole")
    assert repository.read("weather").collect()["day"].to_list() == ["1", "3", "4"]
    assert not repository.fetch(csv, append=True).changed
    assert repository.version("weather@1").told["sha256"] != repository.version("weather@0").told["sha256"]


def test_rows_whose_key_is_there_are_left_out(repository):
    repository.fetch(pl.DataFrame({"k": [1, None], "v": ["a", "b"]}), "t")
    more = pl.DataFrame({"k": [None, 2, 1], "v": ["x", "c", "y"]})
    found = repository.fetch(more, "t", append=True, key=["k"])
    assert "3 rows, 1 of them new" in str(found)
    assert repository.read("t").collect().rows() == [(1, "a"), (None, "b"), (2, "c")]
    assert not repository.fetch(more[::-1], "t", append=True, key=["k"]).changed
    with pytest.raises(SourceError, match="the key k 7 stands 2 times"):
        repository.fetch(pl.DataFrame({"k": [7, 7], "v": ["a", "b"]}), "t", append=True, key=["k"])
    with pytest.raises(SourceError, match="has no column 'kk' to be the key: did you mean 'k'"):
        repository.fetch(more.head(1), "t", append=True, key=["kk"])


def test_appending_to_other_columns_that_were_accepted_keeps_all_rows(repository):
    repository.fetch(pl.DataFrame({"a": [1], "b": ["x"]}), "t")
    found = repository.fetch(pl.DataFrame({"a": [2], "c": [0.5]}), "t", append=True, accept_schema=True)
    assert (found.rows, repository.read("t").collect().rows()) == (2, [(1, "x", None), (2, None, 0.5)])


def test_a_table_keeps_all_versions_whatever_their_age(repository):
    repository.fetch(pl.DataFrame({"a": [1]}), "t")
    assert repository.root.table("t").metadata().configuration == CONFIGURATION


def writer(folder, number):
    repository = Repository(folder)
    appended = repository.fetch(pl.DataFrame({"a": [number]}), "appended", append=True)
    replaced = repository.fetch(pl.DataFrame({"a": [number] * 3}), "replaced")
    return appended.changed, replaced.changed


def test_writers_at_once_lose_nothing(repository, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: writer(tmp_path / "data", number), range(12)))
    assert all(all(each) for each in done)
    assert repository.read("appended").collect()["a"].sort().to_list() == list(range(12))
    assert repository.versions("appended")["version"].to_list() == list(range(11, -1, -1))
    for version in repository.versions("replaced")["version"]:
        assert repository.read(f"replaced@{version}").collect()["a"].n_unique() == 1
    left = list((tmp_path / "data/replaced").glob("*.parquet"))
    assert len(left) == repository.versions("replaced").height


MANY = """
import sys
import polars as pl
from wrangle.repository.repository import Repository

for number in range(5):
    Repository(sys.argv[1]).fetch(pl.DataFrame({"a": [int(sys.argv[2]) + number]}), "t", append=True)
"""


def test_processes_at_once_lose_nothing(repository, tmp_path):
    command = [sys.executable, "-c", MANY, str(tmp_path / "data")]
    running = [subprocess.Popen([*command, str(start)]) for start in (0, 100)]
    assert [each.wait() for each in running] == [0, 0]
    assert repository.read("t").collect()["a"].sort().to_list() == [*range(5), *range(100, 105)]


SLOW = """
import sys, time
import polars as pl
from polars.io.plugins import register_io_source
from wrangle.repository.repository import Repository

def source(*_):
    for number in range(10_000):
        yield pl.DataFrame({"a": [number] * 10_000})
        print(number, flush=True)
        time.sleep(0.01)

Repository(sys.argv[1]).fetch(register_io_source(source, schema={"a": pl.Int64}), "t")
"""


def test_a_writer_that_is_killed_leaves_the_last_version(repository, tmp_path):
    repository.fetch(pl.DataFrame({"a": [1]}), "t")
    with subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path / "data")], stdout=subprocess.PIPE) as killed:
        for line in killed.stdout:
            if int(line) == 30:
                killed.send_signal(signal.SIGKILL)
                break
    assert repository.read("t").collect()["a"].to_list() == [1]
    assert repository.fetch(pl.DataFrame({"a": [2]}), "t").version == 1
    assert repository.read("t").collect()["a"].to_list() == [2]


def test_an_object_store_can_hold_a_repository(s3):
    repository = Repository("s3://bucket/tables", s3)
    assert repository.fetch(pl.DataFrame({"a": [1]}), "t").version == 0
    assert not repository.fetch(pl.DataFrame({"a": [1]}), "t").changed
    assert repository.fetch(pl.DataFrame({"a": [2]}), "t", append=True).version == 1
    assert repository.read("t").collect()["a"].to_list() == [1, 2]
    assert repository.list()["table"].to_list() == ["t"]
    assert repository.fetch(pl.DataFrame({"a": [3]}), "t").version == 2
    (cleared,) = repository.vacuum(keep=1)
    assert (cleared.files, cleared.versions) == (2, (0, 1))
    with pytest.raises(SourceError, match="s3://bucket/tables: t@0 cannot be read any more"):
        repository.read("t@0")
