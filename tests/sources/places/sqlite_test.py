import sqlite3

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.database import ROWS
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def folder(tmp_path):
    with sqlite3.connect(tmp_path / "a b.db") as connection:
        connection.execute("CREATE TABLE t (whole INTEGER, number, mixed INTEGER, words TEXT, raw BLOB, none TEXT)")
        rows = [(1, 1.5, 1, "é", b"\x00", None), (2, 2, "two", None, b"\xff", None), (None, None, 2.5, "", None, None)]
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.close()
    return tmp_path


def rows(folder, **asked):
    with open_source(SourceSpec(path=f"sqlite:///{folder}/a b.db", **asked)) as input_:
        return input_.frame.collect()


def test_a_column_gets_the_type_that_holds_all_its_cells(folder):
    frame = rows(folder, table="t")
    assert frame.dtypes == [pl.Int64, pl.Float64, pl.String, pl.String, pl.Binary, pl.String]
    assert frame["number"].to_list() == [1.5, 2.0, None]
    assert frame["mixed"].to_list() == ["1", "two", "2.5"]


def test_a_type_may_first_come_up_late(folder):
    many = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {2 * ROWS + 1})"
    frame = rows(folder, query=f"{many} SELECT i, CASE WHEN i > {2 * ROWS} THEN 'late' END AS t FROM n;")
    assert (frame.height, frame["t"][-1], frame["t"].null_count()) == (2 * ROWS + 1, "late", 2 * ROWS)


def test_the_file_is_relative_to_the_rule_file(folder):
    source = read_text("source: {path: 'sqlite:///a b.db', table: t}", folder=folder).source
    assert open_source(source).rows == 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "nowhere"}, r"\(table nowhere\): cannot be read: no such table"),
        ({"query": "DELETE FROM t"}, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(folder, asked, said):
    with pytest.raises(SourceError, match=said):
        rows(folder, **asked)
    assert rows(folder, table="t").height == 3


@pytest.mark.parametrize("path", ["sqlite://a.db", "sqlite:///", "sqlite:////no/such.db"])
def test_a_file_must_be_named_and_be_there(path):
    with pytest.raises(SourceError, match=r"names no file|there is no file"):
        open_source(SourceSpec(path=path, table="t"))
