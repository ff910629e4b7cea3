"""Open CSV files: every column as text, every row accounted for."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wrangle.errors import SourceError
from wrangle.secret import hidden
from wrangle.sources.decoding import Copy, is_packed, plain_copy
from wrangle.sources.input import REJECTS, Input
from wrangle.sources.ragged import Layout, not_utf8, scan
from wrangle.sources.spec import SourceSpec

HEAD = 1 << 16
"""Bytes of a file's beginning that tell what it is."""

LONGEST_HEADER = 1 << 20
"""Bytes within which a header must end."""

MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""

_FOREIGN = {
    b"PAR1": "a Parquet file: say `format: parquet` in `source:`",
    b"ARROW1": "an Arrow file: say `format: ipc` in `source:`",
    b"PK\x03\x04": "a zip archive (or a spreadsheet): unpack it, or export it as CSV",
    b"\xd0\xcf\x11\xe0": "an Excel workbook: export it as CSV",
    b"\x89PNG": "a PNG image, not text",
    b"%PDF": "a PDF document, not text",
}


@dataclass(frozen=True)
class _Header:
    names: tuple[str, ...]
    before: int
    """Lines before the header."""
    lines: int
    """Lines before the first row."""
    offset: int
    """The byte at which the first row begins."""


@dataclass(frozen=True)
class _File:
    path: Path
    frame: pl.LazyFrame
    names: tuple[str, ...]
    rows: int
    rejects: pl.DataFrame
    layout: Layout
    copy: Copy | None

    def fault(self) -> str | None:
        """Look through the file once more, and say what is wrong with it now."""
        try:
            scan(self.copy.path if self.copy else self.path, self.layout, self.path)
        except SourceError as error:
            return str(error)
        return None


def open_delimited(spec: SourceSpec, paths: Sequence[Path], origin: str) -> Input:
    """Open CSV files.

    Parameters
    ----------
    spec
        How to read them.
    paths
        The files, in order.
    origin
        What to call them all together.

    Returns
    -------
    Input
        All columns are text. Ragged and empty rows stand in the frame, cut or filled with nulls, and in `rejects`.

    Raises
    ------
    SourceError
        A file cannot be read as asked; the message names the line and the option to set.
    """
    files = [_open(spec, path) for path in paths]
    first = files[0]
    for other in files[1:]:
        _hold_same(first, other)
    rejects, before = [pl.DataFrame(schema=REJECTS)], 0
    for file in files:
        why = pl.col("why") if len(files) == 1 else pl.format("{}: {}", pl.lit(hidden(file.path.name)), "why")
        rejects.append(file.rejects.select(pl.col("__row") + before, why.alias("why")))
        before += file.rows
    frame = pl.concat([file.frame.select(first.names) for file in files])
    copies = tuple(file.copy for file in files if file.copy)
    return Input(
        frame,
        text=True,
        origin=origin,
        files=tuple(paths),
        rejects=pl.concat(rejects),
        rows=before,
        diagnose=lambda: next(filter(None, (file.fault() for file in files)), None),
        copies=copies,
    )


def _open(spec: SourceSpec, path: Path) -> _File:
    copy = _copied(spec, path)
    read = copy.path if copy else path
    delimiter = spec.delimiter or ("\t" if ".tsv" in path.suffixes else ",")
    header = _header(spec, path, read, delimiter)
    layout = Layout(len(header.names), delimiter, spec.quote, spec.comment, header.offset, header.lines + 1)
    rows, rejects = scan(read, layout, path)
    frame = pl.scan_csv(
        read,
        separator=delimiter,
        quote_char=spec.quote,
        comment_prefix=spec.comment,
        null_values=list(spec.null_values) or None,
        skip_lines=header.before,
        infer_schema=False,
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
    )
    return _File(path, frame, header.names, rows, rejects, layout, copy)


def _copied(spec: SourceSpec, path: Path) -> Copy | None:
    """Return a plain UTF-8 copy with line feeds where the file is something else."""
    head = _head(path)
    foreign = next((what for magic, what in _FOREIGN.items() if head.startswith(magic)), None)
    if foreign:
        raise SourceError(f"{path}: is {foreign}")
    if is_packed(path):
        return plain_copy(path, spec.encoding)
    if spec.encoding in {"utf-8", "utf-8-sig"}:
        _hold_text(path, head)
        only_returns = b"\r" in head and b"\n" not in head
        return plain_copy(path, newline=None) if only_returns else None
    return plain_copy(path, spec.encoding)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _hold_text(path: Path, head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "begins with the byte order mark of UTF-16: say `encoding: utf-16` in `source:`"
        raise SourceError(f"{path}: {what}")
    if b"\0" in head:
        what = "holds NUL bytes: it is no text file, or is UTF-16: then say `encoding: utf-16-le` in `source:`"
        raise SourceError(f"{path}: {what}")


def _header(spec: SourceSpec, path: Path, read: Path, delimiter: str) -> _Header:
    """Read the first line that is neither empty nor a comment."""
    with read.open("rb") as file:
        head = file.read(LONGEST_HEADER)
    _hold_text(path, head[:HEAD])
    body = head.removeprefix(MARK)
    comment = (spec.comment or "").encode()
    before, at = 0, 0
    while at < len(body) and _is_skipped(body, at, comment):
        at, before = _after_line(body, at), before + 1
    end = _after_line(body, at)
    while spec.quote and body.count(spec.quote.encode(), at, end) % 2 and end < len(body):
        end = _after_line(body, end)
    if at >= len(body):
        raise SourceError(f"{path}: the file is empty: not even a header is there")
    names = _names(path, body[at:end], before + 1, spec, delimiter)
    lines = before + body.count(b"\n", at, end)
    return _Header(names, before, lines, len(head) - len(body) + end)


def _is_skipped(body: bytes, at: int, comment: bytes) -> bool:
    line = body[at : _after_line(body, at)]
    return not line.strip(b"\r\n") or bool(comment and line.startswith(comment))


def _after_line(body: bytes, at: int) -> int:
    return body.find(b"\n", at) + 1 or len(body)


def _names(path: Path, raw: bytes, line: int, spec: SourceSpec, delimiter: str) -> tuple[str, ...]:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise SourceError(not_utf8(path, line + raw.count(b"\n", 0, error.start), raw[error.start])) from error
    lines = text.splitlines(keepends=True)
    if spec.quote:
        rows = csv.reader(lines, delimiter=delimiter, quotechar=spec.quote)
    else:
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    names = tuple(next(rows))
    _hold_delimiter(path, names, raw, spec.quote)
    _hold_names(path, names, line)
    return names


def _hold_delimiter(path: Path, names: Sequence[str], raw: bytes, quote: str | None) -> None:
    if len(names) > 1 or (quote and raw.startswith(quote.encode())):
        return
    count, likely = max((names[0].count(each), each) for each in ";\t|,")
    if count:
        said = '"\\t"' if likely == "\t" else f'"{likely}"'
        help_ = f"the delimiter looks like {likely!r}: say `delimiter: {said}` in `source:`"
        raise SourceError(f"{path}: the header is one column {names[0]!r}: {help_}")


def _hold_names(path: Path, names: Sequence[str], line: int) -> None:
    if empty := [number for number, name in enumerate(names, 1) if not name]:
        which = ", ".join(map(str, empty))
        raise SourceError(f"{path}:{line}: the header has no name for column {which} of {len(names)}: write one there")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        which = ", ".join(map(repr, twice))
        raise SourceError(f"{path}:{line}: the header names {which} more than once: give each column its own name")


def _hold_same(first: _File, other: _File) -> None:
    missing = [name for name in first.names if name not in other.names]
    more = [name for name in other.names if name not in first.names]
    said = ["lacks " + ", ".join(missing)] * bool(missing) + ["has besides " + ", ".join(more)] * bool(more)
    if said:
        raise SourceError(f"{other.path}: its columns are not those of {first.path}: it {' and '.join(said)}")
