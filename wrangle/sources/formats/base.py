"""What a format is: how files of one kind are opened."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.decoding import Copy, plain_copy
from wrangle.sources.input import Input, Piece
from wrangle.sources.packing import packing, unpacked
from wrangle.sources.sniffing.encoding import find_encoding
from wrangle.sources.spec import SourceSpec

HEAD = 1 << 16


class Format(ABC):
    """Opens files of one kind. A format is one file of this folder, the class named after it."""

    endings: ClassVar[tuple[str, ...]]
    """Endings of file names that tell it."""

    packs: ClassVar[bool] = False
    """Whether files of it may be packed by gzip, zstd or zip."""

    @abstractmethod
    def open(self, spec: SourceSpec, paths: Sequence[Path], origin: str) -> Input:
        """Open files.

        Parameters
        ----------
        spec : SourceSpec
            How to read them.
        paths : sequence of Path
            The files, in order; at least one, none empty.
        origin : str
            What to call them all together.

        Raises
        ------
        SourceError
            A file is damaged, of another format, or of other columns than the first.
        """


@dataclass(frozen=True)
class Table:
    """The rows of one file."""

    frame: pl.LazyFrame
    copies: tuple[Copy, ...] = field(default=(), repr=False)
    """Temporary copies that the frame reads."""
    shared: bool = True
    """Whether other machines that see the file could read the frame: its path is whole, its rows are not in memory."""


class TypedFormat(Format):
    """A format whose columns have types of their own."""

    loose: ClassVar[bool] = False
    """Whether a file may lack columns that others have."""

    @abstractmethod
    def table(self, path: Path, spec: SourceSpec) -> Table:
        """Return the rows of a file; errors of polars are told by `why`."""

    def why(self, path: Path, spec: SourceSpec, error: Exception) -> str:  # noqa: ARG002  # formats say more
        """Return what is wrong with a file that polars could not read."""
        first = next(iter(str(error).splitlines()), "")
        name = type(self).__name__.lower()
        return f"is no whole {name} file ({first}): fetch it again, or say what it is with `format:` in `source:`"

    def open(self, spec: SourceSpec, paths: Sequence[Path], origin: str) -> Input:
        """Open files: the columns of all must be those of the first, in any order."""
        tables, schemas = dict[Path, Table](), dict[Path, pl.Schema]()
        for path in paths:
            try:
                tables[path] = self.table(path, spec)
                schemas[path] = tables[path].frame.collect_schema()
            except (pl.exceptions.PolarsError, OSError) as error:
                raise SourceError(f"{path}: {self.why(path, spec, error)}") from error
        frames = self._together(tables, schemas)
        shared = all(each.shared and not each.copies for each in tables.values()) and not self.loose
        return Input(
            pl.concat(frames, how="diagonal_relaxed" if self.loose else "vertical"),
            text=False,
            origin=origin,
            files=tuple(paths),
            pieces=tuple(map(Piece, frames, map(str, tables))) if shared else (),
            copies=tuple(copy for each in tables.values() for copy in each.copies),
            diagnose=lambda: next(filter(None, (self.fault(path, spec) for path in paths)), None),
        )

    def fault(self, path: Path, spec: SourceSpec) -> str | None:  # noqa: ARG002  # formats that can tell override it
        """Look through a file whose rows could not be read, and say what is wrong."""
        return None

    def _together(self, tables: Mapping[Path, Table], schemas: Mapping[Path, pl.Schema]) -> list[pl.LazyFrame]:
        """Return the rows of each file, their columns in the order of the first's."""
        frames = [each.frame for each in tables.values()]
        if self.loose:
            return frames
        (first, columns), *others = schemas.items()
        for path, other in others:
            hold_same(first, columns, path, other)
        return [frame.select(columns.names()) for frame in frames]


def hold_same(first: object, columns: pl.Schema, path: object, other: pl.Schema) -> None:
    """Raise SourceError where a file has other columns or types than the first."""
    missing = [name for name in columns if name not in other]
    more = [name for name in other if name not in columns]
    kept = [name for name in columns if name in other]
    changed = [f"{name} is {other[name]}, not {columns[name]}" for name in kept if other[name] != columns[name]]
    parts = [
        "lacks " + ", ".join(missing) if missing else "",
        "has besides " + ", ".join(more) if more else "",
        "; ".join(changed),
    ]
    if said := "; ".join(part for part in parts if part):
        raise SourceError(f"{path}: its columns are not those of {first}: it {said}")


def text_copy(path: Path, spec: SourceSpec) -> Copy | None:
    """Return a plain UTF-8 copy of a text file without a byte order mark; None if the file itself is that."""
    with unpacked(path, spec.member) as file:
        head = file.read(HEAD)
    if spec.encoding != "auto":
        encoding = spec.encoding
    else:
        found = find_encoding(head, complete=len(head) < HEAD)
        if found is None:
            raise SourceError(f"{path}: holds NUL bytes: it is no text, or in an encoding to be said by `encoding:`")
        encoding = found.name
    if encoding == "utf-8" and head.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    return plain_copy(path, encoding, member=spec.member) if packing(path) or encoding != "utf-8" else None


def flat(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give each field of nested objects a column: `{"at": {"lat": 1}}` becomes `at_lat`. Lists stay lists.

    Examples
    --------
    >>> frame = pl.LazyFrame({"id": [1], "at": [{"lat": 1.5, "of": {"x": 2}}]})
    >>> flat(frame).collect().to_dicts()
    [{'id': 1, 'at_lat': 1.5, 'at_of_x': 2}]
    """
    columns: list[pl.Expr] = []
    taken = {name for name, dtype in frame.collect_schema().items() if not isinstance(dtype, pl.Struct)}

    def walk(column: pl.Expr, name: str, dtype: pl.DataType) -> None:
        if isinstance(dtype, pl.Struct):
            for each in dtype.fields:
                walk(column.struct.field(each.name), f"{name}_{each.name}", each.dtype)  # type: ignore[arg-type]
            return
        free = name
        while free in taken and free != column.meta.root_names()[0]:
            free += "_"
        taken.add(free)
        columns.append(column.alias(free))

    for name, dtype in frame.collect_schema().items():
        walk(pl.col(name), name, dtype)
    return frame.select(columns)
