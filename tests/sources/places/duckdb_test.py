from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def folder(tmp_path):
    with duckdb.connect(str(tmp_path / "a.db")) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT i::INT AS whole, (i * 1.25)::DECIMAL(10, 2) AS price, interval 1 day AS span, "
            "timestamptz '2026-01-02 03:04:05+02' AS moment, {'a': 1} AS parts, 'x' AS words FROM range(120000) r(i)"
        )
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return tmp_path


def rows(folder, **asked):
    with open_source(SourceSpec(path=f"duckdb:///{folder}/a.db", **asked)) as input_:
        return input_.frame.collect()


def test_types_are_kept_and_rows_come_in_order(folder):
    frame = rows(folder, table="t")
    assert frame["whole"].to_list() == list(range(120_000))
    moment = datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert frame.row(1) == (1, Decimal("1.25"), "1 day", moment, {"a": 1}, "x")


def test_the_file_is_relative_to_the_rule_file(folder):
    source = read_text("source: {path: 'duckdb:///a.db', query: SELECT count(*) AS n FROM t}", folder=folder).source
    assert open_source(source).frame.collect().rows() == [(120_000,)]


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE t",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM nowhere",
        "INSTALL sqlite",
        "COPY t TO '{folder}/out.csv'",
        "SELECT 1; DROP TABLE t",
    ],
)
def test_a_query_reads_the_one_file_and_nothing_else(folder, query):
    with pytest.raises(SourceError, match=r"\(a query\): "):
        rows(folder, query=query.format(folder=folder))
    assert not (folder / "out.csv").exists()
    assert rows(folder, table="t").height == 120_000
