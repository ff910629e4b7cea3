"""Iceberg tables: `source: {path: iceberg://catalog/flights.weather, options: {uri: ..., warehouse: ...}}`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.address import shown, without
from wrangle.sources.database import needed
from wrangle.sources.input import Input
from wrangle.sources.places.base import Place
from wrangle.sources.spec import SourceSpec

SIGN = "iceberg://"


class Iceberg(Place):
    """Iceberg tables of a catalog, or by their metadata file; what is read stays one snapshot.

    The catalog's settings come from `options:`, and from where pyiceberg looks (`.pyiceberg.yaml`, `PYICEBERG_...`).
    """

    schemes: ClassVar = ("iceberg",)
    takes: ClassVar = frozenset({"version", "options"})

    def located(self, path: str, folder: Path) -> str:
        """Return the metadata file's whole path; a catalog's name stays."""
        bare = path.removeprefix(SIGN)
        return f"{SIGN}{folder / bare}" if bare.endswith(".json") and "://" not in bare else path

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Open one snapshot of a table."""
        if find_spec("polars_iceberg") is None:
            os.environ.setdefault("POLARS_ICEBERG_PLANNER", "pyiceberg")  # else polars warns that it has no other
        table, snapshot = _table(path, spec)
        number = snapshot.snapshot_id if snapshot else None
        return Input(
            pl.scan_iceberg(table, snapshot_id=number),
            text=False,
            origin=shown(path),
            names=(shown(path),),
            told={"version": number},
        )

    def state(self, path: str, spec: SourceSpec) -> str | None:
        """Return the newest snapshot's number."""
        _, snapshot = _table(path, spec)
        return f"snapshot {snapshot.snapshot_id}" if snapshot else None


def _table(path: str, spec: SourceSpec) -> tuple[Any, Any]:
    """Return a table and the snapshot that is asked for; None for a table without any."""
    needed("pyiceberg", "iceberg", path)
    from pyiceberg.exceptions import NoSuchNamespaceError, NoSuchTableError

    bare = path.removeprefix(SIGN)
    if code := sorted(name for name in spec.options if name.startswith("py-") or name.endswith("impl")):
        raise SourceError(f"{shown(path)}: the option {code[0]!r} names code to run, which no rule file may do")
    try:
        with _only_known_code():
            table = _by_file(bare, spec) if bare.endswith(".json") else _by_catalog(bare, spec)
    except (NoSuchTableError, NoSuchNamespaceError, FileNotFoundError) as error:
        raise SourceError(f"{shown(path)}: there is no such Iceberg table: check catalog, namespace, name") from error
    except SourceError:
        raise
    except Exception as error:  # catalogs raise what their clients do
        said = without(next(iter(str(error).splitlines()), type(error).__name__), path)
        raise SourceError(f"{shown(path)}: the Iceberg table cannot be opened: {_cleared(said, spec)}") from error
    found = table.current_snapshot() if spec.version is None else table.snapshot_by_id(spec.version)
    if found is None and spec.version is not None:
        known = ", ".join(str(each.snapshot_id) for each in table.metadata.snapshots[-5:])
        raise SourceError(f"{shown(path)}: has no snapshot {spec.version}; the last ones are {known}")
    return table, found


@contextmanager
def _only_known_code() -> Iterator[None]:
    """Have pyiceberg import its own readers of files only: a table's metadata may name any class to be imported.

    Metadata are data, and data never become code.
    """
    import pyiceberg.io

    own = pyiceberg.io._import_file_io  # noqa: SLF001  # there is no setting for it
    known = {name for names in pyiceberg.io.SCHEMA_TO_FILE_IO.values() for name in names}

    def held(io_impl: str, properties: dict[str, Any]) -> Any:
        if io_impl not in known:
            raise SourceError(f"the table's metadata name code to run ({io_impl!r}): it is not opened")
        return own(io_impl, properties)

    pyiceberg.io._import_file_io = held  # noqa: SLF001
    try:
        yield
    finally:
        pyiceberg.io._import_file_io = own  # noqa: SLF001


def _by_file(bare: str, spec: SourceSpec) -> Any:
    from pyiceberg.table import StaticTable

    return StaticTable.from_metadata(bare, properties=dict(spec.options))


def _by_catalog(bare: str, spec: SourceSpec) -> Any:
    from pyiceberg.catalog import load_catalog

    catalog, sign, name = bare.partition("/")
    if not sign or "." not in name:
        raise SourceError(f"{SIGN}{bare}: names no table: write {SIGN}catalog/namespace.table")
    return load_catalog(catalog, **spec.options).load_table(name)


def _cleared(text: str, spec: SourceSpec) -> str:
    for name, value in spec.options.items():
        if name not in {"uri", "type", "warehouse"} and len(value) >= 4:
            text = text.replace(value, "***")
    return text
