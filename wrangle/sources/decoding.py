"""A temporary copy of a text file in plain UTF-8, where the file itself is packed or encoded otherwise."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO

from wrangle.errors import SourceError
from wrangle.sources.packing import unpacked


class Copy:
    """A temporary file that is removed when it is closed or no longer used."""

    def __init__(self, suffix: str = ".csv") -> None:
        handle, name = tempfile.mkstemp(prefix="wrangle-", suffix=suffix)
        os.close(handle)
        self.path = Path(name)
        """Where the copy lies."""
        self.close = weakref.finalize(self, self.path.unlink, missing_ok=True)
        """Remove the file; again and it does nothing."""


def plain_copy(path: Path, encoding: str = "utf-8", *, member: str | None = None, errors: str = "strict") -> Copy:
    """Unpack and decode a file, a piece at a time, into a temporary UTF-8 file.

    Parameters
    ----------
    path
        The file, packed or not.
    encoding
        The encoding it is in.
    member
        Which file of a zip archive, where it has several.
    errors
        `replace` puts U+FFFD where bytes are not of the encoding.

    Returns
    -------
    Copy

    Raises
    ------
    SourceError
        The file is damaged or not in that encoding: name the right one. Or the temporary folder is full:
        name another in the environment variable TMPDIR.
    """
    copy = Copy()
    try:
        with unpacked(path, member) as source, copy.path.open("wb") as target:
            _write(path, source, target, encoding, errors)
    except OSError as error:
        copy.close()
        raise SourceError(_why_not(path, error)) from error
    except BaseException:
        copy.close()
        raise
    return copy


def _write(path: Path, source: IO[bytes], target: IO[bytes], encoding: str, errors: str) -> None:
    if encoding == "utf-8" and errors == "strict":
        shutil.copyfileobj(source, target, 1 << 20)
        return
    reader = io.TextIOWrapper(source, encoding=encoding, errors=errors, newline="")
    line = 1
    try:
        while text := reader.read(1 << 20):
            target.write(text.encode("utf-8", errors="replace"))
            line += text.count("\n")
    except UnicodeError as error:
        where = error.object[error.start : error.start + 1].hex() if isinstance(error, UnicodeDecodeError) else ""
        byte = f"byte 0x{where.upper()} " if where else "text "
        what = f"{path}: {byte}after line {line} is not {encoding}: say the right `encoding:` in `source:`"
        raise SourceError(what) from error
    finally:
        reader.detach()


def _why_not(path: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        folder = tempfile.gettempdir()
        return f"{path}: the temporary folder {folder} is full: name another one in the environment variable TMPDIR"
    return f"{path}: cannot be read: {error.strerror or error}"
