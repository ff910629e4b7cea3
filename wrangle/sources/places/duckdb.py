"""Tables and queries of a DuckDB file: `source: {path: duckdb:///weather.db, table: weather}`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.arrow import frames, odd_columns
from wrangle.sources.database import (
    ROWS,
    as_text,
    database_file,
    located_file,
    needed,
    origin_of,
    refused,
    statement,
)
from wrangle.sources.input import Input
from wrangle.sources.places.base import Place
from wrangle.sources.spec import SourceSpec
from wrangle.sources.spool import spooled

CLOSED = {"enable_external_access": "false", "lock_configuration": "true"}
"""A query reads the one file and nothing else: no other files, no extensions, no network."""


class Duckdb(Place):
    """Tables and queries of a DuckDB file, fetched in a stream; the file is opened for reading only."""

    schemes: ClassVar = ("duckdb",)
    takes: ClassVar = frozenset({"table", "query"})

    def located(self, path: str, folder: Path) -> str:
        """Return the address with the file's whole path."""
        return located_file(path, folder)

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Fetch a table, or what a query gives, into a temporary file."""
        duckdb = needed("duckdb", "databases", path)
        file, query = database_file(path), statement(path, spec)
        try:
            with closing(duckdb.connect(str(file), read_only=True, config=CLOSED)) as connection:
                return spooled(_rows(connection, query, origin_of(path, spec)), origin_of(path, spec))
        except duckdb.Error as error:
            raise refused(path, spec, error) from error


def _rows(connection: Any, query: str, origin: str) -> Iterator[pl.DataFrame]:
    asked = connection.sql(query)
    if asked is None:
        raise SourceError(f"{origin}: the query gives no rows: write a SELECT")
    names = asked.columns
    odd = odd_columns(asked.limit(0).to_arrow_table().schema)
    reader = connection.sql(as_text(query, names, odd) if odd else query).to_arrow_reader(ROWS)
    yield from frames(reader, origin)
