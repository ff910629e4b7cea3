"""Open CSV files: every column as text, every row accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from wrangle.errors import SourceError
from wrangle.secret import hidden
from wrangle.sources.beginning import Beginning, beginning
from wrangle.sources.decoding import Copy, plain_copy
from wrangle.sources.dialect import OPTIONS, Dialect, settle
from wrangle.sources.input import REJECTS, Input, Piece
from wrangle.sources.packing import packing
from wrangle.sources.ragged import Layout, NotUtf8Error, StrayQuoteError, scan
from wrangle.sources.rewriting import rewritten
from wrangle.sources.sniffing.encoding import Encoding, not_utf8
from wrangle.sources.spec import AUTO, SourceSpec

MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8."""

AROUND = 1 << 16
"""Bytes around the first that is not UTF-8 by which the encoding is found."""


@dataclass(frozen=True)
class _File:
    path: Path
    frame: pl.LazyFrame
    dialect: Dialect
    rows: int
    rejects: pl.DataFrame
    layout: Layout
    copy: Copy | None

    @property
    def names(self) -> tuple[str, ...]:
        return self.dialect.columns

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
        All columns are text. Rows that cannot be read whole stand in the frame, cut or filled with nulls, and in
        `rejects`.

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
    frames = [_in_plain_notation(file.frame.select(first.names), spec) for file in files]
    pieces = [Piece(frame, str(file.path), file.rows) for frame, file in zip(frames, files, strict=True)]
    return Input(
        pl.concat(frames),
        text=True,
        origin=origin,
        files=tuple(paths),
        rejects=pl.concat(rejects),
        rows=before,
        pieces=() if any(file.copy for file in files) else tuple(pieces),
        diagnose=lambda: next(filter(None, (file.fault() for file in files)), None),
        copies=tuple(file.copy for file in files if file.copy),
        dialect=first.dialect,
        notes=_notes(files, spec),
    )


def _open(spec: SourceSpec, path: Path) -> _File:
    begins = beginning(path, spec)
    dialect = settle(begins.text, spec, path, complete=begins.complete)
    try:
        return _read(spec, path, begins, dialect)
    except NotUtf8Error:
        if spec.encoding != AUTO or begins.encoding.name != "utf-8" or begins.encoding.damaged:
            raise
    encoding = _late(spec, path)
    text = begins.text.encode().decode(encoding.name, errors="replace")
    begins = replace(begins, encoding=encoding, text=text if not begins.text.isascii() else begins.text)
    return _read(spec, path, begins, settle(begins.text, spec, path, complete=begins.complete))


def _read(spec: SourceSpec, path: Path, begins: Beginning, dialect: Dialect) -> _File:
    encoding = begins.encoding
    dialect = replace(dialect, encoding=encoding.name, notes=(*dialect.notes, *_doubts(encoding)))
    copy, damaged = _copied(spec, path, begins)
    if begins.returns or dialect.escape or dialect.padded or "\r\r\n" in begins.text:
        return _singly(spec, path, dialect, copy, begins, damaged)
    read = copy.path if copy else path
    offset, header = _after(read, dialect)
    layout = Layout(
        len(dialect.columns),
        dialect.separator,
        dialect.quote,
        dialect.comment,
        offset,
        dialect.body + 1,
        header,
        damaged,
    )
    try:
        rows, rejects = scan(read, layout, path)
    except StrayQuoteError:
        return _singly(spec, path, dialect, copy, begins, damaged)
    return _File(path, _scanned(read, dialect, spec, dialect.body), dialect, rows, rejects, layout, copy)


def _singly(
    spec: SourceSpec, path: Path, dialect: Dialect, copy: Copy | None, begins: Beginning, damaged: str | None
) -> _File:
    """Read a file that polars cannot read: by a copy, split record by record."""
    made = rewritten(copy.path if copy else path, dialect, returns=begins.returns, damaged=damaged)
    if copy:
        copy.close()
    plain = replace(dialect, delimiter=",", quote='"', comment=None)
    layout = Layout(len(dialect.columns))
    frame = _scanned(made.copy.path, plain, spec, 0)
    return _File(path, frame, dialect, made.rows, made.rejects, layout, made.copy)


def _scanned(read: Path, dialect: Dialect, spec: SourceSpec, skip: int) -> pl.LazyFrame:
    return pl.scan_csv(
        read.absolute(),
        has_header=False,
        schema=dict.fromkeys(dialect.columns, pl.String),
        separator=dialect.separator,
        quote_char=dialect.quote,
        comment_prefix=dialect.comment,
        null_values=list(spec.null_values) or None,
        skip_lines=skip,
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
    )


def _copied(spec: SourceSpec, path: Path, begins: Beginning) -> tuple[Copy | None, str | None]:
    """Return a plain UTF-8 copy where the file is something else, and its encoding if bytes had to be replaced."""
    encoding = begins.encoding
    if encoding.damaged:
        return plain_copy(path, encoding.name, member=spec.member, errors="replace"), encoding.name
    if encoding.name in {"utf-8", "utf-8-sig"}:
        return (plain_copy(path, member=spec.member) if packing(path) else None), None
    try:
        return plain_copy(path, encoding.name, member=spec.member), None
    except SourceError as error:
        if spec.encoding != AUTO or not isinstance(error.__cause__, UnicodeError):
            raise
    return plain_copy(path, encoding.name, member=spec.member, errors="replace"), encoding.name


def _late(spec: SourceSpec, path: Path) -> Encoding:
    """Return the encoding of a file whose beginning is ASCII or UTF-8, by what is around the first other byte."""
    copy = plain_copy(path, member=spec.member) if packing(path) else None
    with (copy.path if copy else path).open("rb") as file:
        before = b""
        while piece := file.read(AROUND):
            try:
                (before + piece).decode()
            except UnicodeDecodeError as error:
                if error.start < len(before + piece) - 4:
                    return not_utf8(before + piece + file.read(AROUND))
            before = piece
    return not_utf8(before)


def _after(read: Path, dialect: Dialect) -> tuple[int, bytes | None]:
    """Return the byte at which the rows begin, and the header's line."""
    with read.open("rb") as file:
        mark = file.read(len(MARK)) == MARK
        if not mark:
            file.seek(0)
        lines = [file.readline() for _ in range(dialect.body)]
        one = dialect.header == 1 and len(dialect.columns) > 1 and dialect.body == dialect.skip + 1
        return file.tell(), lines[-1].rstrip(b"\r\n") if one else None


def _doubts(encoding: Encoding) -> list[str]:
    if not encoding.others:
        return []
    others = ", ".join(encoding.others[:3])
    return [f"its encoding may be {encoding.name}, or {others}: look at its letters and say `encoding:` in `source:`"]


def _in_plain_notation(frame: pl.LazyFrame, spec: SourceSpec) -> pl.LazyFrame:
    """Write cells that are numbers with a decimal point and without signs between thousands."""
    if spec.decimal == "." and not spec.thousands:
        return frame
    group = r"\s" if spec.thousands == " " else f"[{spec.thousands}]"
    grouped = rf"\d{{1,3}}(?:{group}\d{{3}})+|" if spec.thousands else ""
    number = rf"^\s*[-+]?(?:{grouped}\d+)(?:[{spec.decimal}]\d*)?\s*$"
    cell = pl.all()
    plain = cell.str.replace_all(group, "") if spec.thousands else cell
    if spec.decimal == ",":
        plain = plain.str.replace(",", ".", literal=True)
    return frame.with_columns(pl.when(cell.str.contains(number)).then(plain).otherwise(cell))


def _notes(files: Sequence[_File], spec: SourceSpec) -> tuple[str, ...]:
    """Return what to tell of files that are not written as most are: each thing once."""
    said: dict[str, str] = {}
    pinned = {name for name in OPTIONS if getattr(spec, name) != AUTO}
    for file in files:
        name = hidden(file.path.name)
        if options := file.dialect.said(pinned | {"delimiter"} if ".tsv" in file.path.suffixes else pinned):
            said.setdefault(f"read as {{{options}}}: pin it in `source:`, or say otherwise", name)
        for note in file.dialect.notes:
            said.setdefault(note, name)
    return tuple(f"{name}: {note}" for note, name in said.items())


def _hold_same(first: _File, other: _File) -> None:
    missing = [name for name in first.names if name not in other.names]
    more = [name for name in other.names if name not in first.names]
    said = ["lacks " + ", ".join(missing)] * bool(missing) + ["has besides " + ", ".join(more)] * bool(more)
    if said:
        raise SourceError(f"{other.path}: its columns are not those of {first.path}: it {' and '.join(said)}")
