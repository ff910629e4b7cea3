"""Opens the database that captures are kept in, and adds rows to it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from wrangle.captures.table import CAPTURES, PART, SCHEMA, prepare, version
from wrangle.errors import CaptureError
from wrangle.secret import remember

DIALECTS = ("sqlite", "postgresql")
"""The databases that are tested; both can add a row that may be there already without harm."""
BUSY = 10.0
"""Seconds that SQLite waits for another process that writes."""
CONNECT = 5
"""Seconds until PostgreSQL must have taken a connection."""
STATEMENT = 10_000
"""Milliseconds until PostgreSQL must have done a statement: a writer that waits for ever would be as a dead one."""
READ = 600_000
"""The same where it only reads, which keeps nobody waiting: what is asked of millions of lines takes longer."""

_SECRET = re.compile(r"\$\{env:([^${}]+)\}")

CHECKPOINT = 4_000
"""Pages of SQLite's write-ahead log (16 MB) after which they go into the file: a tenth less CPU than with 1,000."""

Row = dict[str, Any]
"""A row of `captures`, by column, in their order."""


def store_url(url: str | None, folder: Path) -> str:
    """Return the address of a store; a relative SQLite file is in the folder, `${env:NAME}` comes from the environment.

    Raises
    ------
    CaptureError
        It is no address of a database that captures can be kept in, or the environment lacks a variable.

    Examples
    --------
    >>> store_url(None, Path("/srv/deicing")), store_url("sqlite:////var/c.db", Path("/srv"))
    ('sqlite:////srv/deicing/captures.sqlite', 'sqlite:////var/c.db')
    """
    parsed = _parsed(from_environment(url or "sqlite:///captures.sqlite"))
    if parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        parsed = parsed.set(database=str(folder.absolute() / str(parsed.database)))
    return parsed.render_as_string(hide_password=False)


def from_environment(url: str) -> str:
    """Return an address with each `${env:NAME}` in it as the environment has it; it is never shown.

    Raises
    ------
    CaptureError
        The environment lacks a variable.
    """
    return _SECRET.sub(_of_environment, url)


def _of_environment(found: re.Match[str]) -> str:
    value = os.environ.get(found[1])
    if value is None:
        raise CaptureError(f"the url of the store needs the environment variable {found[1]!r}: set it")
    quoted = quote(value, safe="")
    remember(value, found[0])
    remember(quoted, found[0])
    return quoted


def _parsed(url: str) -> sa.URL:
    wanted = "write sqlite:///captures.sqlite or postgresql+psycopg://user:password@host/name"
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError as error:
        raise CaptureError(f"the url of the capture store is no SQLAlchemy address: {wanted}") from error
    if parsed.get_backend_name() not in DIALECTS:
        raise CaptureError(f"captures cannot be kept in {parsed.get_backend_name()!r}: {wanted}")
    if parsed.drivername == "postgresql":  # SQLAlchemy would look for psycopg2
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


class Store:
    """A database of captures. Nothing is opened before it is used; after an error, the next use opens it anew.

    Parameters
    ----------
    url : str
        As `store_url` returns it.
    flush_each : bool
        Whether a commit is on the disk when it returns (SQLite's `synchronous = FULL`); else it outlives the process,
        and a loss of power may take the last ones.
    delay : float
        Seconds to wait before each commit. For tests: only then do rows that were acknowledged too early get lost.
    """

    def __init__(self, url: str, *, flush_each: bool = True, delay: float = 0.0) -> None:
        self.url = _parsed(url)
        self.name = self.url.render_as_string(hide_password=True)
        """The address as it may be shown."""
        self._flush_each, self._delay = flush_each, delay
        self._ready = False
        try:
            self.engine = self._engine()
        except (SQLAlchemyError, ImportError) as error:
            raise CaptureError(f"{self.name}: {error}: pip install 'wrangle[postgresql]'") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _engine(self) -> sa.Engine:
        if self.url.get_backend_name() == "postgresql":
            options = f"-c statement_timeout={STATEMENT}"
            arguments = {"connect_timeout": CONNECT, "options": options, "application_name": "wrangle"}
            return sa.create_engine(self.url, pool_size=1, max_overflow=1, connect_args=arguments)
        engine = sa.create_engine(self.url, connect_args={"timeout": BUSY, "check_same_thread": False})
        sa.event.listen(engine, "connect", self._set_up)
        sa.event.listen(engine, "begin", _begin_immediately)
        return engine

    def _set_up(self, connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself: `_begin_immediately` does
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self._flush_each else 'NORMAL'}")

    @property
    def _is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def _is_file(self) -> bool:
        return self._is_sqlite and self.url.database not in {None, "", ":memory:"}

    def open(self) -> None:
        """Make the tables where they are missing.

        Raises
        ------
        CaptureError
            The database cannot be reached or written, or was made by a newer version.
        """
        if self._ready:
            return
        with self._errors():
            if self._is_file:
                Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            with self.engine.begin() as connection:
                prepare(connection)
        self._ready = True

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows in one transaction; a row that is there already stays as it is.

        Raises
        ------
        CaptureError
            None of them was added, as far as can be known.
        """
        self.open()
        with self._errors(), self.engine.begin() as connection:
            connection.exec_driver_sql(self._insert, [tuple(row.values()) for row in rows] if self._is_sqlite else rows)
            if self._delay:
                time.sleep(self._delay)

    def probe(self) -> None:
        """Write what changes nothing, to see whether the database can be written.

        Raises
        ------
        CaptureError
            It cannot.
        """
        self.open()
        with self._errors(), self.engine.begin() as connection:
            connection.execute(sa.update(SCHEMA).where(SCHEMA.c.part == PART).values(version=SCHEMA.c.version))

    @cached_property
    def _insert(self) -> str:
        """The statement, in the driver's own words: so the rows go to it as they are."""
        kind = sqlite if self._is_sqlite else postgresql
        statement = kind.insert(CAPTURES).on_conflict_do_nothing(index_elements=["id"])
        return str(statement.compile(dialect=self.engine.dialect))

    def adding(self, table: sa.Table, keys: Sequence[str]) -> Any:
        """Return a statement that adds rows to a table; a row that is there already, by its keys, stays as it is."""
        kind = sqlite if self._is_sqlite else postgresql
        return kind.insert(table).on_conflict_do_nothing(index_elements=list(keys))

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction to write in, which is kept when the block ends well.

        Raises
        ------
        CaptureError
            The database cannot be reached or written, or was made by a newer version.
        """
        self.open()
        with self._errors(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read by; who writes is not kept waiting.

        Raises
        ------
        CaptureError
            There is no such store, it cannot be reached, or it was made by a newer version.
        """
        if self._is_file and not Path(str(self.url.database)).is_file():
            raise CaptureError(f"{self.name}: there is no such capture store: a server that captures makes it")
        with self._errors(), self.engine.connect().execution_options(only_reads=True) as connection:
            if version(connection) is None:
                raise CaptureError(f"{self.name}: is a database without captures")
            if not self._is_sqlite:
                connection.execute(sa.text(f"SET LOCAL statement_timeout = {READ}"))
            yield connection

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            self._ready = False
            raise CaptureError(f"{self.name}: {short(error)}") from error


def _begin_immediately(connection: sa.Connection) -> None:
    """Take the lock for writing at once: one taken later meets SQLITE_BUSY_SNAPSHOT, for which no wait helps."""
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def short(error: BaseException) -> str:
    """Return the first line of what an error says, without the statement and its values.

    Examples
    --------
    >>> short(OSError(28, "No space left on device"))
    '[Errno 28] No space left on device'
    """
    said = str(getattr(error, "orig", None) or error) or type(error).__name__
    return said.splitlines()[0][:300]


def new_ids(count: int, microseconds: int) -> list[str]:
    """Return ids of new rows: a time, so that they grow, and 76 random bits, so that no two are the same.

    Examples
    --------
    >>> first, second = new_ids(2, 1_700_000_000_000_000)
    >>> first[:13] == second[:13] == "60a24181e4000", len(first)
    (True, 32)
    """
    random = os.urandom(10 * count).hex()
    return [f"{microseconds:013x}{random[20 * number : 20 * number + 19]}" for number in range(count)]
