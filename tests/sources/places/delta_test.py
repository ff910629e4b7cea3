import time
from datetime import UTC, datetime

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import load, read_text
from wrangle.sources.opening import open_source
from wrangle.sources.places.delta import Delta
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def folder(tmp_path):
    pl.DataFrame({"a": [1, 2]}).write_delta(tmp_path / "table")
    time.sleep(0.01)
    return tmp_path


def more(folder):
    moment = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    pl.DataFrame({"a": [3]}).write_delta(folder / "table", mode="append")
    return moment


def rows(path, **asked):
    with open_source(SourceSpec(path=str(path), **asked)) as input_:
        return sorted(input_.frame.collect()["a"])


def test_a_version_or_a_time_may_be_asked_for(folder):
    moment = more(folder)
    assert rows(folder / "table") == [1, 2, 3]
    assert rows(f"delta://{folder}/table", version=0) == [1, 2]
    assert rows(folder / "table", as_of=moment) == [1, 2]


def test_what_is_being_read_stays_its_version(folder):
    input_ = open_source(SourceSpec(path=str(folder / "table")))
    more(folder)
    assert input_.frame.collect().height == 2


def test_a_rule_file_reads_the_table_beside_it_and_its_lineage_tells_the_version(folder):
    (folder / "rules.yaml").write_text("source: table\ncolumns: {a: integer}\n")
    (told,) = load(folder / "rules.yaml").run().summary["lineage"]["inputs"]
    assert (told["name"], told["version"]) == (str(folder / "table"), 0)
    source = read_text("source: {path: 'delta://table', version: 0}", folder=folder).source
    assert open_source(source).frame.collect().height == 2


def test_the_state_is_the_version(folder):
    place, path = Delta(), str(folder / "table")
    before = place.state(path, SourceSpec(path=path))
    more(folder)
    assert place.state(path, SourceSpec(path=path)) != before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"path": "delta:///no/table"}, "there is no Delta table"),
        ({"version": 9}, "cannot be opened|no Delta table"),
        ({"as_of": "yesterday"}, "is no time with a time zone"),
    ],
)
def test_what_cannot_be_read_is_told(folder, asked, said):
    with pytest.raises(SourceError, match=said):
        rows(**{"path": folder / "table"} | asked)


def test_tables_in_an_object_store_are_read_where_they_lie(s3):
    settings = {**s3, "allow_http": "true"}
    pl.DataFrame({"a": [1]}).write_delta("s3://bucket/delta/table", storage_options=settings)
    assert rows("delta://s3://bucket/delta/table", options=s3) == [1]
