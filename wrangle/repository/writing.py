"""Writes a version of a table: its file first, then, at once, the commit that makes it one."""

from __future__ import annotations

import json
import os
import random
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.errors import OutputError, SourceError
from wrangle.sources.address import shown, without
from wrangle.sources.objects import Store, split
from wrangle.sources.output import output_error
from wrangle.sources.stored import stored
from wrangle.sources.versions import Root

LEVEL = 3
"""The level of zstd: tables are written once and read often."""

CONFIGURATION = {
    # a version and what was noted of it stay, whatever their age: only `wrangle data vacuum` clears files away
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}


class TakenError(Exception):
    """Another writer was first: look at the table again, and decide anew."""


@dataclass(frozen=True)
class Written:
    """A file that is written and not yet part of any version."""

    name: str
    size: int
    rows: int
    schema: pl.Schema
    types: Mapping[str, str]
    """Column -> the word for its type, where Delta has none."""


@contextmanager
def written(root: Root, table: str, frame: pl.LazyFrame) -> Iterator[Written]:
    """Write rows into a file of a table's folder, in a stream; on an error it is removed again.

    Names of files begin with the time, so that those of later versions come later.

    Raises
    ------
    OutputError
        The file cannot be written.
    SourceError
        The rows cannot be read, or a column cannot be kept.
    """
    kept, types = stored(frame)
    name = f"{time.time_ns():020d}-{secrets.token_hex(8)}.parquet"
    target = f"{root.uri(table)}/{name}"
    try:
        _sink(root, kept, target)
        rows = int(pl.scan_parquet(target, storage_options=root.settings, glob=False).select(pl.len()).collect().item())
        yield Written(name, _size(root, target), rows, kept.collect_schema(), types)
    except BaseException:
        _remove(root, target)
        raise


def commit(root: Root, table: str, base: Any, file: Written, told: Mapping[str, Any], *, append: bool = False) -> int:
    """Make a file a version of a table, at once; return the version's number.

    Parameters
    ----------
    root : Root
    table : str
        The table's name.
    base : deltalake.DeltaTable or None
        The version that was looked at; None where there was no table.
    file : Written
    told : mapping
        What to note of the version.
    append : bool
        Whether the rows come behind those that are there; else they take their place.

    Raises
    ------
    TakenError
        Another writer has made a version since: nothing was changed.
    OutputError
        The commit cannot be written. The last version is intact.
    """
    from deltalake import CommitProperties, DeltaTable, Schema
    from deltalake.exceptions import CommitFailedError, DeltaError
    from deltalake.transaction import AddAction, create_table_with_add_actions

    now = int(time.time() * 1000)
    action = AddAction(file.name, file.size, {}, now, True, json.dumps({"numRecords": file.rows}))
    schema = Schema.from_arrow(file.schema)
    noted = CommitProperties(custom_metadata={"wrangle": dict(told)}, max_commit_retries=0)
    try:
        if base is None:
            create_table_with_add_actions(
                root.uri(table),
                schema,
                [action],
                mode="error",
                configuration=CONFIGURATION,
                storage_options=root.settings,
                commit_properties=noted,
            )
            return 0
        base.create_write_transaction([action], "append" if append else "overwrite", schema, commit_properties=noted)
        return int(base.version()) + 1
    except CommitFailedError as error:
        raise TakenError from error
    except (DeltaError, OSError) as error:
        if base is None and DeltaTable.is_deltatable(root.uri(table), root.settings):
            raise TakenError from error
        raise _not_written(root, table, error) from error


def pause(tries: int) -> None:
    """Wait a moment before the next try, at random, so that writers do not meet again."""
    time.sleep(random.uniform(0, 0.05 * 2 ** min(tries, 6)))  # noqa: S311  # no secret


def _sink(root: Root, frame: pl.LazyFrame, target: str) -> None:
    local = "://" not in root.path
    if local:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    try:
        frame.sink_parquet(
            target,
            compression="zstd",
            compression_level=LEVEL,
            storage_options=root.settings,
            sync_on_close="all" if local else None,
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        if full := output_error(Path(target).parent, error):
            raise full from error
        raise SourceError(without(next(iter(str(error).splitlines()), ""), root.path)) from error


def _size(root: Root, target: str) -> int:
    if "://" not in target:
        return Path(target).stat().st_size
    url, key = split(target)
    return int(Store(url, root.options).find(key)[0]["size"])


def _remove(root: Root, target: str) -> None:
    if "://" not in target:
        Path(target).unlink(missing_ok=True)
        return
    url, key = split(target)
    Store(url, root.options).remove([key])


def _not_written(root: Root, table: str, error: Exception) -> OutputError:
    said = without(next(iter(str(error).splitlines()), type(error).__name__), root.path)
    if isinstance(error, PermissionError) or not os.access(root.path, os.W_OK):
        said = "you may not write here: ask for permission or name another repository"
    return OutputError(f"{shown(root.uri(table))}: cannot be written: {said}; the last version is intact")
