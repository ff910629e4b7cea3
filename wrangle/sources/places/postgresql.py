"""Tables and queries of PostgreSQL: `source: {path: postgresql://me@host/db, table: weather}`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar

import polars as pl

from wrangle.sources.arrow import frames, odd_columns
from wrangle.sources.database import as_text, needed, origin_of, refused, statement
from wrangle.sources.input import Input
from wrangle.sources.places.base import Place
from wrangle.sources.spec import SourceSpec
from wrangle.sources.spool import spooled

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""All that is read is of one moment, and nothing can be written."""


class Postgresql(Place):
    """Tables and queries of PostgreSQL, fetched in a stream by a transaction that can only read."""

    schemes: ClassVar = ("postgresql", "postgres")
    takes: ClassVar = frozenset({"table", "query"})

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Fetch a table, or what a query gives, into a temporary file."""
        driver = needed("adbc_driver_postgresql.dbapi", "databases", path)
        query = statement(path, spec)
        try:
            with closing(driver.connect(path)) as connection:
                return spooled(_rows(connection, query, origin_of(path, spec)), origin_of(path, spec))
        except driver.Error as error:
            raise refused(path, spec, error) from error


def _rows(connection: Any, query: str, origin: str) -> Iterator[pl.DataFrame]:
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        cursor.execute(query)
        schema = cursor.fetch_record_batch().schema
    odd = odd_columns(schema)
    with connection.cursor() as cursor:
        cursor.execute(as_text(query, schema.names, odd) if odd else query)
        yield from frames(cursor.fetch_record_batch(), origin)
