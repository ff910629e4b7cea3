"""JSON lines: an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.sources.formats.base import Table, TypedFormat, flat, text_copy
from wrangle.sources.packing import unpacked
from wrangle.sources.spec import SourceSpec


class Ndjson(TypedFormat):
    """An object a line. An object that lacks a key has null there; nested objects become columns of their own."""

    endings: ClassVar[tuple[str, ...]] = (".ndjson", ".jsonl")
    packs: ClassVar[bool] = True
    loose: ClassVar[bool] = True

    def table(self, path: Path, spec: SourceSpec) -> Table:
        """Return the rows of a file."""
        copy = text_copy(path, spec)
        # all lines are looked at for their keys: one that first comes up in a late line must not be lost
        frame = pl.scan_ndjson(copy.path if copy else path.absolute(), infer_schema_length=None)
        return Table(flat(frame), (copy,) if copy else ())

    def why(self, path: Path, spec: SourceSpec, error: Exception) -> str:
        """Return the line that is no object, or the key that has values of two kinds."""
        first = next(iter(str(error).splitlines()), "")
        said = fault(path, spec) or f"is no file of JSON objects, one a line ({first})"
        return f"{said}, or say what it is with `format:` in `source:`"

    def fault(self, path: Path, spec: SourceSpec) -> str | None:
        """Return the line that is no object, or the key that has values of two kinds."""
        said = fault(path, spec)
        return said and f"{path}: {said}"


def fault(path: Path, spec: SourceSpec) -> str | None:
    """Return what is wrong with JSON lines: a line that is no object, or a key that has values of two kinds."""
    seen: dict[str, tuple[str, int]] = {}
    copy = text_copy(path, spec)
    with unpacked(copy.path if copy else path) as file:
        for number, line in enumerate(file, 1):
            try:
                value = json.loads(line) if line.strip() else {}
            except ValueError as error:
                return f"line {number} is no JSON object ({error})"
            if not isinstance(value, dict):
                return f"line {number} is no JSON object"
            for key, kind in _kinds(value):
                before, where = seen.setdefault(key, (kind, number))
                if before != kind:
                    return f"{key!r} is {before} in line {where} and {kind} in line {number}: make them one kind"
    return None


def _kinds(value: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, each in value.items():
        name = f"{above}{key}"
        if isinstance(each, bool):
            yield name, "true or false"
        elif isinstance(each, (int, float)):
            yield name, "a number"
        elif isinstance(each, str):
            yield name, "text"
        elif isinstance(each, list):
            yield name, "a list"
        elif isinstance(each, dict):
            yield name, "an object"
            yield from _kinds(each, f"{name}.")
