"""Downloads a file by HTTP: piece by piece, and on from where it broke off."""

from __future__ import annotations

import errno
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import urllib3

from wrangle.errors import SourceError
from wrangle.sources.address import without
from wrangle.sources.partial import Part, keep, take
from wrangle.sources.request import Request
from wrangle.sources.showing import Tell, transfer

TRIES = 6
"""How often a download is tried in a row without a single byte more."""

PAUSE = 0.5
"""Seconds before the second try; before each further one twice as many."""

LONGEST_PAUSE = 60.0
"""Seconds to wait at most, whatever the server asks for."""

PIECE = 1 << 18
"""Bytes that are read at a time."""

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which it is worth asking again (RFC 9110 15)."""

REFUSED: Mapping[int, str] = {
    401: "asks for a name and a password: put them into the address by ${env:NAME}, or a header into `options:`",
    403: "is not for everybody: name what gives access by ${env:NAME}, in the address or in a header in `options:`",
    404: "is not there: check the address",
    410: "is there no more",
}


class _BrokenOffError(Exception):
    """The transfer ended before the file did; another try goes on from there."""

    def __init__(self, what: str, pause: float | None = None) -> None:
        super().__init__(what)
        self.pause = pause


@dataclass
class Download:
    """One file on its way: what is there of it, and by what the rest is asked for.

    A broken transfer is taken up where it broke off, if the server can (`Range`) and the file is still the same
    (`If-Range`); else it begins anew. One that was given up or interrupted is taken up by the next download of the
    address. It counts as whole when all bytes are there that the server spoke of.
    """

    request: Request
    target: Path
    """Where to put the file."""
    pause: float = PAUSE
    have: int = 0
    total: int | None = None
    mark: str | None = None
    """A strong ETag, or the time of the last change: tells whether the file is still the same."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What the server said of the file."""

    def run(self) -> Mapping[str, str]:
        """Download the file; return what the server said of it.

        Raises
        ------
        SourceError
            The server refuses, or cannot be reached in several tries.
        """
        self._go_on()
        try:
            return self._run()
        except BaseException:
            if self.mark:
                keep(self.request.url, self.target, Part(self.have, self.mark, self.headers))
            raise

    def _go_on(self) -> None:
        """Begin with what an earlier download left."""
        if part := take(self.request.url, self.target):
            self.have, self.mark, self.headers = part.have, part.mark, part.headers

    def _run(self) -> Mapping[str, str]:
        tried = 0
        with transfer(self.request.shown) as tell, _created(self.target) as file:
            while True:
                before = self.have
                try:
                    self._try(file, tell)
                except (_BrokenOffError, urllib3.exceptions.HTTPError) as error:
                    tried = 1 if self.have > before else tried + 1
                    if tried >= TRIES:
                        raise SourceError(self._gave_up(error)) from error
                    self._wait(tried, error)
                else:
                    return self.headers

    def _try(self, file: IO[bytes], tell: Tell) -> None:
        asked = {"Range": f"bytes={self.have}-", "If-Range": self.mark} if self.have and self.mark else {}
        with self.request.send("GET", asked) as answer:
            self._hold(answer)
            self._place(answer, file)
            tell(self.have, self.total)
            for piece in answer.stream(PIECE, decode_content=True):
                _write(file, piece, self.request.shown)
                self.have += len(piece)
                tell(self.have, self.total)
        if self.total is not None and self.have != self.total:
            raise _BrokenOffError(f"{self.have:,} of {self.total:,} bytes came")

    def _hold(self, answer: urllib3.BaseHTTPResponse) -> None:
        """Refuse what is no file; ask again where that may help."""
        status = answer.status
        if status in AGAIN:
            raise _BrokenOffError(f"the server answers {status} {answer.reason or ''}".strip(), _asked_pause(answer))
        if status == 416:
            self.mark = None
            raise _BrokenOffError("the server has no such part of the file")
        if status not in {200, 206}:
            said = REFUSED.get(status, "cannot be had")
            raise SourceError(f"{self.request.shown}: {said} (the server answers {status})")

    def _place(self, answer: urllib3.BaseHTTPResponse, file: IO[bytes]) -> None:
        """Go to where the bytes belong that come: behind those that are there, or to the beginning."""
        packed = answer.headers.get("Content-Encoding", "identity") != "identity"
        length = answer.headers.get("Content-Length", "")
        if answer.status == 206:
            start, total = _range_of(answer)
            if start != self.have or (self.total is not None and total is not None and total != self.total):
                self.mark = None
                raise _BrokenOffError("the server sent another part of the file than was asked for")
            self.total = total
        else:
            self.have, self.headers = 0, dict(answer.headers)
            self.total = int(length) if length.isdigit() and not packed else None
            self.mark = None if packed else _mark(answer)
        file.seek(self.have)
        file.truncate()

    def _wait(self, tried: int, error: Exception) -> None:
        asked = error.pause if isinstance(error, _BrokenOffError) else None
        backed_off = self.pause * 2 ** (tried - 1) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret
        time.sleep(min(asked if asked is not None else backed_off, LONGEST_PAUSE))

    def _gave_up(self, error: Exception) -> str:
        there = f" after {self.have:,} bytes" if self.have else ""
        said = without(str(error), self.request.url)
        return f"{self.request.shown}: cannot be downloaded{there}, {TRIES} tries failed, the last one so: {said}"


def _created(path: Path) -> IO[bytes]:
    return path.open("r+b" if path.exists() else "wb")


def _write(file: IO[bytes], piece: bytes, name: str) -> None:
    try:
        file.write(piece)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        what = "the temporary folder is full: name another one in the environment variable TMPDIR"
        raise SourceError(f"{name}: {what}") from error


def _mark(answer: urllib3.BaseHTTPResponse) -> str | None:
    """Return by what a part is asked for (RFC 9110 13.1.5): a weak ETag does not do."""
    if answer.headers.get("Accept-Ranges", "bytes") == "none":
        return None
    etag = answer.headers.get("ETag")
    return etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified")


def _range_of(answer: urllib3.BaseHTTPResponse) -> tuple[int, int | None]:
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
    if not found:
        return -1, None
    return int(found[1]), None if found[2] == "*" else int(found[2])


def _asked_pause(answer: urllib3.BaseHTTPResponse) -> float | None:
    after = answer.headers.get("Retry-After", "")
    return float(after) if after.isdigit() else None
