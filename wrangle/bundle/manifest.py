"""The manifest of a bundle: what is in the folder, by digest, and what made it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from wrangle.bundle.bundle import MANIFEST, digest_of
from wrangle.engine.lineage import versions
from wrangle.errors import ArtefactError

FORMAT = "wrangle bundle"
VERSION = 1
SIMPLE = ("numpy", "scikit-learn", "skops")
LIBRARIES = ("lightgbm", "xgboost")
LARGEST = 64 << 20
"""Bytes that a manifest may have."""


def made_by(estimator: Any) -> dict[str, str]:
    """Return the versions of all that computes the answers of a bundle.

    Examples
    --------
    >>> sorted(made_by(None))
    ['numpy', 'polars', 'python', 'scikit-learn', 'skops', 'wrangle']
    """
    from importlib.metadata import version

    loaded = [name for name in LIBRARIES if name in sys.modules and _made_of(estimator, name)]
    names = {"xgboost": ("xgboost", "xgboost-cpu")}
    own = {name: _version(names.get(name, (name,))) for name in loaded}
    return versions() | {name: version(name) for name in SIMPLE} | own


def _version(names: tuple[str, ...]) -> str:
    from importlib.metadata import PackageNotFoundError, version

    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "unknown"


def _made_of(value: Any, library: str, depth: int = 4) -> bool:
    """Tell whether an estimator, or one inside it, is of a library."""
    if type(value).__module__.partition(".")[0] == library:
        return True
    if depth == 0:
        return False
    if isinstance(value, (list, tuple)):
        return any(_made_of(each, library, depth - 1) for each in value[:20])
    inside = vars(value).values() if hasattr(value, "__dict__") else ()
    return any(_made_of(each, library, depth - 1) for each in inside)


def digests(folder: Path) -> dict[str, str]:
    """Return relative path -> SHA-256 of all files of a folder, but for its manifest.

    Raises
    ------
    ArtefactError
        There is something else than files and folders, which could lead out of the folder.
    """
    return {name: digest_of((folder / name).read_bytes()) for name in sorted(_files(folder)) if name != MANIFEST}


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """Return a bundle's manifest, and its SHA-256; hold it against the format, but not against the files.

    Raises
    ------
    ArtefactError
        The folder is no bundle, or of a version that is not known here.
    """
    path = folder / MANIFEST
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise ArtefactError(f"{path}: is not as wrangle writes it: train the model anew")
        content = path.read_bytes()
        found = json.loads(content)
    except (OSError, ValueError, RecursionError) as error:
        raise ArtefactError(f"{folder}: is no bundle ({_said(error)}): pass the folder of `wrangle train`") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ArtefactError(f"{folder}: is no bundle: pass the folder that `wrangle train --out` wrote")
    if found.get("version") != VERSION:
        raise ArtefactError(
            f"{folder}: is a bundle of format {found.get('version')!r}, not {VERSION}: {_rebuild(folder)}"
        )
    return found, digest_of(content)


def hold_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Hold every file of a bundle against its digest.

    Raises
    ------
    ArtefactError
        A file was changed, is missing, is not listed, or leads out of the folder.
    """
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise ArtefactError(f"{folder / MANIFEST}: names no files: train the model anew")
    for name in listed:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
            raise ArtefactError(f"{folder / MANIFEST}: names a file outside of the bundle, {name!r}: refused")
    there = set(_files(folder)) - {MANIFEST}
    for name in sorted(listed.keys() - there):
        raise ArtefactError(f"{folder / name}: is missing: copy the whole bundle again, or train the model anew")
    for name in sorted(there - listed.keys()):
        raise ArtefactError(f"{folder / name}: is not listed in {MANIFEST}: remove it, a bundle holds nothing else")
    for name, digest in sorted(listed.items()):
        if digest_of((folder / name).read_bytes()) != digest:
            raise ArtefactError(
                f"{folder / name}: is damaged (its SHA-256 is not that in {MANIFEST}): copy the bundle again, or train "
                "the model anew"
            )


def hold_versions(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Hold the versions that made a bundle against those here: stored models are of one minor version.

    Raises
    ------
    ArtefactError
        scikit-learn is of another minor version.
    """
    from importlib.metadata import version

    here = version("scikit-learn")
    made = manifest.get("made_by")
    there = made.get("scikit-learn") if isinstance(made, dict) else None
    if not isinstance(there, str) or there.split(".")[:2] != here.split(".")[:2]:
        raise ArtefactError(
            f"{folder}: was made by scikit-learn {there}, and this is {here}: models are not carried between minor "
            f"versions: install what its requirements.txt names, or {_rebuild(folder)}"
        )


def _rebuild(folder: Path) -> str:
    return f"train it anew by its own rule file: `wrangle train {folder}/rules/*.yaml --data DATA --out FOLDER`"


def _files(folder: Path) -> Iterator[str]:
    for base, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(base, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise ArtefactError(f"{path}: is a link or a device: a bundle holds files only")
        yield from (Path(base, name).relative_to(folder).as_posix() for name in names)


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
