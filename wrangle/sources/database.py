"""What reading from any database has in common: what is asked, where files lie, and how errors are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wrangle.errors import SourceError
from wrangle.sources.address import shown, without
from wrangle.sources.spec import SourceSpec

ROWS = 50_000
"""Rows that are fetched at a time."""


def statement(path: str, spec: SourceSpec) -> str:
    """Return the SELECT that a source asks of a database.

    Raises
    ------
    SourceError
        Neither a table nor a query is named, or both.

    Examples
    --------
    >>> statement("sqlite:///a.db", SourceSpec(path="sqlite:///a.db", table="main.weather"))
    'SELECT * FROM "main"."weather"'
    """
    if (spec.table is None) == (spec.query is None):
        what = "name either a `table` or a `query`" if spec.table else "name a `table`, or a `query` in its SQL"
        raise SourceError(f"{shown(path)}: {what}")
    if spec.query is not None:
        return spec.query.strip().rstrip(";")
    return "SELECT * FROM " + ".".join(map(quoted, (spec.table or "").split(".")))  # noqa: S608  # names are quoted


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever it is made of.

    Examples
    --------
    >>> print(quoted('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def as_text(query: str, names: Sequence[str], odd: Sequence[str]) -> str:
    """Return a query that gives some columns as text: those of types that no data frame has.

    Examples
    --------
    >>> as_text("SELECT * FROM t", ["a", "b"], ["b"])
    'SELECT "a", CAST("b" AS VARCHAR) AS "b" FROM (SELECT * FROM t) AS asked'
    """
    columns = (f"CAST({quoted(each)} AS VARCHAR) AS {quoted(each)}" if each in odd else quoted(each) for each in names)
    return "SELECT " + ", ".join(columns) + f" FROM ({query}) AS asked"  # noqa: S608  # the user's own query


def database_file(path: str) -> Path:
    """Return the file that an address like `sqlite:///weather.db` names; with four strokes the path is whole.

    Raises
    ------
    SourceError
        It names none, or there is none.

    Examples
    --------
    >>> database_file("sqlite:////no/such.db")
    Traceback (most recent call last):
    wrangle.errors.SourceError: sqlite:////no/such.db: there is no file /no/such.db: check the path
    """
    scheme, _, rest = path.partition("://")
    if not rest.startswith("/") or len(rest) < 2:
        raise SourceError(f"{path}: names no file: write {scheme}:///weather.db, seen from the rule file")
    file = Path(rest[1:]).expanduser()
    if not file.is_file():
        raise SourceError(f"{path}: there is no file {file}: check the path")
    return file


def located_file(path: str, folder: Path) -> str:
    """Return the address of a database file with its whole path."""
    scheme, _, rest = path.partition("://")
    name = rest.removeprefix("/")
    return f"{scheme}:///{folder / name}" if name and rest.startswith("/") else path


def origin_of(path: str, spec: SourceSpec) -> str:
    """Return what to call a table or a query in messages."""
    return f"{shown(path)} ({f'table {spec.table}' if spec.table else 'a query'})"


def refused(path: str, spec: SourceSpec, error: Exception) -> SourceError:
    """Return our error for one of a database or its driver: without the password, its first lines."""
    lines = [line.strip() for line in without(str(error), path).splitlines() if line.strip().strip("^")]
    said = " ".join(lines[:3])[:500] or type(error).__name__
    return SourceError(f"{origin_of(path, spec)}: cannot be read: {said}")


def needed(package: str, extra: str, path: str) -> Any:
    """Import a package of an extra.

    Raises
    ------
    SourceError
        It is not installed; the message says how to.
    """
    import importlib

    try:
        return importlib.import_module(package)
    except ImportError as error:
        what = f"{package.partition('.')[0]} is not installed: install it by `pip install 'wrangle[{extra}]'`"
        raise SourceError(f"{shown(path)}: {what}") from error
