"""Clears away the files of old versions, and those that killed writers left behind."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from wrangle.errors import SourceError
from wrangle.sources.objects import Store, split
from wrangle.sources.versions import Root

KEEP = 10
"""Versions that stay, where no number is given."""

AGE = 24 * 60 * 60
"""Seconds after which a file that is part of no version is taken for left over, not for one that is being written."""


@dataclass(frozen=True)
class Cleared:
    """What was cleared away of a table."""

    name: str
    files: int
    size: int
    """Bytes."""
    versions: tuple[int, ...]
    """Versions that can be read no more."""
    left: tuple[int, ...]
    """Versions that can be read."""

    def __str__(self) -> str:
        if not self.files:
            return f"{self.name}: nothing to clear away"
        gone = f"; {len(self.versions)} old versions can be read no more" if self.versions else ""
        return f"{self.name}: {self.files:,} files, {self.size / 1e6:,.1f} MB{gone}"


def vacuum(root: Root, name: str, keep: int = KEEP, *, dry_run: bool = False, now: float | None = None) -> Cleared:
    """Remove the files that none of the newest versions needs.

    Parameters
    ----------
    root : Root
    name : str
        The table.
    keep : int
        How many of the newest versions stay.
    dry_run : bool
        Only tell what would go.
    now : float, optional
        The time, in seconds; a test may have another one.

    Raises
    ------
    SourceError
        There is no such table, or `keep` is less than 1.
    """
    if keep < 1:
        raise SourceError(f"--keep {keep}: at least the newest version stays: name 1 or more")
    versions = root.versions(name)
    needed = {file for version in versions[-keep:] for file in version.files}
    old = {version.number: set(version.files) for version in versions[:-keep]}
    known = needed.union(*old.values())
    there = root.files(name)
    limit = (time.time() if now is None else now) - AGE
    gone = [file for file, (_, changed) in there.items() if file not in needed and (file in known or changed < limit)]
    if not dry_run:
        _remove(root, name, gone)
    lost = tuple(number for number, files in old.items() if not files <= needed)
    kept = tuple(version.number for version in versions if version.number not in lost)
    return Cleared(name, len(gone), sum(there[file][0] for file in gone), lost, kept)


def _remove(root: Root, name: str, files: list[str]) -> None:
    if "://" not in root.path:
        for file in files:
            (Path(root.uri(name)) / file).unlink(missing_ok=True)
    elif files:
        url, key = split(root.uri(name))
        Store(url, root.options).remove([f"{key}/{file}" for file in files])
