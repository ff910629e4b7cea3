"""Reads lines of truth from a table of a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wrangle.captures.store import from_environment, short
from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_lines import Columns, line_of
from wrangle.errors import SourceError, did_you_mean


def read_table(url: str, table: str | None, columns: Columns) -> Iterator[Line | Refused]:
    """Yield the rows of a table of a database.

    Parameters
    ----------
    url : str
        SQLAlchemy's address, of any database whose driver is installed; `${env:NAME}` comes from the environment.
    table : str, optional
        Its name, `schema.name` where it is in another schema; without it the only one there is.
    columns : Columns

    Raises
    ------
    SourceError
        The database cannot be reached, or has no such table or column.
    """
    import sqlalchemy as sa

    try:
        parsed = sa.make_url(from_environment(url))
        if parsed.drivername == "postgresql":  # SQLAlchemy would look for psycopg2
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(parsed)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise SourceError(f"the address of the database is none of SQLAlchemy's: {error}") from error
    name = parsed.render_as_string(hide_password=True)
    if not _is_there(parsed):
        raise SourceError(f"{name}: there is no such database")
    try:
        yield from _table_rows(engine, name, table, columns)
    except sa.exc.SQLAlchemyError as error:
        raise SourceError(f"{name}: {short(error)}") from error
    finally:
        engine.dispose()


def _is_there(url: Any) -> bool:
    """Tell whether a file of SQLite is there: its driver would make an empty one. Others tell by themselves."""
    file = url.database if url.get_backend_name() == "sqlite" else None
    return file is None or file in {"", ":memory:"} or file.startswith("file:") or Path(file).is_file()


def _table_rows(engine: Any, name: str, table: str | None, columns: Columns) -> Iterator[Line | Refused]:
    import sqlalchemy as sa

    schema, _, plain = (table or "").rpartition(".")
    known = sa.inspect(engine).get_table_names(schema or None)
    if not table and len(known) != 1:
        raise SourceError(f"{name}: say which table by `--table`: there are {', '.join(known) or 'none'}")
    wanted = plain or known[0]
    if wanted not in known:
        raise SourceError(f"{name}: has no table {wanted!r}: {did_you_mean(wanted, known)}")
    found = sa.Table(wanted, sa.MetaData(), schema=schema or None, autoload_with=engine)
    held = columns.within([each.name for each in found.columns], f"{name}: table {wanted}")
    with engine.connect().execution_options(stream_results=True) as connection:
        for place, row in enumerate(connection.execute(sa.select(found)).mappings(), 1):
            yield line_of(row, place, held)
