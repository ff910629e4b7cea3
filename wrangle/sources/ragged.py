"""Find the rows of a CSV file that have too few or too many fields, and the quotes that nobody closes.

A pass over the bytes, a piece at a time, with whole-array operations: ends of records and delimiters are counted
outside quotes, as polars counts them, so that row numbers agree with its own. Only bad records are looked at singly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wrangle.errors import SourceError
from wrangle.sources.input import REJECTS

PIECE = 1 << 18
"""Bytes that are looked at together."""

LONGEST = 16 << 20
"""Bytes after which a quoted field that nobody closed is taken for a stray quote."""

SHOWN = 200
"""Characters of a bad line that are shown."""

NEWLINE, RETURN = 10, 13

REPLACED = "\ufffd".encode()
"""What stands in a copy for bytes that could not be decoded."""

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Layout:
    """How the body of a CSV file is laid out."""

    columns: int
    """How many fields a row has."""

    delimiter: str = ","
    """What stands between two fields."""

    quote: str | None = '"'
    """What a field is quoted with."""

    comment: str | None = None
    """What a line that is no row begins with."""

    offset: int = 0
    """The byte at which the first row begins."""

    line: int = 1
    """The line in which the first row begins, from 1."""

    header: bytes | None = None
    """The header's line: a row that is the same is none."""

    damaged: str | None = None
    """The encoding that some bytes were not of, where U+FFFD stands for them in a copy."""


class StrayQuoteError(SourceError):
    """A quote stands where polars can read none: the file must be split record by record."""


class NotUtf8Error(SourceError):
    """Bytes are not UTF-8: the file must be decoded first."""


def scan(path: Path, layout: Layout, shown: Path | None = None) -> tuple[int, pl.DataFrame]:
    """Count the rows of a CSV file and find the ragged and the empty ones.

    Parameters
    ----------
    path
        A UTF-8 file.
    layout
        Where its rows begin and what they look like.
    shown
        The name to use in messages, where the file is a copy.

    Returns
    -------
    rows : int
    rejects : polars.DataFrame, (bad rows, `__row` and `why`)

    Raises
    ------
    NotUtf8Error
        Bytes are not UTF-8.
    StrayQuoteError
        A quote stands where none can be read.
    """
    row, line, bad = 0, layout.line, list[tuple[int, str]]()
    with path.open("rb") as file:
        file.seek(layout.offset)
        for data, marks in _pieces(file, layout):
            place = _Place(shown or path, line, row)
            _hold_utf8(data, place)
            if marks is not None:
                bad += _bad(data, marks, layout, place)
            lines = marks.lines if marks else data.count(b"\n")
            row += marks.rows if marks else lines
            line += lines
    return row, pl.DataFrame(bad, schema=REJECTS, orient="row")


@dataclass(frozen=True)
class _Place:
    """Where in the file a piece begins."""

    file: Path
    line: int
    row: int

    def stray_quote(self, text: bytes, what: str) -> StrayQuoteError:
        line = shown(text.split(b"\n", 1)[0].decode(errors="replace"))
        help_ = "mend it, or say `quote: null` in `source:` if quotes are plain characters in this file"
        return StrayQuoteError(f"{self.file}:{self.line}: {what}: {line}: {help_}")


@dataclass(frozen=True)
class _Marks:
    """Where the records of a piece end, and what is odd about it."""

    ends: Places
    """The line feed that ends each record."""
    fields: Places
    """How many fields each record has."""
    strays: Places
    """Quotes that open after text or close before text."""
    comments: Places
    """The beginnings of comment lines."""
    lines: int
    """How many lines the records have together."""

    @property
    def starts(self) -> Places:
        return np.concatenate(([0], self.ends[:-1] + 1))

    @property
    def rows(self) -> int:
        return int(self.ends.size - self.comments.size)


def _pieces(file: IO[bytes], layout: Layout) -> Iterator[tuple[bytes, _Marks | None]]:
    """Give pieces that begin and end with a record, with their marks; those of regular rows only without."""
    rest, regular = b"", _Regular(layout)
    while True:
        read = file.read(PIECE)
        data = rest + read
        if not read and data and not data.endswith(b"\n"):
            data += b"\n"
        if cut := regular.cut(data):
            yield data[:cut], None
        else:
            marks = _look(data, layout)
            cut = int(marks.ends[-1]) + 1 if marks.ends.size else 0
            if cut:
                yield data[:cut], marks
        rest = data[cut:]
        if rest and (not read or len(rest) > LONGEST):
            yield rest, _look(b"", layout)
        if not read or len(rest) > LONGEST:
            return


class _Regular:
    """Tells pieces of nothing but regular rows, all fields of which are quoted, or none: mostly, all of them."""

    def __init__(self, layout: Layout) -> None:
        delimiter, quote = layout.delimiter.encode(), (layout.quote or "").encode()
        self.quote, self.comment = quote, (layout.comment or "").encode()
        self.between = layout.columns - 1
        self.bare = delimiter * self.between + b"\n"
        self.plain = bytes(range(256)).translate(None, delimiter + quote + b"\n")
        self.quoted = delimiter.join([quote * 2] * layout.columns) + b"\n"
        self.odd = tuple(_odd(layout))
        self.joints = (quote + delimiter + quote, quote + b"\n" + quote, quote + b"\r\n" + quote)

    def cut(self, data: bytes) -> int:
        """Return where the last row of a regular piece ends; 0 if the piece is not regular."""
        if self.comment and self.comment in data:
            return 0
        piece = data[: data.rfind(b"\n") + 1]
        if not self.quote or self.quote not in data:
            return len(piece) if self._rows(piece, self.bare) and not self._is_odd(piece) else 0
        rows = self._rows(piece, self.quoted) if data.startswith(self.quote) else 0
        return len(piece) if rows and self._joined(piece, rows) and not self._is_odd(piece) else 0

    def _is_odd(self, piece: bytes) -> bool:
        return any(each in piece or piece.startswith(each.lstrip(b"\n")) for each in self.odd)

    def _rows(self, piece: bytes, row: bytes) -> int:
        """Return how many rows a piece has that, but for what the fields hold, is always the same row; else 0."""
        signs = piece.translate(None, self.plain)
        rows = len(signs) // len(row)
        return rows if signs == row * rows else 0

    def _joined(self, piece: bytes, rows: int) -> bool:
        """Return whether nothing stands between the quotes of a field and those of the next."""
        field, *row = (piece.count(joint) for joint in self.joints)
        at_end = piece.removesuffix(b"\n").removesuffix(b"\r").endswith(self.quote)
        return field == rows * self.between and sum(row) == rows - 1 and at_end


def _odd(layout: Layout) -> Iterator[bytes]:
    """Give what makes a regular row a bad one: nothing but delimiters, the header once more, U+FFFD in a copy.

    As few as can be: each is sought in all of the file.
    """
    empty = layout.delimiter.encode() * (layout.columns - 1)
    if layout.columns > 4:
        yield empty
    elif layout.columns > 1:
        yield from (b"\n" + empty + b"\n", b"\n" + empty + b"\r\n")
    if layout.header:
        yield layout.header
    if layout.damaged:
        yield REPLACED


def _look(data: bytes, layout: Layout) -> _Marks:
    """Mark the ends of records and the delimiters outside quotes."""
    array = np.frombuffer(data, np.uint8)
    marks = (array == NEWLINE) | (array == ord(layout.delimiter))
    is_quote = array == ord(layout.quote) if layout.quote else np.zeros(len(data), bool)
    comments = _comments(data, layout.comment, is_quote, marks)
    places = np.flatnonzero(marks | is_quote)
    quotes = is_quote[places]
    inside = np.bitwise_xor.accumulate(quotes)
    strays = _strays(array, places[quotes & inside], places[quotes & ~inside], layout)
    kept = places[~(quotes | inside)]
    last = np.flatnonzero(array[kept] == NEWLINE)
    ends = kept[last]
    cut = int(ends[-1]) + 1 if ends.size else 0
    lines = int(np.count_nonzero(array[:cut] == NEWLINE))
    return _Marks(ends, np.diff(last, prepend=-1), strays[strays < cut], comments[comments < cut], lines)


def _strays(array: Bytes, opens: Places, closes: Places, layout: Layout) -> Places:
    """Find the quotes that open after text, or close before text; a doubled quote closes and opens at once."""
    if not opens.size:
        return opens
    border = np.zeros(256, bool)
    border[[NEWLINE, RETURN, ord(layout.delimiter), ord(layout.quote or '"')]] = True
    after_text = ~border[array[opens - 1]] & (opens > 0)
    before_text = ~border[array[np.minimum(closes + 1, array.size - 1)]]
    return np.concatenate((opens[after_text], closes[before_text]))


def _comments(data: bytes, comment: str | None, is_quote: Flags, marks: Flags) -> Places:
    """Find the lines that are comments, and forget the quotes and delimiters in them."""
    starts, seen, inside = list[int](), 0, False
    for match in re.finditer(rb"^" + re.escape(comment.encode()) + rb"[^\n]*", data, re.MULTILINE) if comment else ():
        start, end = match.span()
        inside ^= bool(np.count_nonzero(is_quote[seen:start]) & 1)
        seen = start
        if not inside:
            starts.append(start)
            is_quote[start:end] = marks[start:end] = False
    return np.array(starts, np.intp)


def _hold_utf8(data: bytes, place: _Place) -> None:
    if data.isascii():
        return
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = place.line + data.count(b"\n", 0, error.start)
        raise NotUtf8Error(not_utf8(place.file, line, data[error.start])) from error


def not_utf8(file: Path, line: int, byte: int) -> str:
    """Return what to say of a byte that is not UTF-8.

    Examples
    --------
    >>> not_utf8(Path("w.csv"), 213, 0xE9)
    'w.csv:213: byte 0xE9 is not UTF-8: say `encoding: latin-1` (or cp1252) in `source:`'
    """
    return f"{file}:{line}: byte 0x{byte:02X} is not UTF-8: say `encoding: latin-1` (or cp1252) in `source:`"


def _bad(data: bytes, marks: _Marks, layout: Layout, place: _Place) -> Iterator[tuple[int, str]]:
    """Give the row number of each bad record, and what is wrong with it."""
    if not marks.ends.size:
        raise place.stray_quote(data, "opens a quoted field that nothing closes")
    starts = marks.starts
    is_row = np.ones(starts.size, bool)
    is_row[np.searchsorted(starts, marks.comments)] = False
    array = np.frombuffer(data, np.uint8)
    stray = set(np.searchsorted(marks.ends, marks.strays).tolist())
    bad = marks.fields != layout.columns
    bad[sorted(stray)] = True
    if layout.columns > 1:
        bad |= _empty(array, starts, marks, layout.columns)
    told = dict(_told(data, marks, layout))
    bad[sorted(told)] = True
    suspects = np.flatnonzero(bad & is_row)
    if not suspects.size:
        return
    newlines = np.flatnonzero(array == NEWLINE)
    lines = place.line + np.searchsorted(newlines, starts[suspects])
    rows = place.row + np.cumsum(is_row)[suspects] - 1
    for index, line, row in zip(suspects.tolist(), lines.tolist(), rows.tolist(), strict=True):
        text = data[starts[index] : marks.ends[index]].removesuffix(b"\r")
        fields = int(marks.fields[index])
        if index in stray:
            fields = _count_fields(text, layout, _Place(place.file, line, row))
        if why := _why(text, fields, layout, told.get(index)):
            yield row, f"line {line} {why}"


def _why(text: bytes, fields: int, layout: Layout, told: str | None) -> str | None:
    if layout.columns > 1 and len(text) == text.count(layout.delimiter.encode()) and fields in {1, layout.columns}:
        return "is empty"
    if fields != layout.columns:
        has = f"{fields} field" + "s" * (fields != 1)
        return f"has {has} where the header has {layout.columns}: {shown(text.decode(errors='replace'))}"
    return f"{told}: {shown(text.decode(errors='replace'))}" if told else None


def _told(data: bytes, marks: _Marks, layout: Layout) -> Iterator[tuple[int, str]]:
    """Give the places of records that are the header once more, or hold what could not be decoded."""
    if layout.header and layout.header in data:
        again = re.finditer(rb"^" + re.escape(layout.header) + rb"\r?$", data, re.MULTILINE)
        for place in np.searchsorted(marks.starts, [each.start() for each in again]).tolist():
            yield place, "repeats the header"
            yield from _titles(data, marks, layout, place)
    if layout.damaged and REPLACED in data:
        broken = [each.start() for each in re.finditer(REPLACED, data)]
        for place in np.searchsorted(marks.ends, broken).tolist():
            yield place, f"holds a byte that is not {layout.damaged}"


def _titles(data: bytes, marks: _Marks, layout: Layout, place: int) -> Iterator[tuple[int, str]]:
    """Give the record above a header in the middle of a file if one cell of it is filled: the title of a table."""
    delimiter = layout.delimiter.encode()
    for above in range(place - 1, -1, -1):
        cells = data[marks.starts[above] : marks.ends[above]].strip(b"\r").split(delimiter)
        if filled := sum(bool(cell.strip()) for cell in cells):
            if filled == 1:
                yield above, "is a title above a header"
            return


def _empty(array: Bytes, starts: Places, marks: _Marks, columns: int) -> Flags:
    """Find the records with nothing but delimiters in them."""
    ends = marks.ends - (array[np.maximum(marks.ends - 1, 0)] == RETURN)
    lengths = np.maximum(ends - starts, 0)
    empty: Flags = (lengths == 0) | ((lengths == columns - 1) & (marks.fields == columns))
    return empty


def _count_fields(text: bytes, layout: Layout, place: _Place) -> int:
    """Count the fields of a record with a quote amid text, as polars does: such a quote is a plain character."""
    delimiter, quote = re.escape(layout.delimiter.encode()), re.escape((layout.quote or '"').encode())
    field = rb"(?:%b(?:[^%b]|%b%b)*+%b|(?!%b)[^%b\n]*+)" % (quote, quote, quote, quote, quote, quote, delimiter)
    if not re.fullmatch(rb"%b(?:%b%b)*+" % (field, delimiter, field), text):
        raise place.stray_quote(text, "a quote stands where none can be read")
    return len(re.findall(rb"(?:^|%b)(%b)" % (delimiter, field), text))


def shown(text: str) -> str:
    """Return a bad line as messages show it."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 3] + "...")
