import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from stores import emptied, event, kept_ids

from wrangle.captures.store import Store, new_ids, store_url
from wrangle.errors import CaptureError
from wrangle.serving.masking import rows_of


def rows(count=3):
    return rows_of([event(number) for number in range(count)], frozenset())


@pytest.fixture
def store(url):
    found = Store(url)
    yield found
    found.close()


def test_rows_are_added_and_are_there(store, url):
    store.add(rows())
    store.add(rows_of([event(7)], frozenset()))
    assert kept_ids(url) == ["id-0", "id-1", "id-2", "id-7"]


def test_a_row_that_is_there_already_stays_as_it_is(store, url):
    same = rows()
    store.add(same)
    store.add(same)
    assert kept_ids(url) == ["id-0", "id-1", "id-2"]


def test_rows_of_one_transaction_are_kept_all_or_none(store, url):
    store.add(rows(1))
    with pytest.raises(CaptureError):
        store.add([*rows(2), {**rows(1)[0], "id": "x" * 32, "time": None}])
    assert kept_ids(url) == ["id-0"]


def test_a_probe_changes_nothing(store, url):
    store.add(rows(1))
    store.probe()
    assert kept_ids(url) == ["id-0"]


def test_a_table_that_somebody_removed_is_made_again(store, url):
    store.add(rows(1))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE captures")
    with pytest.raises(CaptureError):
        store.add(rows(1))
    store.add(rows(1))
    assert kept_ids(url) == ["id-0"]


def test_who_reads_does_not_keep_the_writer_waiting(store, url):
    store.add(rows(1))
    reader = Store(url)
    with reader.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM captures").all()
        store.add(rows_of([event(1)], frozenset()))
    reader.close()
    assert kept_ids(url) == ["id-0", "id-1"]


def test_sqlite_writes_ahead_and_syncs_each_commit_where_it_is_asked_to(tmp_path):
    for flush_each, level in ((True, 2), (False, 1)):
        store = Store(f"sqlite:///{tmp_path}/c.sqlite", flush_each=flush_each)
        store.open()
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
        store.close()


def test_a_transaction_takes_the_lock_at_once_and_waits_for_another_writer(tmp_path):
    path = tmp_path / "c.sqlite"
    with Store(f"sqlite:///{path}") as store:
        store.open()
    code = f"""
import sqlite3, sys, time
c = sqlite3.connect({str(path)!r}, isolation_level=None)
c.execute("BEGIN IMMEDIATE"); print("locked", flush=True); time.sleep(0.5); c.execute("COMMIT")
"""
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"locked\n"
    with Store(f"sqlite:///{path}") as store:
        store.add(rows())
    assert other.wait() == 0
    other.stdout.close()
    assert kept_ids(f"sqlite:///{path}") == ["id-0", "id-1", "id-2"]


def test_several_processes_write_into_one_store(url):
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from stores import event
from wrangle.captures.store import Store
from wrangle.serving.masking import rows_of
store = Store({url!r})
for batch in range(20):
    store.add(rows_of([event(0, inference_id=sys.argv[1])] * 10, frozenset()))
store.close()
"""
    with Store(url) as store:
        store.open()
    many = [subprocess.Popen([sys.executable, "-c", code, f"p{n}"], stderr=subprocess.PIPE) for n in range(3)]
    for each in many:
        _, said = each.communicate(timeout=60)
        assert each.returncode == 0, said.decode()
    ids = kept_ids(url)
    assert {each: ids.count(each) for each in set(ids)} == {"p0": 200, "p1": 200, "p2": 200}


def test_a_folder_that_is_missing_is_made(tmp_path):
    url = store_url("sqlite:///deep/er/c.sqlite", tmp_path)
    with Store(url) as store:
        store.add(rows(1))
    assert (tmp_path / "deep" / "er" / "c.sqlite").is_file()


def test_a_full_store_says_so(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/c.sqlite")
    store.open()
    sa.event.listen(store.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 12"))
    with pytest.raises(CaptureError, match="database or disk is full"):
        store.add(rows(1000))


def test_a_store_that_is_none_says_so(tmp_path):
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"no database at all, but text " * 50)
    with pytest.raises(CaptureError, match=r"c\.sqlite: file is not a database"):
        Store(f"sqlite:///{path}").add(rows(1))


def test_a_server_that_is_not_there_says_so(tmp_path):
    store = Store(f"postgresql://u:open-sesame@/d?host={tmp_path}")
    with pytest.raises(CaptureError, match="connection") as told:
        store.add(rows(1))
    assert "open-sesame" not in str(told.value)


def test_reading_makes_no_store(tmp_path):
    path = tmp_path / "c.sqlite"
    with pytest.raises(CaptureError, match="there is no such capture store"), Store(f"sqlite:///{path}").reading():
        pass
    assert not path.exists()
    sqlite3.connect(path).execute("CREATE TABLE other (a)").connection.close()
    with pytest.raises(CaptureError, match="is a database without captures"), Store(f"sqlite:///{path}").reading():
        pass


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("captures.sqlite", "is no SQLAlchemy address: write sqlite:///"),
        ("mysql://host/name", "cannot be kept in 'mysql': write sqlite:///"),
        ("", None),
    ],
)
def test_only_databases_that_are_tested_are_taken(url, said):
    if said is None:
        assert store_url(url, Path("/d")) == "sqlite:////d/captures.sqlite"
        return
    with pytest.raises(CaptureError, match=said):
        store_url(url, Path("/d"))


def test_the_driver_of_postgresql_is_psycopg_and_memory_has_no_folder():
    assert store_url("postgresql://u:p@h/d", Path("/x")) == "postgresql+psycopg://u:p@h/d"
    assert store_url("sqlite://", Path("/x")) == "sqlite://"
    assert store_url("sqlite:///a/b.db", Path("rel")) == f"sqlite:///{Path.cwd()}/rel/a/b.db"


def test_no_two_ids_are_the_same_and_they_grow_with_time():
    ids = new_ids(50_000, 1_777_000_000_000_000)
    assert len(set(ids)) == 50_000
    assert max(ids) < min(new_ids(10, 1_777_000_000_000_001))
    assert {len(each) for each in ids} == {32}


def test_a_password_comes_from_the_environment_and_is_never_shown(monkeypatch, tmp_path):
    url = "postgresql://u:${env:WRANGLE_TEST_PASSWORD}@/d?host=" + str(tmp_path)
    with pytest.raises(CaptureError, match="needs the environment variable 'WRANGLE_TEST_PASSWORD': set it"):
        store_url(url, tmp_path)
    monkeypatch.setenv("WRANGLE_TEST_PASSWORD", "p@ss/word")
    with Store(store_url(url, tmp_path)) as store:
        assert store.url.password == "p@ss/word"
        assert "ss/word" not in store.name
        with pytest.raises(CaptureError) as told:
            store.open()
    assert "ss/word" not in str(told.value)
    assert "ss%2Fword" not in str(told.value)


def test_who_only_reads_may_take_longer_than_who_writes(database):
    with Store(emptied(database)) as store:
        store.open()
        for opened, limit in ((store.reading, "10min"), (store.writing, "10s"), (store.reading, "10min")):
            with opened() as connection:
                assert connection.scalar(sa.text("SHOW statement_timeout")) == limit
