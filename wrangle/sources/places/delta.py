"""Delta Lake tables: a folder with `_delta_log`, or `source: delta://s3://bucket/table`."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.address import shown, without
from wrangle.sources.input import Input
from wrangle.sources.objects import Store, split
from wrangle.sources.places.base import Place, is_folder
from wrangle.sources.spec import SourceSpec

SIGN = "delta://"


class Delta(Place):
    """Delta Lake tables, of a version, as of a time, or the newest; what is read stays that version."""

    schemes: ClassVar = ("delta",)
    takes: ClassVar = frozenset({"version", "as_of", "options"})

    def claims(self, path: str, folder: Path) -> bool:
        """Return whether a path names a Delta table: by its scheme, or by what lies there."""
        return path.startswith(SIGN) or ("://" not in path and is_folder(folder / path / "_delta_log"))

    def located(self, path: str, folder: Path) -> str:
        """Return the table's whole path."""
        bare = path.removeprefix(SIGN)
        return path if "://" in bare else str(folder / bare) if bare == path else f"{SIGN}{folder / bare}"

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Open one version of a table."""
        table = _table(path, spec)
        files = "\n".join(f"{each['path']} {each['size_bytes']}" for each in _files(table))
        return Input(
            pl.scan_delta(table, storage_options=_settings(path, spec)),
            text=False,
            origin=shown(path.removeprefix(SIGN)),
            names=(shown(path.removeprefix(SIGN)),),
            told={"version": table.version()},
            sha256=hashlib.sha256(files.encode()).hexdigest(),
        )

    def state(self, path: str, spec: SourceSpec) -> str | None:
        """Return the newest version's number."""
        return f"version {_table(path, spec).version()}"


def _settings(path: str, spec: SourceSpec) -> dict[str, str] | None:
    bare = path.removeprefix(SIGN)
    return Store(split(bare)[0], spec.options).settings or None if "://" in bare else None


def _files(table: Any) -> list[dict[str, Any]]:
    found = pl.DataFrame(table.get_add_actions(flatten=True))
    return found.select("path", "size_bytes").sort("path").to_dicts()


def _table(path: str, spec: SourceSpec) -> Any:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    bare = path.removeprefix(SIGN)
    try:
        table = DeltaTable(bare, version=spec.version, storage_options=_settings(path, spec))
        if spec.as_of is not None:
            table.load_as_version(_moment(spec.as_of))
    except TableNotFoundError as error:
        raise SourceError(f"{shown(bare)}: there is no Delta table: check the path and the version") from error
    except (DeltaError, OSError, ValueError) as error:
        said = without(next(iter(str(error).splitlines()), ""), path)
        raise SourceError(f"{shown(bare)}: the Delta table cannot be opened: {said}") from error
    return table


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise SourceError(f"`as_of: {text}` is no time with a time zone: write 2026-05-01T00:00:00+00:00")
    return found
