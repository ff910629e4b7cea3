"""Find the files of a source, tell their format, and open them."""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.input import Input
from wrangle.sources.spec import Format, SourceSpec

ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".arrow": "ipc",
    ".feather": "ipc",
    ".ipc": "ipc",
}

_SCANS: dict[Format, Callable[[Path], pl.LazyFrame]] = {
    "parquet": partial(pl.scan_parquet, glob=False),
    "ipc": partial(pl.scan_ipc, glob=False),
    # all lines are looked at for their keys: one that first comes up in a late line must not be lost
    "ndjson": partial(pl.scan_ndjson, infer_schema_length=None),
}


def open_files(spec: SourceSpec, paths: tuple[Path, ...]) -> Input:
    """Open files by their format.

    Parameters
    ----------
    spec
        How to read them.
    paths
        The files, at least one.

    Returns
    -------
    Input
        The rows of all files, in order.

    Raises
    ------
    SourceError
        A file is missing, empty, damaged or not what it is said to be. The message says which option to set.
    """
    format_ = _format(spec, paths)
    for path in paths:
        _hold_readable(path)
    origin = str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more files"
    if format_ == "csv":
        from wrangle.sources.delimited import open_delimited  # numpy comes with it

        return open_delimited(spec, paths, origin)
    frames = {path: _scanned(format_, path) for path in paths}
    columns = {path: _columns(frame, path, format_) for path, frame in frames.items()}
    if format_ == "ndjson":
        # a key that one file lacks, or holds only nulls of, is no fault: objects need not have all keys
        return Input(pl.concat(frames.values(), how="diagonal_relaxed"), text=False, origin=origin, files=paths)
    first = columns[paths[0]]
    for path in paths[1:]:
        _hold_same(paths[0], first, path, columns[path])
    frame = pl.concat([frame.select(first.names()) for frame in frames.values()])
    return Input(frame, text=False, origin=origin, files=paths)


def find(names: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that paths name, those of a glob or a folder sorted by name.

    Raises
    ------
    SourceError
        There is none: the message lists what is there.
    """
    if not names:
        raise SourceError("`source:` names no file: give a path")
    try:
        return tuple(path for each in names for path in _found(each))
    except PermissionError as error:
        raise SourceError(_forbidden(error.filename)) from error


def _found(name: str) -> list[Path]:
    path = Path(name).expanduser()
    if path.is_dir():
        return _inside(path)
    if path.exists():
        return [path]
    if glob.has_magic(name):
        return _matching(path)
    if not path.parent.is_dir():
        raise SourceError(f"{path}: there is no folder {path.parent}: check the path")
    beside = sorted(each.name for each in path.parent.iterdir() if each.is_file())
    help_ = did_you_mean(path.name, beside)
    raise SourceError(f"{path}: there is no such file" + (f": {help_}" if help_ else f": {path.parent} is empty"))


def _inside(folder: Path) -> list[Path]:
    inside = sorted(each for each in folder.iterdir() if _by_ending(each) and not each.name.startswith("."))
    if inside:
        return inside
    raise SourceError(f"{folder}: there is no data file in this folder; known endings are {', '.join(ENDINGS)}")


def _matching(pattern: Path) -> list[Path]:
    where = next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))
    matching = sorted(where.glob(str(pattern.relative_to(where))))
    if files := [each for each in matching if each.is_file() and _is_shown(each, pattern)]:
        return files
    raise SourceError(f"{pattern}: no file matches this pattern in {where}")


def _is_shown(path: Path, pattern: Path) -> bool:
    return pattern.name.startswith(".") or not path.name.startswith(".")


def _by_ending(path: Path) -> Format | None:
    endings = [each.lower() for each in path.suffixes]
    if endings and endings[-1] == ".gz":
        kept = ENDINGS.get(endings[-2]) if len(endings) > 1 else None
        return kept if kept == "csv" else None
    return ENDINGS.get(endings[-1]) if endings else None


def _format(spec: SourceSpec, paths: Sequence[Path]) -> Format:
    if spec.format != "auto":
        return spec.format
    formats = {path: _by_ending(path) for path in paths}
    for path, each in formats.items():
        if each is None:
            help_ = "say `format:` csv, parquet, ndjson or ipc in `source:`"
            raise SourceError(f"{path}: the ending {''.join(path.suffixes[-2:])!r} tells no format: {help_}")
    (first, format_), *rest = formats.items()
    for path, each in rest:
        if each != format_:
            raise SourceError(f"{path}: is {each}, and {first} is {format_}: files of one source have one format")
    assert format_ is not None
    return format_


def _hold_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            first = file.read(1)
    except PermissionError as error:
        raise SourceError(_forbidden(path)) from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    if not first:
        raise SourceError(f"{path}: the file is empty: not even a header is there")


def _forbidden(path: object) -> str:
    return f"{path}: you may not read this file or folder: ask for permission (chmod a+r)"


def _scanned(format_: Format, path: Path) -> pl.LazyFrame:
    return _SCANS[format_](path)


def _columns(frame: pl.LazyFrame, path: Path, format_: Format) -> pl.Schema:
    try:
        return frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        first = next(iter(str(error).splitlines()), "")
        what = _bad_json(path) if format_ == "ndjson" else f"is no whole {format_} file ({first}): fetch it again"
        raise SourceError(f"{path}: {what}, or say what it is with `format:` in `source:`") from error


def _bad_json(path: Path) -> str:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                value = json.loads(line) if line.strip() else {}
            except ValueError as error:
                return f"line {number} is no JSON object ({error})"
            if not isinstance(value, dict):
                return f"line {number} is no JSON object"
    return "is no file of JSON objects, one a line"


def _hold_same(first: Path, columns: pl.Schema, path: Path, other: pl.Schema) -> None:
    missing = [name for name in columns if name not in other]
    more = [name for name in other if name not in columns]
    kept = [name for name in columns if name in other]
    changed = [f"{name} is {other[name]}, not {columns[name]}" for name in kept if other[name] != columns[name]]
    parts = [
        "lacks " + ", ".join(missing) if missing else "",
        "has besides " + ", ".join(more) if more else "",
        "; ".join(changed),
    ]
    if said := "; ".join(part for part in parts if part):
        raise SourceError(f"{path}: its columns are not those of {first}: it {said}")
