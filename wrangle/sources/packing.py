"""Unpacks files as they are read: gzip, zstd, and one member of a zip archive."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from wrangle.errors import SourceError, did_you_mean

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"

ENDINGS = (".gz", ".zst", ".zip")
"""Endings of packed files; the format's own ending may stand before them."""

_SPREADSHEET = {"[Content_Types].xml", "mimetype"}
"""Members by which a zip archive is told to be a spreadsheet."""


def packing(path: Path) -> str | None:
    """Return how a file is packed, by its first bytes: `gzip`, `zstd`, `zip` or not at all.

    Raises
    ------
    OSError
        The file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(GZIP):
        return "gzip"
    if head == ZSTD:
        return "zstd"
    return "zip" if head == ZIP and not _is_spreadsheet(path) else None


@contextmanager
def unpacked(path: Path, member: str | None = None) -> Iterator[IO[bytes]]:
    """Open a file, unpacked if it is packed.

    Parameters
    ----------
    path
        The file.
    member
        Which file of a zip archive, where it has several.

    Raises
    ------
    SourceError
        It is packed and damaged, or an archive of several files and none is named.
    """
    how = packing(path)
    try:
        with _opened(path, how, member) as file:
            yield file
    except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, _zstd_error()) as error:
        raise SourceError(f"{path}: is packed by {how} and not whole ({error}): fetch it again") from error


def members(path: Path) -> list[str]:
    """Return the data files in a zip archive."""
    with zipfile.ZipFile(path) as archive:
        names = [each.filename for each in archive.infolist() if not each.is_dir()]
    return [name for name in names if not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")]


def _opened(path: Path, how: str | None, member: str | None) -> IO[bytes]:
    if how == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if how == "zip":
        return zipfile.ZipFile(path).open(_member(path, member))
    if how == "zstd":
        return cast("IO[bytes]", io.BufferedReader(_Zstd(path), 1 << 18))
    return path.open("rb")


class _Zstd(io.RawIOBase):
    """Reads a file packed by zstd; one that is cut short is an error, as it is with gzip."""

    def __init__(self, path: Path) -> None:
        import zstandard

        self._file = path.open("rb")
        self._new = zstandard.ZstdDecompressor().decompressobj
        self._frame, self._ready = self._new(), b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while not self._ready:
            packed = self._frame.unused_data if self._frame.eof else b""
            packed = packed or self._file.read(1 << 16)
            if not packed:
                if not self._frame.eof:
                    raise EOFError("it ends amid a frame")
                return 0
            if self._frame.eof:
                self._frame = self._new()
            self._ready = self._frame.decompress(packed)
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def _member(path: Path, member: str | None) -> str:
    names = members(path)
    if member is not None and member not in names:
        raise SourceError(f"{path}: has no member {member!r}: {did_you_mean(member, names)}")
    if member is None and len(names) != 1:
        shown = ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")
        what = f"holds {len(names)} files ({shown}): say which by `member:` in `source:`" if names else "holds no file"
        raise SourceError(f"{path}: {what}")
    return member or names[0]


def _is_spreadsheet(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_SPREADSHEET & set(archive.namelist()))
    except zipfile.BadZipFile:
        return False


def _zstd_error() -> type[Exception]:
    import zstandard

    return cast("type[Exception]", zstandard.ZstdError)
