"""Tables and queries of a SQLite file: `source: {path: sqlite:///weather.db, table: weather}`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import polars as pl

from wrangle.sources.database import ROWS, database_file, located_file, origin_of, quoted, refused, statement
from wrangle.sources.input import Input
from wrangle.sources.places.base import Place
from wrangle.sources.spec import SourceSpec
from wrangle.sources.spool import spooled

KINDS = ("integer", "real", "text", "blob")
"""What `typeof` says of a value that is not null."""


class Sqlite(Place):
    """Tables and queries of a SQLite file, fetched in a stream; the file is opened for reading only.

    In SQLite every cell has a type of its own, whatever the column was declared as. A column gets the type that holds
    all its cells: whole numbers, numbers, text; so all cells are looked at first, by SQLite itself.
    """

    schemes: ClassVar = ("sqlite",)
    takes: ClassVar = frozenset({"table", "query"})

    def located(self, path: str, folder: Path) -> str:
        """Return the address with the file's whole path."""
        return located_file(path, folder)

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Fetch a table, or what a query gives, into a temporary file."""
        file, query = database_file(path), statement(path, spec)
        try:
            with closing(
                sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, check_same_thread=False)
            ) as connection:
                connection.execute("BEGIN")
                return spooled(_rows(connection, query), origin_of(path, spec))
        except sqlite3.Error as error:
            raise refused(path, spec, error) from error


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[pl.DataFrame]:
    described = connection.execute(f"SELECT * FROM ({query}) LIMIT 0").description  # noqa: S608  # the user's own query
    names = [str(each[0]) for each in described]
    types = _types(connection, query, names)
    columns = (
        f"CAST({quoted(name)} AS TEXT) AS {quoted(name)}" if dtype == pl.String() else quoted(name)
        for name, dtype in types.items()
    )
    cursor = connection.execute(f"SELECT {', '.join(columns)} FROM ({query})")  # noqa: S608
    cursor.arraysize = ROWS
    yield pl.DataFrame(schema=types)
    while rows := cursor.fetchmany():
        yield pl.DataFrame(rows, schema=types, orient="row")


def _types(connection: sqlite3.Connection, query: str, names: Sequence[str]) -> pl.Schema:
    """Return for each column the type that holds all of its cells."""
    found: list[int] = []
    for start in range(0, len(names), 250):  # SQLite gives 2,000 columns at most
        asked = ", ".join(
            f"COALESCE(MAX(typeof({quoted(name)}) = '{kind}'), 0)"
            for name in names[start : start + 250]
            for kind in KINDS
        )
        found += connection.execute(f"SELECT {asked} FROM ({query})").fetchone()  # noqa: S608
    kinds = [tuple(found[at : at + len(KINDS)]) for at in range(0, len(found), len(KINDS))]
    return pl.Schema(dict(zip(names, map(_type, kinds), strict=True)))


def _type(kinds: tuple[int, ...]) -> pl.DataType:
    integer, real, text, blob = kinds
    if blob and not (integer or real or text):
        return pl.Binary()
    if text or blob:
        return pl.String()
    if real:
        return pl.Float64()
    return pl.Int64() if integer else pl.String()
