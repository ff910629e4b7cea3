"""A temporary copy of a CSV file as polars reads it, where the file itself has what polars cannot read.

Quotes amid text that add up to nothing, quotes after blanks, escaped quotes, carriage returns as line ends: each
record is split singly. Slow beside polars, and for such files only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl

from wrangle.sources.decoding import Copy
from wrangle.sources.dialect import Dialect
from wrangle.sources.input import REJECTS
from wrangle.sources.ragged import shown
from wrangle.sources.sniffing.records import LIMIT, Record, Splitter

PIECE = 4 * LIMIT
"""Characters that are read together."""

_SWAPPED = {10: 13, 13: 10}


@dataclass(frozen=True)
class Rewritten:
    """A copy without header, comments or blank lines' quirks: delimiter `,`, quote `"`, UTF-8, line feeds."""

    copy: Copy
    rows: int
    rejects: pl.DataFrame


def rewritten(path: Path, dialect: Dialect, *, returns: bool, damaged: str | None) -> Rewritten:
    """Split a UTF-8 file record by record, and write its rows as polars reads them.

    Parameters
    ----------
    path
        The file, in UTF-8.
    dialect
        How it is written.
    returns
        Whether its lines end with carriage returns only.
    damaged
        The encoding that some bytes were not of, where U+FFFD stands for them; else None.
    """
    splitter = Splitter(dialect.separator, dialect.quote, dialect.escape, dialect.comment)
    judge = _Judge(splitter, dialect, damaged)
    copy = Copy()
    with (
        path.open(encoding="utf-8-sig", newline="") as source,
        copy.path.open("w", encoding="utf-8", newline="") as target,
    ):
        for text, record in _records(source, splitter, dialect, returns=returns):
            if not record.comment:
                target.write(judge.row(text, record, returns=returns))
            judge.line += text.count("\n")
    return Rewritten(copy, judge.count, pl.DataFrame(judge.bad, schema=REJECTS, orient="row"))


class _Judge:
    """Counts rows and lines, and keeps what is wrong with a row."""

    def __init__(self, splitter: Splitter, dialect: Dialect, damaged: str | None) -> None:
        self.splitter, self.width, self.damaged = splitter, len(dialect.columns), damaged
        self.header = list(dialect.cells) if dialect.header == 1 and self.width > 1 else None
        self.line, self.count = dialect.body + 1, 0
        self.bad: list[tuple[int, str]] = []

    def row(self, text: str, record: Record, *, returns: bool) -> str:
        why = self._why(text, record)
        if why:
            self.bad.append((self.count, why))
        self.count += 1
        raw = [_swapped(each) for each in record.raw] if returns else record.raw
        fields = [_swapped(each) for each in record.fields] if returns else record.fields
        return ",".join(map(self._written, raw, fields)) + "\n"

    def _why(self, text: str, record: Record) -> str | None:
        line, fields = self.line, len(record.fields)
        if self.width > 1 and not any(record.fields):
            return f"line {line} is empty"
        if fields != self.width:
            has = f"{fields} field" + "s" * (fields != 1)
            return f"line {line} has {has} where the header has {self.width}: {shown(text.strip())}"
        if record.stray:
            return f"line {line} has a quote where none can be read: {shown(text.strip())}"
        if record.fields == self.header:
            return f"line {line} repeats the header"
        if self.damaged and "\ufffd" in text:
            return f"line {line} holds a byte that is not {self.damaged}: {shown(text.strip())}"
        return None

    def _written(self, raw: str, field: str) -> str:
        if self.splitter.is_quoted(raw) or any(sign in field for sign in ',"\n\r'):
            return '"' + field.replace('"', '""') + '"'
        return field


def _swapped(text: str) -> str:
    return text.translate(_SWAPPED)


def _records(source: IO[str], splitter: Splitter, dialect: Dialect, *, returns: bool) -> Iterator[tuple[str, Record]]:
    """Give each record after the header with the text it is in."""
    text, at, skip = "", 0, dialect.body
    while True:
        piece = source.read(PIECE)
        text = text[at:] + (_swapped(piece) if returns else piece)
        if not piece and text and not text.endswith("\n"):
            text += "\n"
        at = 0
        while skip and (feed := text.find("\n", at)) >= 0:
            at, skip = feed + 1, skip - 1
        last = len(text) if not piece else len(text) - LIMIT
        while at < last:
            record = splitter.record(text, at, len(dialect.columns))
            yield text[at : record.end], record
            at = record.end
        if not piece:
            return
