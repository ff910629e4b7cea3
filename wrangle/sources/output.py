"""The folder a run writes: whole or not at all, whatever happens in between."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from wrangle.errors import OutputError, WrangleError
from wrangle.secret import hidden

SIGN = "run.json"
"""The file by which an output of ours is known."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
"""`s3://`, which a path writes `s3:/`; a single letter is a drive."""
_FULL = re.compile(r"no space left|disk quota exceeded|file too large|os error (28|122|27)\b", re.IGNORECASE)
_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fs.h, fcntl.h


class OutputFolder:
    """Write files into a new folder, which takes the place of `path` once all are written.

    Readers of `path` see the earlier output, whole, until they see the new one, whole. On an error, on Ctrl-C and
    on `kill -9` the earlier output stays. What killed runs left beside it is removed when the next one starts.

    Parameters
    ----------
    path
        The folder to make or to replace: it must be empty or an earlier output.
    sign
        The file by which an earlier output of the same kind is known.

    Raises
    ------
    OutputError
        The folder cannot be written, is not ours to replace, or the disk is full. The earlier output is intact.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "out"
    >>> with OutputFolder(target) as folder:
    ...     _ = (folder.path / "run.json").write_text("{}")
    ...     target.exists()
    False
    >>> [each.name for each in target.iterdir()]
    ['run.json']
    """

    def __init__(self, path: str | Path, sign: str = SIGN) -> None:
        self.sign = sign
        self.target = hold_here(path)
        self.path = self._beside("tmp")
        """Where to write the files, while the folder is open."""

    def __enter__(self) -> Self:
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            _tidy(self.target)
            _hold_replaceable(self.target, self.sign)
            self.path.mkdir()
        except OSError as error:
            raise OutputError(_sentence(self.target, error)) from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._publish()
        except OSError as failure:
            raise OutputError(_sentence(self.target, failure)) from failure
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
        if isinstance(error, Exception) and not isinstance(error, WrangleError) and _is_full(error):
            raise OutputError(_sentence(self.target, error)) from error

    def _beside(self, kind: str) -> Path:
        return self.target.with_name(f".{self.target.name}.{kind}-{os.getpid()}-{secrets.token_hex(4)}")

    def _publish(self) -> None:
        for each in (*self.path.rglob("*"), self.path):
            _sync(each)
        if not self.target.exists():
            self.path.rename(self.target)
        elif not _exchange(self.path, self.target):
            old = self._beside("old")
            self.target.rename(old)
            try:
                self.path.rename(self.target)
            except BaseException:
                old.rename(self.target)
                raise
            shutil.rmtree(old, ignore_errors=True)
        _sync(self.target.parent)


def hold_here(path: str | Path) -> Path:
    """Return the whole path of a file or folder to write.

    Raises
    ------
    OutputError
        It is an address: what is written must take its place at once, which object stores cannot do.

    Examples
    --------
    >>> hold_here("s3://bucket/out")
    Traceback (most recent call last):
        ...
    wrangle.errors.OutputError: s3:/bucket/out: is an address: write to a folder, and copy it there when it is whole
    """
    if _ADDRESS.match(str(path)):
        said = hidden(str(Path(path)))
        raise OutputError(f"{said}: is an address: write to a folder, and copy it there when it is whole")
    return Path(path).expanduser().resolve()


def output_error(target: Path, error: Exception) -> OutputError | None:
    """Return our error for one met while writing that means a full disk; None if it means something else.

    Examples
    --------
    >>> print(output_error(Path("out"), OSError(28, "No space left on device")))
    out: the disk is full: make room or name another folder; the earlier output, if any, is intact
    """
    return OutputError(_sentence(target, error)) if _is_full(error) else None


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL_NUMBERS:
        return True
    return bool(_FULL.search(str(error)))


def _sentence(target: Path, error: Exception) -> str:
    intact = "the earlier output, if any, is intact"
    if _is_full(error):
        return f"{target}: the disk is full: make room or name another folder; {intact}"
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{target}: you may not write here: ask for permission or name another folder; {intact}"
    if number in {errno.ENOTDIR, errno.EEXIST}:
        return f"{target}: a file stands where a folder should be: name another folder"
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return f"{target}: cannot be written: {said}; {intact}"


def _hold_replaceable(target: Path, sign: str) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{target}: a file stands where a folder should be: name another folder")
    names = sorted(each.name for each in target.iterdir())
    if names and sign not in names:
        held = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
        raise OutputError(f"{target}: is not an output of wrangle (it holds {held}): name a new or an empty folder")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "not writable")


def _tidy(target: Path) -> None:
    """Remove what killed runs left beside the target; bring back an output that one had just put aside."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(tmp|old)-(\d+)-[0-9a-f]+")
    for each in sorted(target.parent.iterdir()):
        match = pattern.fullmatch(each.name)
        if match is None or _alive(int(match[2])):
            continue
        if match[1] == "old" and not target.exists():
            each.rename(target)
        else:
            shutil.rmtree(each, ignore_errors=True)


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _sync(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders swap names at once, where the system can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of the one given once all is written; on an error it goes.

    Raises
    ------
    OutputError
        The file cannot be written. An earlier one is intact.
    """
    target = hold_here(path)
    unfinished = target.with_name(f".{target.name}.tmp-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        _sync(unfinished)
        unfinished.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise OutputError(_sentence(target, error)) from error
    finally:
        with suppress(NotADirectoryError):  # nothing was made where a file stands in the way of the folder
            unfinished.unlink(missing_ok=True)


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write one file: whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written. An earlier one is intact.

    Examples
    --------
    >>> import tempfile
    >>> write_whole(Path(tempfile.mkdtemp()) / "found.json", "{}").read_text()
    '{}'
    """
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
    return Path(path).expanduser().resolve()
