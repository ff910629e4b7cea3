"""Splits text into records and fields, also where quotes stand where none can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LIMIT = 1 << 20
"""Characters within which a quoted field must end."""

MERGED = 200
"""Pieces between delimiters that one quoted field of a damaged line may have."""


@dataclass(frozen=True)
class Record:
    """One record: a line, or several where a quoted field holds line ends."""

    raw: list[str]
    """The fields as they stand in the text, with their quotes."""
    fields: list[str]
    """The fields without quotes."""
    end: int
    """Where the next record begins."""
    stray: bool = False
    """Whether a quote stands where none can be read, so that the fields are the likeliest reading."""
    comment: bool = False
    """Whether it is a comment line and no row."""


class Splitter:
    r"""Splits text whose lines end with a line feed.

    Quoted fields may have blanks around their quotes. A line whose quotes do not add up is read as the wanted number
    of fields, with as few quotes as possible taken for plain characters.

    Examples
    --------
    >>> Splitter(",").record('a, "b,\nc",d\n', 0).fields
    ['a', 'b,\nc', 'd']
    >>> Splitter(",").record('"a,"b, c",d\n', 0, columns=3).fields
    ['"a', 'b, c', 'd']
    """

    def __init__(
        self, delimiter: str, quote: str | None = '"', escape: str | None = None, comment: str | None = None
    ) -> None:
        self.delimiter, self.quote, self.escape, self.comment = delimiter, quote, escape, comment
        if quote:
            field = _field(delimiter, quote, escape)
            mark = re.escape(delimiter)
            self._whole = re.compile(rf"(?:{field}{mark})*+{field}(?=\r*\n)")
            self._each = re.compile(rf"({field})(?:{mark}|$)")
            self._open = re.compile(_open(delimiter, quote, escape))
            self._doubled = quote * 2
            self._escaped = re.compile(f"{re.escape(escape or '')}([{re.escape((escape or '') + quote)}])")

    def records(self, text: str, columns: int | None = None, *, complete: bool = True) -> Iterator[Record]:
        """Give the records of a text that ends with a line feed.

        Parameters
        ----------
        text
            Lines that end with a line feed each.
        columns
            How many fields a record should have, where that is known.
        complete
            Whether it is the whole text: else a last record that has not ended yet is left out.
        """
        at = 0
        while at < len(text):
            record = self.record(text, at, columns)
            if not complete and record.stray and self._open.fullmatch(text, at):
                return
            yield record
            at = record.end

    def record(self, text: str, at: int, columns: int | None = None) -> Record:
        """Return the record that begins at a place.

        Parameters
        ----------
        text
            Lines that end with a line feed each.
        at
            Where the record begins.
        columns
            How many fields it should have, where that is known.
        """
        feed = text.find("\n", at)
        end = len(text) if feed < 0 else feed
        line = text[at:end].rstrip("\r")
        if self.comment and line.startswith(self.comment):
            return Record([line], [line], end + 1, comment=True)
        if not self.quote or self.quote not in line:
            fields = line.split(self.delimiter)
            return Record(fields, fields, end + 1)
        found = self._whole.match(text, at, at + LIMIT)
        raw = self._split(found.group().rstrip("\r")) if found else []
        if found is None or (found.end() > end and columns not in {None, len(raw)}):
            likely = self._lenient(line, columns)
            if found is None or len(likely) == columns:
                return Record(likely, [self._plain(each) for each in likely], end + 1, stray=True)
        return Record(raw, [self._plain(each) for each in raw], text.index("\n", found.end()) + 1)

    def _split(self, text: str) -> list[str]:
        fields, at = list[str](), 0
        while (found := self._each.match(text, at)) is not None:
            fields.append(found.group(1))
            if found.end() == found.end(1):
                break
            at = found.end()
        return fields

    def is_quoted(self, raw: str) -> bool:
        """Return whether a field stands in quotes."""
        bare = raw.strip(" ")
        return bool(self.quote) and len(bare) > 1 and bare[0] == self.quote == bare[-1]

    def _plain(self, raw: str) -> str:
        if not self.is_quoted(raw):
            return raw
        assert self.quote is not None
        inner = raw.strip(" ")[1:-1].replace(self._doubled, self.quote)
        return self._escaped.sub(r"\1", inner) if self.escape else inner

    def _lenient(self, line: str, columns: int | None) -> list[str]:
        """Return the raw fields of a damaged line, by the fewest quotes that are plain characters."""
        pieces = line.split(self.delimiter)
        if columns is None or len(pieces) < columns or len(pieces) > 4 * MERGED:
            columns = None
        ways = self._ways(pieces)
        if columns not in ways:
            columns = min(ways, key=lambda count: (ways[count][0], -count))
        return list(ways[columns][1])

    def _ways(self, pieces: list[str]) -> dict[int, tuple[int, tuple[str, ...]]]:
        """Return number of fields -> how many quotes are then plain, and the fields."""
        ways: list[dict[int, tuple[int, tuple[str, ...]]]] = [{} for _ in range(len(pieces) + 1)]
        ways[0][0] = (0, ())
        for start, reached in enumerate(ways[:-1]):
            for stop, cost in self._steps(pieces, start):
                field = self.delimiter.join(pieces[start:stop])
                for count, (before, fields) in reached.items():
                    known = ways[stop].get(count + 1)
                    if known is None or before + cost < known[0]:
                        ways[stop][count + 1] = (before + cost, (*fields, field))
        return ways[-1]

    def _steps(self, pieces: list[str], start: int) -> Iterator[tuple[int, int]]:
        """Give where a field that begins with a piece may end, and how many of its quotes are then plain."""
        assert self.quote is not None
        first = pieces[start].lstrip(" ")
        opens = first.startswith(self.quote)
        whole = opens and len(first) > 1 and first.rstrip(" ").endswith(self.quote)
        yield start + 1, first.count(self.quote) if opens and not whole else int(whole and self._odd(first))
        if opens and not (whole and not self._odd(first)):
            for stop in range(start + 1, min(start + MERGED, len(pieces))):
                if pieces[stop].rstrip(" ").endswith(self.quote):
                    yield stop + 1, int(self._odd(self.delimiter.join(pieces[start : stop + 1])))

    def _odd(self, field: str) -> bool:
        """Return whether a quote amid a quoted field is not doubled."""
        assert self.quote is not None
        return self.quote in field.strip(" ")[1:-1].replace(self._doubled, "")


def _field(delimiter: str, quote: str, escape: str | None) -> str:
    mark, sign = re.escape(delimiter), re.escape(quote)
    blank = "" if delimiter == " " else " *+"
    escaped = rf"|{re.escape(escape)}[\s\S]" if escape else ""
    plain = rf"[^{sign}{re.escape(escape or '')}]"
    quoted = rf"{blank}{sign}(?:{plain}|{sign}{sign}{escaped})*+{sign}{blank}"
    return rf"(?:{quoted}(?={mark}|\r*\n|\Z)|(?!{blank}{sign})[^{mark}\n]*+)"


def _open(delimiter: str, quote: str, escape: str | None) -> str:
    """Return the pattern of a record whose last field is quoted and has not ended yet."""
    sign, never = re.escape(quote), re.escape(escape or "")
    escaped = rf"|{never}[\s\S]" if escape else ""
    fields = rf"(?:{_field(delimiter, quote, escape)}{re.escape(delimiter)})*+"
    return rf"{fields} *{sign}(?:[^{sign}{never}]|{sign}{sign}{escaped})*+"
