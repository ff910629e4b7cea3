"""Reads the tables of a repository: each is a Delta table, each of its versions a fetch."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.address import shown, without
from wrangle.sources.input import REJECTS, Input
from wrangle.sources.objects import Store, split
from wrangle.sources.stored import restored

REJECTED = "__rejected"
"""The column that says why a row could not be read whole; null in rows that could."""


@dataclass(frozen=True)
class Version:
    """One version of a table: what was fetched, and the files that hold it."""

    name: str
    number: int
    time: datetime
    told: Mapping[str, Any]
    """What was noted of the fetch: source, sha256, rows, schema, ..."""
    files: Mapping[str, int] = field(default_factory=dict)
    """Each file that holds rows, in order -> its bytes."""

    @property
    def label(self) -> str:
        """The version as rule files name it."""
        return f"{self.name}@{self.number}"

    @property
    def rows(self) -> int:
        """How many rows it has, rejected ones among them."""
        return int(self.told.get("rows", 0))

    @property
    def schema(self) -> Mapping[str, str]:
        """Each column -> its type, as polars writes it."""
        found: Mapping[str, str] = self.told.get("schema", {})
        return found


@dataclass(frozen=True)
class Root:
    """Where a repository lies: a folder, or an address in an object store."""

    path: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Settings of the object store, besides those of the environment."""

    @property
    def settings(self) -> dict[str, str] | None:
        """The settings as polars and deltalake take them."""
        return Store(split(self.path)[0], self.options).settings if "://" in self.path else None

    def uri(self, name: str) -> str:
        """Return where a table lies."""
        return f"{self.path.rstrip('/')}/{name}" if "://" in self.path else str(Path(self.path) / name)

    def names(self) -> list[str]:
        """Return the tables, by name.

        Raises
        ------
        SourceError
            The object store cannot be asked.
        """
        if "://" not in self.path:
            return sorted(each.parent.name for each in Path(self.path).glob("*/_delta_log"))
        url, key = split(self.path)
        return Store(url, self.options).folders(key)

    def has(self, name: str) -> bool:
        """Return whether there is such a table."""
        from deltalake import DeltaTable

        return bool(DeltaTable.is_deltatable(self.uri(name), self.settings))

    def table(self, name: str, number: int | None = None) -> Any:
        """Open a table at a version; the newest where none is given.

        Raises
        ------
        SourceError
            There is no such table or version: the message names those there are.
        """
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError, TableNotFoundError

        try:
            return DeltaTable(self.uri(name), version=number, storage_options=self.settings)
        except TableNotFoundError as error:
            raise self.unknown(name) from error
        except (DeltaError, OSError) as error:
            newest = self.version(name).number if number is not None else -1
            if number is not None and number > newest:
                what = f"{name} has no version {number}: the newest is {name}@{newest}"
                raise SourceError(f"{shown(self.path)}: {what}") from error
            said = without(next(iter(str(error).splitlines()), ""), self.path)
            raise SourceError(f"{shown(self.path)}: the table {name!r} cannot be opened: {said}") from error

    def unknown(self, name: str) -> SourceError:
        """Return our error for a table that is not there: it names those there are."""
        there = self.names()
        help_ = did_you_mean(name, there) if there else "it holds no table: fetch one by `wrangle fetch`"
        return SourceError(
            f"there is no file {name!r}, and no such table in the repository {shown(self.path)}: {help_}"
        )

    def version(self, name: str, number: int | None = None) -> Version:
        """Return what is known of a version of a table; of the newest where none is given."""
        table = self.table(name, number)
        return _version(name, int(table.version()), self._commit(name, int(table.version())), _files(table))

    def versions(self, name: str) -> list[Version]:
        """Return all versions of a table, the oldest first."""
        table = self.table(name)
        found = []
        for number in range(int(table.version()) + 1):
            commit = self._commit(name, number)
            if commit is not None:
                table.load_as_version(number)
                found.append(_version(name, number, commit, _files(table)))
        return found

    def _commit(self, name: str, number: int) -> Mapping[str, Any] | None:
        """Return what was noted with a version; None where its log is there no more, as other tools may clear it away.

        It is read from the log itself: `DeltaTable.history` numbers wrongly while others write.
        """
        log = f"{self.uri(name)}/_delta_log/{number:020d}.json"
        try:
            if "://" in log:
                url, key = split(log)
                text = Store(url, self.options).read(key).decode()
            else:
                text = Path(log).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(f"{shown(log)}: cannot be read: {error.strerror or error}") from error
        actions = (json.loads(line) for line in text.splitlines() if line.strip())
        return next((each["commitInfo"] for each in actions if "commitInfo" in each), {})

    def open(self, name: str, number: int | None = None) -> Input:
        """Open the rows of a version.

        Raises
        ------
        SourceError
            There is no such version, or its files were cleared away.
        """
        version = self.version(name, number)
        told = version.told
        frame = self.frame(version)
        rejects = pl.DataFrame(schema=REJECTS)
        try:
            if told.get("rejected"):
                marked = frame.select(REJECTED).with_row_index("__row").filter(pl.col(REJECTED).is_not_null())
                rejects = marked.rename({REJECTED: "why"}).collect().cast(REJECTS)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self.gone(version, error) from error
        origin = f"{version.label} of {shown(self.path)}"
        return Input(
            frame.drop(REJECTED, strict=False),
            text=bool(told.get("text")),
            origin=origin,
            names=(f"{shown(self.uri(name))}@{version.number}",),
            rejects=rejects,
            rows=version.rows,
            told={"repository": shown(self.path), "table": name, "version": version.number},
            sha256=told.get("sha256"),
            diagnose=lambda: self.missing(version),
        )

    def frame(self, version: Version) -> pl.LazyFrame:
        """Return all rows of a version in order, with the column `__rejected` where it has one."""
        paths = [f"{self.uri(version.name)}/{each}" for each in version.files]
        frame = pl.scan_parquet(paths, storage_options=self.settings, glob=False, hive_partitioning=False)
        return restored(frame, version.told.get("types", {}))

    def missing(self, version: Version) -> str | None:
        """Return what to say of a version whose files are not there any more; None if they are."""
        if set(version.files) <= set(self.files(version.name)):
            return None
        what = f"its files were cleared away: `wrangle data show {version.name}` tells which versions are there"
        return f"{shown(self.path)}: {version.label} cannot be read any more: {what}"

    def files(self, name: str) -> dict[str, tuple[int, float]]:
        """Return the files of a table's folder, part of a version or not -> their bytes, the time of their change."""
        if "://" not in self.path:
            found = [(each, each.stat()) for each in Path(self.uri(name)).glob("*.parquet")]
            return {path.name: (told.st_size, told.st_mtime) for path, told in found}
        url, key = split(self.uri(name))
        return {
            str(each["path"]).rsplit("/", 1)[-1]: (int(each["size"]), each["last_modified"].timestamp())
            for each in Store(url, self.options).find(f"{key}/*.parquet")
        }

    def gone(self, version: Version, error: Exception) -> SourceError:
        """Return our error for one of polars, met while a version was read."""
        first = next(iter(str(error).splitlines()), type(error).__name__)
        told = f"{version.label} of {shown(self.path)}: cannot be read: {without(first, self.path)}"
        return SourceError(self.missing(version) or told)


def root_of(repository: str | None) -> str:
    """Return where the repository lies, where a source does not say: the environment's, else `data`.

    Examples
    --------
    >>> root_of("s3://bucket/tables")
    's3://bucket/tables'
    """
    return repository or os.environ.get("WRANGLE_REPOSITORY") or "data"


def _version(name: str, number: int, commit: Mapping[str, Any] | None, files: Mapping[str, int]) -> Version:
    commit = commit or {}
    time = datetime.fromtimestamp(int(commit.get("timestamp", 0)) / 1000, UTC)
    told = commit.get("wrangle")
    return Version(name, number, time, told if isinstance(told, Mapping) else {}, files)


def _files(table: Any) -> dict[str, int]:
    """Return the files of a version in the order of their rows: names begin with the time of writing."""
    found = pl.DataFrame(table.get_add_actions(flatten=True))
    if not found.height:
        return {}
    return dict(found.select("path", "size_bytes").sort("path").iter_rows())
