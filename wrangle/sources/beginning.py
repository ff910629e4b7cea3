"""Reads the beginning of a text file: enough to tell how it is written."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from wrangle.errors import SourceError
from wrangle.sources.packing import unpacked
from wrangle.sources.sniffing.encoding import Encoding, find_encoding
from wrangle.sources.spec import AUTO, SourceSpec

HEAD = 1 << 16
"""Bytes of a file's beginning that tell what it is."""

LONGEST = 1 << 20
"""Bytes within which the first lines must end."""

FOREIGN = {
    b"PAR1": "a Parquet file: say `format: parquet` in `source:`",
    b"ARROW1": "an Arrow file: say `format: ipc` in `source:`",
    b"PK\x03\x04": "a zip archive or a spreadsheet: say `format: excel` in `source:` if it is a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an Excel workbook: say `format: excel` in `source:`",
    b"\x89PNG": "a PNG image, not text",
    b"%PDF": "a PDF document, not text",
    b"SQLite format 3\0": "a SQLite database: name it `sqlite:///...` in `source:`",
}
"""First bytes of what is no text -> what it is."""


_LONE = re.compile(r"\r(?!\r*\n)")


@dataclass(frozen=True)
class Beginning:
    """The first lines of a text file."""

    text: str
    """Whole lines that end with a line feed."""
    complete: bool
    """Whether that is the whole file."""
    encoding: Encoding
    """Which encoding it is in, and why."""
    returns: bool
    """Whether lines end with a carriage return only."""


def beginning(path: Path, spec: SourceSpec) -> Beginning:
    """Read the beginning of a text file.

    Raises
    ------
    SourceError
        It is no text, or not in the encoding that the source says.
    """
    with unpacked(path, spec.member) as file:
        data = file.read(HEAD)
        if len(data) == HEAD and data.count(b"\n") + data.count(b"\r") < 2:
            data += file.read(LONGEST - HEAD)
        complete = len(data) < HEAD or not file.read(1)
    foreign = next((what for magic, what in FOREIGN.items() if data.startswith(magic)), None)
    if foreign:
        raise SourceError(f"{path}: is {foreign}")
    encoding = _encoding(data, spec, path, complete=complete)
    text = _decoded(data, encoding.name)
    returns = "\r" in text and len(_LONE.findall(text)) > text.count("\n")
    if returns:
        text = text.translate({10: 13, 13: 10})
    if complete:
        text += "" if text.endswith("\n") or not text else "\n"
    else:
        text = text[: text.rfind("\n") + 1] or text + "\n"
    return Beginning(text, complete, encoding, returns)


def _encoding(data: bytes, spec: SourceSpec, path: Path, *, complete: bool) -> Encoding:
    if spec.encoding != AUTO:
        return Encoding(spec.encoding, "said in `source:`")
    found = find_encoding(data, complete=complete)
    if found is None:
        raise SourceError(f"{path}: holds NUL bytes: it is no text file, or in an encoding to be said by `encoding:`")
    return found


def _decoded(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)
