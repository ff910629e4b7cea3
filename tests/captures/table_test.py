import subprocess
import sys

import pytest
import sqlalchemy as sa

from wrangle.captures import table
from wrangle.captures.store import Store
from wrangle.errors import CaptureError


def test_the_table_has_the_documented_columns_and_its_indexes(url):
    store = Store(url)
    store.open()
    found = sa.inspect(store.engine)
    documented = [line.split("`")[1] for line in table.__doc__.splitlines() if line.startswith("| `")]
    assert [each["name"] for each in found.get_columns("captures")] == documented_order(documented)
    assert {tuple(each["column_names"]) for each in found.get_indexes("captures")} == {("inference_id",), ("time",)}
    store.close()


def documented_order(names):
    assert sorted(names) == sorted(table.CAPTURES.c.keys())
    return table.CAPTURES.c.keys()


def test_the_version_is_written_and_a_newer_one_refused(url):
    store = Store(url)
    store.open()
    with store.engine.begin() as connection:
        assert table.version(connection) == table.VERSION
        connection.execute(sa.update(table.SCHEMA).values(version=table.VERSION + 1))
    store.close()
    newer = pytest.raises(CaptureError, match=r"of version 2, this wrangle knows 1: update wrangle")
    with Store(url) as store:
        with newer:
            store.open()
        with newer, store.reading():
            pass


def test_servers_that_start_at_once_make_the_table_once(url):
    code = f"""
from wrangle.captures.store import Store
from wrangle.errors import CaptureError
store = Store({url!r})
for _ in range(20):
    try:
        store.open()
        break
    except CaptureError as error:
        last = error
else:
    raise last
store.close()
"""
    many = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    for each in many:
        _, said = each.communicate(timeout=60)
        assert each.returncode == 0, said.decode()
    store = Store(url)
    with store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table.SCHEMA)) == 1
    store.close()
