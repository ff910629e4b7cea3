"""Reads the text of a CSV body into rows of cells, as a CSV file is read: an empty cell is null, `""` an empty text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from wrangle.errors import RequestError

Cell = str | None

_CELL = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')
_END = re.compile(r",|\r\n|\n|\r|\Z")


def rows(body: bytes) -> list[list[Cell]]:
    r"""Return the rows of a CSV text.

    Raises
    ------
    RequestError
        400: it is not UTF-8, or a quote is not closed.

    Examples
    --------
    >>> rows(b'a,,""\n"b,1",2,3\n')
    [['a', None, ''], ['b,1', '2', '3']]
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(400, "malformed_csv", "the body is not UTF-8: send CSV in UTF-8") from error
    if '""' in text:
        return list(_told_apart(text))
    try:
        return [
            [cell or None for cell in row] or [None] for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error as error:
        raise _malformed(0) from error


def _told_apart(text: str) -> Iterator[list[Cell]]:
    """Yield rows, empty cells told apart from empty texts, which Python's own reader does not."""
    place, row = 0, list[Cell]()
    while place < len(text):
        cell = _CELL.match(text, place)
        assert cell is not None  # the second form matches nothing as well
        row.append(cell[1].replace('""', '"') if cell[1] is not None else cell[2] or None)
        end = _END.match(text, cell.end())
        if end is None:
            raise _malformed(place)
        place = end.end()
        if end[0] != ",":
            yield row
            row = []
        elif place == len(text):
            row.append(None)
    if row:
        yield row


def _malformed(place: int) -> RequestError:
    where = f" near character {place}" if place else ""
    return RequestError(
        400, "malformed_csv", f"the body is no CSV{where}: a quote stands where none may, or is not closed"
    )
