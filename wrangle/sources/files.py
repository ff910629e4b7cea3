"""Find the files of a source, tell their format, and open them."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.formats import endings, format_of, formats
from wrangle.sources.formats.base import Format
from wrangle.sources.input import Input
from wrangle.sources.known import FORMATS
from wrangle.sources.packing import members, packing
from wrangle.sources.readable import readable
from wrangle.sources.spec import AUTO, SourceSpec


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
    format_ = formats()[_format(spec, paths)]

    def open_(some: Sequence[Path]) -> Input:
        return opened(format_, spec, some)

    return readable(open_, paths) if spec.on_bad_file == "quarantine" else open_(paths)


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
    raise SourceError(f"{path}: there is no such file: {_beside(path)}")


def _beside(path: Path) -> str:
    """Return what a file that is not there may be called; where nothing is like it, the data files beside it."""
    beside = sorted(each.name for each in path.parent.iterdir() if each.is_file())
    help_ = did_you_mean(path.name, beside)
    if beside and not help_.startswith("did you mean"):
        help_ = did_you_mean(path.name, [each.name for each in _data_files(path.parent)])
        return help_ or f"{path.parent} holds no data file"
    return help_ or f"{path.parent} is empty"


def _data_files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if _by_ending(each) and not each.name.startswith((".", "~$")))


def _inside(folder: Path) -> list[Path]:
    if inside := _data_files(folder):
        return inside
    raise SourceError(f"{folder}: there is no data file in this folder; known endings are {', '.join(endings())}")


def _matching(pattern: Path) -> list[Path]:
    where = next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))
    matching = sorted(where.glob(str(pattern.relative_to(where))))
    if files := [each for each in matching if each.is_file() and _is_shown(each, pattern)]:
        return files
    raise SourceError(f"{pattern}: no file matches this pattern in {where}")


def _is_shown(path: Path, pattern: Path) -> bool:
    return pattern.name.startswith(".") or not path.name.startswith(".")


def _by_ending(path: Path, member: str | None = None) -> str | None:
    """Return the format that a file's ending tells; of a zip archive, that of what is in it."""
    found = format_of(path.name)
    if found or path.suffix.lower() != ".zip" or not path.is_file() or packing(path) != "zip":
        return found
    inside = {format_of(each) for each in ([member] if member else members(path))} - {None}
    return inside.pop() if len(inside) == 1 else None


def _format(spec: SourceSpec, paths: Sequence[Path]) -> str:
    if spec.format != AUTO:
        return str(spec.format)
    told = {path: _by_ending(path, spec.member) for path in paths}
    for path, each in told.items():
        if each is None:
            help_ = f"say `format:` ({', '.join(FORMATS)}) in `source:`"
            raise SourceError(f"{path}: the ending {''.join(path.suffixes[-2:])!r} tells no format: {help_}")
    (first, format_), *rest = told.items()
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


def opened(format_: Format, spec: SourceSpec, paths: Sequence[Path]) -> Input:
    """Open files of a format."""
    for path in paths:
        _hold_readable(path)
    origin = str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more files"
    return format_.open(spec, paths, origin)


def _forbidden(path: object) -> str:
    return f"{path}: you may not read this file or folder: ask for permission (chmod a+r)"
