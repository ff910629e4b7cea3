"""JSON: an array of objects, or an object that holds one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, ClassVar

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.decoding import Copy
from wrangle.sources.formats import ndjson
from wrangle.sources.formats.base import Table, TypedFormat, flat, text_copy
from wrangle.sources.spec import SourceSpec

_BLANK = " \t\r\n"

PIECE = 1 << 20
"""Characters that are read together."""


class Json(TypedFormat):
    """An array of objects, or an object with such an array under a key. Nested objects become columns of their own."""

    endings: ClassVar[tuple[str, ...]] = (".json",)
    packs: ClassVar[bool] = True
    loose: ClassVar[bool] = True

    def table(self, path: Path, spec: SourceSpec) -> Table:
        """Return the rows of a file, by a temporary copy of an object a line."""
        copy = self._lines(path, spec)
        frame = pl.scan_ndjson(copy.path, infer_schema_length=None)
        return Table(flat(frame), (copy,))

    def why(self, path: Path, spec: SourceSpec, error: Exception) -> str:
        """Return the key that has values of two kinds."""
        said = self.fault(path, spec)
        return said.partition(": ")[2] if said else super().why(path, spec, error)

    def fault(self, path: Path, spec: SourceSpec) -> str | None:
        """Return the key that has values of two kinds; the lines are the numbers of the objects."""
        lines = self._lines(path, spec)
        said = ndjson.fault(lines.path, SourceSpec(path=str(lines.path)))
        return said and f"{path}: {said.replace('line ', 'object ')}"

    def _lines(self, path: Path, spec: SourceSpec) -> Copy:
        plain, copy, count = text_copy(path, spec), Copy(".ndjson"), 0
        with (
            (plain.path if plain else path).open(encoding="utf-8") as source,
            copy.path.open("w", encoding="utf-8") as out,
        ):
            for value in _values(path, source, spec.records):
                count += 1
                if not isinstance(value, dict):
                    raise SourceError(f"{path}: element {count} of the array is no object: {_shown(value)}")
                out.write(json.dumps(value, ensure_ascii=False) + "\n")
        if not count:
            raise SourceError(f"{path}: the array holds no objects, so there are no columns")
        return copy


def _values(path: Path, source: IO[str], records: str | None) -> Iterator[Any]:
    head = source.read(PIECE).lstrip()
    if head.startswith("[") and records is None:
        yield from _elements(path, source, head[1:])
        return
    text = head + source.read()
    try:
        whole = json.loads(text)
    except ValueError as error:
        if str(error).startswith("Extra data") and records is None:
            yield from _lines(path, text)
            return
        raise SourceError(f"{path}: is no JSON ({error}): say what it is with `format:` in `source:`") from error
    yield from _named(path, whole, records) if records else _only(path, whole)


def _lines(path: Path, text: str) -> Iterator[Any]:
    """Give the objects of a file that is one of JSON lines, whatever it is called."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise SourceError(f"{path}: line {number} is no JSON ({error}): mend it") from error


def _elements(path: Path, source: IO[str], text: str) -> Iterator[Any]:
    """Give the elements of an array one by one, without holding all of it."""
    decoder, count, ended = json.JSONDecoder(), 0, False
    while True:
        text = text.lstrip(_BLANK)
        text = text.removeprefix(",").lstrip(_BLANK) if count else text
        if text.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(text)
        except ValueError as error:
            value, end, fault = None, 0, str(error)
        if (not end or end == len(text)) and not ended:
            # it may go on: a number's digits, or all that is missing
            more = source.read(max(PIECE, len(text)))
            text, ended = text + more, not more
            continue
        if not end:
            what = "it ends amid the array" if not text else fault
            raise SourceError(
                f"{path}: element {count + 1} of the array is no JSON ({what}): fetch it again, or mend it"
            )
        count += 1
        yield value
        text = text[end:]


def _named(path: Path, whole: Any, records: str) -> list[Any]:
    at = whole
    for key in records.split("."):
        if not isinstance(at, dict) or key not in at:
            help_ = did_you_mean(key, at) if isinstance(at, dict) else "there is no object"
            raise SourceError(f"{path}: `records: {records}` is not in the file: no {key!r}: {help_}")
        at = at[key]
    if not isinstance(at, list):
        raise SourceError(f"{path}: `records: {records}` is no array")
    return at


def _only(path: Path, whole: Any) -> list[Any]:
    found = dict(_arrays(whole))
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise SourceError(f"{path}: holds no array of objects: that, or an object with one, is what is read")
    names = ", ".join(found)
    raise SourceError(f"{path}: holds {len(found)} arrays of objects ({names}): say which by `records:` in `source:`")


def _arrays(value: Any, above: str = "") -> Iterator[tuple[str, list[Any]]]:
    for key, each in value.items() if isinstance(value, dict) else ():
        if isinstance(each, list) and each and all(isinstance(one, dict) for one in each):
            yield f"{above}{key}", each
        elif isinstance(each, dict):
            yield from _arrays(each, f"{above}{key}.")


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) < 80 else text[:77] + "..."
