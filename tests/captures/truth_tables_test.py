"""The truth comes from tables of databases as well."""

import sqlite3
from datetime import UTC, datetime

import pytest

from wrangle.captures.truth import Line
from wrangle.captures.truth_lines import Columns
from wrangle.captures.truth_tables import read_table
from wrangle.errors import CaptureError, SourceError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_table_of_a_database_is_read(tmp_path):
    path = tmp_path / "truth.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE outcomes (inference_id TEXT, label INTEGER)")
        connection.execute("INSERT INTO outcomes VALUES ('a', 1), (NULL, 0)")
    connection.close()
    url = f"sqlite:///{path}"
    assert list(read_table(url, None, Columns())) == [Line(1, 1, "a"), Line(2, 0)]
    assert next(iter(read_table(url, "outcomes", Columns()))) == Line(1, 1, "a")
    with pytest.raises(SourceError, match=r"has no table 'outcome': did you mean 'outcomes'\?"):
        list(read_table(url, "outcome", Columns()))
    with pytest.raises(SourceError, match="none of SQLAlchemy's"):
        list(read_table("no address", None, Columns()))


def test_a_table_of_postgresql_is_read(database):
    import sqlalchemy as sa
    from stores import emptied

    url = emptied(database)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE outcomes (inference_id TEXT, label NUMERIC, label_time TIMESTAMPTZ)")
        connection.exec_driver_sql("INSERT INTO outcomes VALUES ('a', 1.5, '2026-05-01T12:00:00Z')")
    engine.dispose()
    assert list(read_table(url.replace("+psycopg", ""), "outcomes", Columns())) == [Line(1, 1.5, "a", None, NOON)]


def test_which_table_is_asked_for_where_there_are_several(tmp_path):
    with sqlite3.connect(tmp_path / "t.sqlite") as connection:
        connection.execute("CREATE TABLE one (a)")
        connection.execute("CREATE TABLE two (a)")
    connection.close()
    with pytest.raises(SourceError, match="say which table by `--table`: there are one, two"):
        list(read_table(f"sqlite:///{tmp_path}/t.sqlite", None, Columns()))


def test_a_password_comes_from_the_environment_and_is_not_shown(tmp_path, monkeypatch):
    url = "postgresql://u:${env:WRANGLE_TEST_TRUTH}@/d?host=" + str(tmp_path)
    with pytest.raises(CaptureError, match="needs the environment variable 'WRANGLE_TEST_TRUTH'"):
        list(read_table(url, "t", Columns()))
    monkeypatch.setenv("WRANGLE_TEST_TRUTH", "open-sesame-truth")
    with pytest.raises(SourceError) as told:
        list(read_table(url, "t", Columns()))
    assert "open-sesame-truth" not in str(told.value)


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(SourceError, match="there is no such database"):
        list(read_table(f"sqlite:///{tmp_path}/no.sqlite", None, Columns()))
    assert not list(tmp_path.iterdir())
