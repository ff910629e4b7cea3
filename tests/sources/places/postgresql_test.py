from datetime import UTC, date, datetime, time
from decimal import Decimal
from urllib.parse import urlsplit

import adbc_driver_postgresql.dbapi
import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec

EVERY = """
CREATE TABLE public.every AS SELECT
  i::int AS whole, 1.5::float8 AS number, 12.25::numeric(10,2) AS price, 1.125::numeric AS exact, 'é'::text AS words,
  (i = 1) AS yes, date '2026-01-02' AS day, timestamp '2026-01-02 03:04:05' AS at,
  timestamptz '2026-01-02 03:04:05+02' AS moment, time '03:04:05' AS clock, interval '1 day' AS span,
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS id, '{"a": 1}'::jsonb AS json, '{1,2}'::int[] AS list,
  '10.0.0.1'::inet AS host, NULL::text AS none
FROM generate_series(1, 3) AS i
"""


@pytest.fixture(scope="module")
def address(database):
    url = database.get_uri()
    with adbc_driver_postgresql.dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS public.every")
        cursor.execute(EVERY)
        cursor.execute('CREATE TABLE IF NOT EXISTS public."An ""odd"" one" AS SELECT 1 AS a')
        connection.commit()
    return url


def rows(address, **asked):
    with open_source(SourceSpec(path=address, **asked)) as input_:
        return input_.frame.collect()


def test_types_are_kept(address):
    frame = rows(address, query="SELECT * FROM every ORDER BY whole")
    assert frame["whole"].to_list() == [1, 2, 3]
    assert frame.row(0, named=True) == {
        "whole": 1,
        "number": 1.5,
        "price": Decimal("12.25"),
        "exact": 1.125,
        "words": "é",
        "yes": True,
        "day": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, 3, 4, 5),
        "moment": datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC),
        "clock": time(3, 4, 5),
        "span": "1 day",
        "id": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "json": '{"a": 1}',
        "list": [1, 2],
        "host": "10.0.0.1/32",
        "none": None,
    }
    assert frame.schema["price"] == pl.Decimal(10, 2)


@pytest.mark.parametrize("table", ["every", "public.every"])
def test_a_table_is_read_whole(address, table):
    assert rows(address, table=table).height == 3


def test_a_table_of_any_name_is_found(address):
    assert rows(address, table='An "odd" one').rows() == [(1,)]


def test_no_rows_have_their_columns_all_the_same(address):
    frame = rows(address, query="SELECT whole, price FROM every WHERE whole > 9")
    assert frame.schema == {"whole": pl.Int32, "price": pl.Decimal(10, 2)}
    assert frame.height == 0


def test_many_rows_come_in_batches(address):
    frame = rows(address, query="SELECT i, 'text ' || i AS t FROM generate_series(1, 600000) AS i")
    assert (frame.height, frame["t"][-1]) == (600_000, "text 600000")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"query": "DELETE FROM every"}, "read-only transaction"),
        ({"query": "SELECT 1; DELETE FROM every"}, "cannot insert multiple commands"),
        ({"query": "SELECT * FROM nowhere"}, r'\(a query\): cannot be read: .*"nowhere" does not exist'),
        ({}, "name a `table`, or a `query`"),
        ({"table": "a", "query": "b"}, "name either"),
    ],
)
def test_what_cannot_be_read_is_told(address, asked, said):
    with pytest.raises(SourceError, match=said):
        rows(address, **asked)
    assert rows(address, table="every").height == 3


def test_passwords_are_never_shown(address):
    secret = f"postgresql://me:hunter2@127.0.0.1:1/{urlsplit(address).path.strip('/')}"
    with pytest.raises(SourceError, match=r"postgresql://me:\*\*\*@127.0.0.1:1/") as told:
        rows(secret, table="every")
    assert "hunter2" not in str(told.value)
