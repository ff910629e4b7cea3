"""Reads files of text, and says why one cannot be read."""

from __future__ import annotations

from pathlib import Path

from wrangle.errors import did_you_mean


def read_file(path: Path) -> str:
    """Return the text of a rule file.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is not UTF-8, or no path at all.
    """
    return path.read_bytes().decode("utf-8-sig")


def unreadable(name: str, error: Exception) -> str:
    """Return why a file cannot be read, as a sentence."""
    if isinstance(error, FileNotFoundError):
        return f"there is no rule file {name!r}"
    if isinstance(error, IsADirectoryError):
        return f"{name!r} is a folder, not a rule file"
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return f"{name!r} is not UTF-8 text: line {line} holds the byte {error.object[error.start]:#04x}"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{name!r} cannot be read: {reason}"


def exists(path: Path) -> bool:
    """Tell whether a path names a file that is there; what can be no path does not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def neighbours(path: Path, pattern: str = "*") -> str:
    """Return a sentence that names the files most like one that is missing; nothing where it is there."""
    try:
        near = [] if path.exists() else sorted(each.name for each in path.parent.glob(pattern))
    except (OSError, ValueError):
        near = []
    return did_you_mean(path.name, near)
