"""How a CSV file is written: found by its beginning, shown, and pinned in the rule file."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wrangle.errors import SourceError
from wrangle.sources.sniffing.header import Header, find_header
from wrangle.sources.sniffing.notation import has_comma, notation
from wrangle.sources.sniffing.readings import COMMON, NONE, Reading, Sample, is_blank, readings
from wrangle.sources.spec import SourceSpec

OPTIONS = ("encoding", "delimiter", "quote", "escape", "comment", "skip", "header")
"""The options of `source:` that are found out where they are not said."""

CLOSE = 0.97
"""A reading is as regular as the best where its share of regular rows is this part of the best one's."""

TELLING = 0.2
"""So much larger a share of numbers and times speaks for a reading that scores less."""

SEEN = 400
"""Lines by which a file is judged."""

_SEP = re.compile(r"\ufeff?sep=(.)\r*\n", re.IGNORECASE)
_WORDS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}


@dataclass(frozen=True)
class Dialect:
    r"""How a CSV file is written.

    Examples
    --------
    >>> print(Dialect(delimiter=";", encoding="cp1252", skip=2).yaml("weather.csv"))
    source:
      path: weather.csv
      encoding: cp1252
      delimiter: ";"
      quote: "\""
      escape: null
      comment: null
      skip: 2
      header: true
    >>> Dialect(delimiter=";", encoding="cp1252", skip=2).said()
    'encoding: cp1252, delimiter: ";", skip: 2'
    """

    encoding: str = "utf-8"
    delimiter: str | None = ","
    """None where there is one column, whatever stands in it."""
    quote: str | None = '"'
    escape: str | None = None
    """What stands before a quote that ends no field, where that is not another quote."""
    comment: str | None = None
    skip: int = 0
    """Lines before the header, or before the first row where there is no header."""
    header: int = 1
    """Rows of header; 0: there is none."""
    cells: tuple[str, ...] = ()
    """The names as they stand in the file."""
    columns: tuple[str, ...] = ()
    """The names of the columns: none empty, none twice."""
    decimal: str | None = None
    """What stands before the fractions of the file's numbers, where they tell: `source:` need not say it."""
    thousands: str | None = None
    """What stands between groups of three digits, where the file's numbers tell."""
    body: int = 0
    """Lines before the first row."""
    padded: bool = False
    """Whether blanks stand around quotes."""
    notes: tuple[str, ...] = ()
    """What the reader of the table should know."""
    evidence: tuple[str, ...] = ()
    """Why the file is read so."""

    @property
    def separator(self) -> str:
        """The delimiter, or a character that no text holds."""
        return self.delimiter or NONE

    @property
    def is_plain(self) -> bool:
        """Whether the file is written as CSV files mostly are, so that nobody need be told."""
        return not self.options() and not self.notes

    def options(self) -> dict[str, Any]:
        """Return the options of `source:` that pin what is not as in most files."""
        found: dict[str, Any] = {name: getattr(self, name) for name in OPTIONS}
        return {name: value for name, value in found.items() if value != getattr(_PLAIN, name)}

    def yaml(self, path: str = "FILE") -> str:
        """Return a `source:` that reads the file so, without anything to be found."""
        lines = [f"  {name}: {_written(name, getattr(self, name))}" for name in OPTIONS]
        return "\n".join(["source:", f"  path: {path}", *lines])

    def said(self, besides: Container[str] = ()) -> str:
        """Return the options in one line, as `source:` takes them, but for those that are said already."""
        options = {name: value for name, value in self.options().items() if name not in besides}
        return ", ".join(f"{name}: {_written(name, value)}" for name, value in options.items())


_PLAIN = Dialect()


def detect(path: str | Path, spec: SourceSpec | None = None) -> Dialect:
    """Find out how a CSV file is written, by its beginning.

    Parameters
    ----------
    path
        The file, packed or not.
    spec
        What is known: options of it that are not `auto` are taken as they are.

    Returns
    -------
    Dialect
        Its `evidence` says why, `yaml()` gives the source that pins it.

    Raises
    ------
    SourceError
        The file is empty, no text, or can be read in two ways alike: the message says what to pin.
    """
    from wrangle.sources.beginning import beginning

    spec = spec or SourceSpec(path=str(path))
    found = beginning(Path(path), spec)
    dialect = settle(found.text, spec, Path(path), complete=found.complete)
    evidence = (f"encoding {found.encoding.name}: {found.encoding.why}", *dialect.evidence)
    return replace(dialect, encoding=found.encoding.name, evidence=evidence)


def settle(text: str, spec: SourceSpec, path: Path, *, complete: bool = True) -> Dialect:
    """Find out how a text is written, as far as the source does not say it.

    Parameters
    ----------
    text
        The text's beginning: whole lines that end with a line feed.
    spec
        What is known.
    path
        The file, for messages.
    complete
        Whether it is the whole text.

    Raises
    ------
    SourceError
        Nothing stands in it, or it can be read in two ways alike.
    """
    text = text.removeprefix("\ufeff")
    said = _SEP.match(text)
    skip = spec.skip if spec.skip != "auto" else int(bool(said))
    start = _after(text, skip)
    comment = None if spec.comment == "auto" else spec.comment
    end = _after(text, skip + SEEN)
    sample = Sample(text[start:end], complete and end == len(text), comment, spec.escape)
    if not sample.text.strip():
        raise SourceError(f"{path}: the file is empty: not even a header is there")
    reading = _reading(sample, spec, path, said.group(1) if said else None)
    place = None if spec.skip == "auto" else _first(reading)
    header = find_header(reading, place, _rows(spec))
    return _dialect(reading, header, spec, sample, path, skip)


def _dialect(reading: Reading, header: Header, spec: SourceSpec, sample: Sample, path: Path, skip: int) -> Dialect:
    names = _named(header, spec, path, reading.width)
    if header.fault and not spec.names:
        raise SourceError(f"{path}: {header.fault}")
    before = reading.records[header.place - 1].end if header.place else 0
    above = header.place + header.rows
    after = reading.records[above - 1].end if above else 0
    body = reading.records[above:]
    comment = _comment(reading.width, body) if spec.comment == "auto" else spec.comment
    decimal, thousands = notation(cell.strip() for each in body[:SEEN] for cell in each.fields)
    return Dialect(
        delimiter=_delimiter(reading, sample),
        quote=reading.quote,
        escape=reading.escape,
        comment=comment,
        skip=skip + sample.text.count("\n", 0, before),
        header=header.rows,
        cells=header.cells,
        columns=names,
        decimal=decimal,
        thousands=thousands,
        padded=any(each != each.strip(" ") and '"' in each for record in body for each in record.raw),
        body=skip + sample.text.count("\n", 0, after),
        notes=(*header.notes, *_doubts(reading, header)),
        evidence=tuple(_evidence(reading, header)),
    )


def _delimiter(reading: Reading, sample: Sample) -> str | None:
    if reading.delimiter != NONE:
        return reading.delimiter
    return None if any(sign in sample.text for sign in COMMON) else ","


def _reading(sample: Sample, spec: SourceSpec, path: Path, said: str | None) -> Reading:
    delimiter = said if spec.delimiter == "auto" else spec.delimiter or NONE
    if delimiter is None and ".tsv" in path.suffixes:
        delimiter = "\t"
    found = readings(sample, delimiter, spec.quote)
    best, *others = found
    for other in others:
        if _is_rival(best, other):
            ways = " or ".join(f"{_word(each)} ({each.width} columns)" for each in (best, other))
            raise SourceError(f"{path}: the delimiter may be {ways}: say which by `delimiter:` in `source:`")
    return best


def _is_rival(best: Reading, other: Reading) -> bool:
    """Return whether the second reading is as regular, and its cells are rather numbers than those of the first."""
    if min(best.width, other.width) < 2 or other.before > best.before or other.kinds["odd"]:
        return False
    return other.regular >= CLOSE * best.regular and other.typed > best.typed + TELLING


def _named(header: Header, spec: SourceSpec, path: Path, width: int) -> tuple[str, ...]:
    if not spec.names:
        return header.names
    if header.rows:
        raise SourceError(
            f"{path}: has a header, and `names:` are given in `source:`: say `header: false`, or no names"
        )
    if len(spec.names) != width:
        raise SourceError(f"{path}: rows have {width} fields, and `names:` in `source:` has {len(spec.names)}")
    return spec.names


def _rows(spec: SourceSpec) -> int | None:
    if spec.names and spec.header == "auto":
        return 0
    return None if spec.header == "auto" else int(spec.header)


def _first(reading: Reading) -> int:
    return next((at for at, each in enumerate(reading.records) if not is_blank(each) and not each.comment), 0)


def _comment(width: int, body: Sequence[Any]) -> str | None:
    """Return `#` where lines amid the rows begin with it, and none of them is a row."""
    lines = [each for each in body if each.fields[0].startswith("#")]
    return "#" if lines and width > 1 and all(len(each.fields) != width for each in lines) else None


def _evidence(reading: Reading, header: Header) -> Iterator[str]:
    if reading.width > 1:
        share = f"{reading.regular:.0%} of the rows have {reading.width} fields"
        yield f"delimiter {_word(reading)}: {share}"
    else:
        yield "one column: no delimiter makes rows of the same number of fields"
    if reading.quote != '"':
        yield (
            "no quotes: fields begin or end with them, not both" if reading.quote is None else f"quote {reading.quote}"
        )
    if header.rows == 0:
        yield "no header: the first line holds numbers or times like the lines below it"
    elif header.rows > 1:
        yield "two lines of header: all below the second are numbers or times"


def _doubts(reading: Reading, header: Header) -> Iterator[str]:
    numbers = not header.rows and reading.delimiter == "," and reading.width == 2 and reading.typed == 1
    if numbers and all(has_comma(",".join(each.fields)) for each in reading.records if not is_blank(each)):
        yield "one column of numbers with a decimal comma would look the same: then say `delimiter: null`"


def _word(reading: Reading) -> str:
    return _WORDS.get(reading.delimiter, repr(reading.delimiter))


def _after(text: str, lines: int) -> int:
    at = 0
    for _ in range(lines):
        at = text.find("\n", at) + 1 or len(text)
    return at


def _written(name: str, value: object) -> str:
    if value is None:
        return "null"
    if name == "header" and value in {0, 1}:
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, str) and value.replace("-", "").replace("_", "").isalnum()):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
