"""Finds the header: lines before it, whether there is one, how many lines it has, and what the columns are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from wrangle.sources.sniffing.kinds import Kind, kind
from wrangle.sources.sniffing.readings import Reading, is_blank, is_comment
from wrangle.sources.sniffing.records import Record

SEEN = 200
"""Rows below the header whose kinds are looked at."""

TOLD = 5
"""Rows with one field more than the header, from which on it is the header that is wrong."""

SURE = 0.9
"""The share of cells that must be of one kind to be a column's kind."""


@dataclass
class Header:
    """Where the header stands and what it says."""

    place: int
    """The record that it begins with; the first row where there is none."""
    rows: int
    """How many records it has; 0: there is none."""
    cells: tuple[str, ...] = ()
    """The names as they stand in the file; parts of several records joined by a blank."""
    names: tuple[str, ...] = ()
    """The columns' names: none empty, none twice."""
    notes: list[str] = field(default_factory=list)
    """What was made of names that cannot stay."""
    fault: str = ""
    """Why the rows cannot be read under this header."""


def find_header(reading: Reading, place: int | None = None, rows: int | None = None) -> Header:
    """Return the header of a text.

    Parameters
    ----------
    reading
        The text, split.
    place
        The record that the header begins with, where that is known.
    rows
        How many records the header has, where that is known.
    """
    records = reading.records
    if place is None:
        place = _place(reading)
    else:
        place = next((at for at in range(place, len(records)) if not is_blank(records[at])), len(records))
    if rows is None:
        rows = _rows(records[place], _like(reading, place)) if place < len(records) else 1
    header = Header(place, rows)
    header.cells = _cells(records[place : place + rows])
    body = _body(reading, header)
    cells = [cell.strip() for cell in _cells(records[place : place + rows], once=True)]
    header.names = _names(header, _with_unnamed(header, cells, body) if rows else [""] * reading.width)
    return header


def _place(reading: Reading) -> int:
    """Return the first record that is the header or a row: no title, no note, no blank line."""
    records = reading.records
    place = reading.first
    shorter = _uneven(reading, place)
    if shorter is not None:
        return shorter
    while (after := _after_title(reading, place)) is not None:
        place = after
    return place if place < len(records) else 0


def _uneven(reading: Reading, place: int) -> int | None:
    """Return the record before the first whole one if it is a header of one field less, or one empty field more."""
    filled = [at for at in range(place) if not is_blank(reading.records[at])]
    if not filled:
        return None
    above = filled[-1]
    cells = reading.records[above].fields
    if above == place - 1 and len(cells) == reading.width + 1 and not cells[-1].strip() and len(filled) == 1:
        return above
    names = (
        len(cells) == reading.width - 1 and len(cells) > 1 and all(kind(cell) in {"text", "truth"} for cell in cells)
    )
    if not names:
        return None
    rows = _rows(reading.records[place], _like(reading, place))
    return above if rows == 0 or (len(filled) == 1 and above == place - 1) else None


def _like(reading: Reading, place: int) -> list[Record]:
    """Return the rows below a record that have as many fields as most."""
    body = reading.records[place + 1 : place + 1 + SEEN]
    return [each for each in body if len(each.fields) == reading.width and not is_blank(each)]


def _after_title(reading: Reading, place: int) -> int | None:
    """Return the record after a title: a record with one cell or none filled, before one with more."""
    records = reading.records
    if place >= len(records) or _filled(records[place]) > 1 or reading.width == 1:
        return None
    after = next((at for at in range(place + 1, len(records)) if not is_blank(records[at])), None)
    if after is None:
        return None
    parted = after > place + 1 and len(records[place + 1].fields) == reading.width
    if _filled(records[place]) == 0 or (parted and place == reading.first):
        return after
    return after if reading.width > 2 and _filled(records[after]) > 1 else None


def _filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.fields)


def _rows(first: Record, body: Sequence[Record]) -> int:
    """Return how many records of header there are."""
    kinds = [kind(cell) for cell in first.fields]
    columns = list(zip(*(each.fields for each in body), strict=True)) if body else []
    if _is_row(first, kinds, columns, body):
        return 0
    more = 0
    while more < len(body) and _is_header_too(body[more:], [column[more:] for column in columns]):
        more += 1
    return 1 + more


def _is_row(first: Record, kinds: Sequence[Kind], columns: Sequence[Sequence[str]], body: Sequence[Record]) -> bool:
    """Return whether a record is a row like those below it, and no header."""
    if not columns or len(columns) != len(kinds):
        values = sum(each in {"number", "time"} for each in kinds)
        return not columns and (values > 1 or values == len(kinds)) and not _counts(first, kinds)
    below = [_common(column) for column in columns]
    typed = [(mine, theirs) for mine, theirs in zip(kinds, below, strict=True) if theirs in {"number", "time"}]
    if typed:
        same = sum(mine == theirs for mine, theirs in typed)
        other = sum(mine in {"text", "truth", "odd"} for mine, _ in typed)
        return same > 0 and not other and not _counts(first, kinds)
    others = [each.fields for each in body if each.fields != first.fields]
    again = sum(any(cell and row[at] == cell for row in others) for at, cell in enumerate(first.fields))
    return len(others) > 2 and again >= max(2, len(kinds) / 2)


def _common(column: Sequence[str]) -> Kind | None:
    """Return the kind that nearly all cells of a column have."""
    counts = Counter(kind(cell) for cell in column)
    del counts["empty"]
    (most, count), *_ = counts.most_common(1) or [("empty", 0)]
    return most if count and count >= SURE * counts.total() else None


def _counts(first: Record, kinds: Sequence[Kind]) -> bool:
    """Return whether the numbers of a record are years or count on, as names of columns do."""
    numbers = [cell.strip() for cell, what in zip(first.fields, kinds, strict=True) if what == "number"]
    if len(numbers) < 2 or not all(each.isdecimal() for each in numbers) or "time" in kinds:
        return False
    whole = [int(each) for each in numbers]
    steps = {after - before for before, after in pairwise(whole)}
    return (len(whole) > 2 and steps in ({1}, {-1})) or (
        len(set(whole)) == len(whole) and all(1900 <= each <= 2100 for each in whole) and 0 not in steps
    )


def _is_header_too(body: Sequence[Record], columns: Sequence[Sequence[str]]) -> bool:
    """Return whether the record below the first is header, too: text, where all rows below it hold numbers or times."""
    if len(body) < 4:
        return False
    below = [_common(column[1:]) for column in columns]
    typed = [cell.strip() for cell, what in zip(body[0].fields, below, strict=True) if what in {"number", "time"}]
    words = [cell for cell in typed if kind(cell) == "text"]
    return len(typed) > 1 and len(words) == len(typed) and len(set(words)) > 1


def _cells(records: Sequence[Record], *, once: bool = False) -> tuple[str, ...]:
    """Return the names in the header, those in several lines one after the other; `once`: each word of them once."""
    if len(records) < 2:
        return tuple(records[0].fields) if records else ()
    width = max(len(each.fields) for each in records)
    padded = [[*each.fields, *[""] * (width - len(each.fields))] for each in records]
    columns = [[part.strip() for part in parts if part.strip()] for parts in zip(*padded, strict=True)]
    return tuple(" ".join(dict.fromkeys(parts) if once else parts) for parts in columns)


def _body(reading: Reading, header: Header) -> list[Record]:
    after = reading.records[header.place + header.rows :]
    return [each for each in after if not is_blank(each) and not is_comment(each)][:SEEN]


def _with_unnamed(header: Header, cells: list[str], body: Sequence[Record]) -> list[str]:
    """Return the names, and an empty one where all rows have one field more than there are names."""
    if len(cells) > 1 and not cells[-1] and body and not any(len(each.fields) >= len(cells) for each in body):
        return cells[:-1]
    if len(body) < 2 or any(len(each.fields) != len(cells) + 1 for each in body):
        return cells
    if not any(each.fields[-1].strip() for each in body):
        header.notes.append("all rows end with a delimiter: what is after it has no name")
        return [*cells, ""]
    first = [each.fields[0] for each in body]
    if len(first) > 2 and len(set(first)) == len(first) and all(first):
        header.notes.append("all rows have one field more than the header: the first one has no name")
        return ["", *cells]
    if len(body) >= TOLD:
        header.fault = (
            f"the header has {len(cells)} names and every row one field more: "
            "mend the header, or say `header: false` and `names:` in `source:`"
        )
    return cells


def _names(header: Header, cells: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column, and note where it is not the one in the file."""
    names, taken = list[str](), {cell for cell in cells if cell}
    empty, twice = list[str](), list[str]()
    for number, cell in enumerate(cells, 1):
        name = cell or f"column_{number}"
        if name in names or (not cell and name in taken):
            name = next(each for count in range(2, 9**9) if (each := f"{name}_{count}") not in {*taken, *names})
            twice.append(name)
        elif not cell:
            empty.append(name)
        names.append(name)
    if empty and header.rows:
        columns = f"{len(empty)} column" + "s" * (len(empty) != 1)
        header.notes.append(f"the header leaves {columns} without a name: {_shown(empty)}")
    if twice:
        header.notes.append(f"the header has names that stand twice: {_shown(twice)}")
    return tuple(names)


def _shown(names: Sequence[str]) -> str:
    return "called " + ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
