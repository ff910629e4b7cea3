"""An opened input: its rows as one lazy frame, and what its reader had to say of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.decoding import Copy
from wrangle.sources.dialect import Dialect

REJECTS = pl.Schema({"__row": pl.get_index_type(), "why": pl.String()})


@dataclass(frozen=True)
class SetAside:
    """A file that was left out since it cannot be read."""

    file: str
    why: str

    def __str__(self) -> str:
        return f"{self.file} is set aside: {self.why}"


@dataclass(frozen=True)
class Piece:
    """The rows of one file, as any machine that sees the file can read them."""

    frame: pl.LazyFrame
    origin: str
    """The file, for messages."""
    rows: int | None = None
    """How many rows there are, where opening told."""


@dataclass(frozen=True)
class Input:
    """Rows to be read, once or several times, always in the same order.

    Keep the input as long as its frame is read: temporary copies (unpacked or decoded files) go when it goes.
    """

    frame: pl.LazyFrame
    """A streaming scan of all rows, in order."""

    text: bool
    """Whether every column is text, as in CSV files."""

    origin: str
    """Where the rows come from, for messages."""

    files: tuple[Path, ...] = ()
    """The files that are read, in order."""

    names: tuple[str, ...] = ()
    """What to call the files, where they were brought from elsewhere; else their paths are told."""

    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    """All rows once more, file by file in order; empty where other machines could not read them so."""

    parts: tuple[Input, ...] = ()
    """The inputs that it was put together from; they hold its files."""

    told: Mapping[str, Any] = field(default_factory=dict)
    """What the lineage tells of it besides: the version of a table."""

    sha256: str | None = None
    """The SHA-256 of the contents, where it is known without reading them."""

    rejects: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTS))
    """Rows that the reader could not read whole: `__row`, the row's number in the frame from 0, and `why`."""

    rows: int | None = None
    """How many rows there are, where opening told."""

    diagnose: Callable[[], str | None] = field(default=lambda: None, repr=False)
    """Looks for what may be wrong with the files, when reading them failed."""

    set_aside: tuple[SetAside, ...] = ()
    """Files that were left out since they cannot be read."""

    mended: Callable[[], Input | None] = field(default=lambda: None, repr=False)
    """Looks for files that cannot be read whole, when reading failed; the input without them, where they may be left
    out and there are some."""

    dialect: Dialect | None = field(default=None, repr=False)
    """How the first file is written, for CSV files."""

    notes: tuple[str, ...] = ()
    """What to tell the user of how the files were read."""

    copies: tuple[Copy, ...] = field(default=(), repr=False)
    """Temporary copies that the frame reads in place of the files."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to tell the user of how all files were read, those of parts included."""
        aside = map(str, self.set_aside)
        return tuple(dict.fromkeys((*self.notes, *aside, *(note for part in self.parts for note in part.remarks))))

    def explain(self, error: Exception) -> SourceError:
        """Return our error for one of polars, met while the rows were read.

        Examples
        --------
        >>> str(Input(pl.LazyFrame(), text=False, origin="a frame").explain(ValueError("no rows")))
        'a frame: cannot be read: no rows'
        """
        if isinstance(error, SourceError):
            return error
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        return SourceError(self.diagnose() or f"{self.origin}: cannot be read: {first}")

    def digest(self) -> str:
        """Return the SHA-256 of the files' contents; of a frame, that of its columns and rows.

        A frame's digest holds for one version of polars.
        """
        if self.sha256:
            return self.sha256
        if self.parts:
            return hashlib.sha256("\n".join(each.digest() for each in self.parts).encode()).hexdigest()
        if not self.files:
            return _digest_of(self.frame)
        if len(self.files) == 1:
            return _file_digest(self.files[0])
        return hashlib.sha256("\n".join(_file_digest(each) for each in self.files).encode()).hexdigest()

    def lineage(self) -> list[dict[str, Any]]:
        """Return what was read: for each source its name, files, SHA-256 and what else is known of it.

        Examples
        --------
        >>> [each["name"] for each in frame_input(pl.DataFrame({"a": [1]})).lineage()]
        ['the frame']
        """
        if self.parts:
            return [each for part in self.parts for each in part.lineage()]
        files = list(self.names) or [str(path) for path in self.files]
        return [{"name": self.origin, "files": files, "sha256": self.digest(), **self.told}]

    def close(self) -> None:
        """Remove the temporary copies; the frame cannot be read any more if there were any."""
        for part in self.parts:
            part.close()
        for copy in self.copies:
            copy.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def frame_input(frame: pl.DataFrame | pl.LazyFrame) -> Input:
    """Return a frame as an input.

    Parameters
    ----------
    frame : polars.DataFrame or polars.LazyFrame, (rows, columns)

    Returns
    -------
    Input

    Examples
    --------
    >>> frame_input(pl.DataFrame({"a": [1, 2]})).rows
    2
    """
    rows = frame.height if isinstance(frame, pl.DataFrame) else None
    return Input(frame.lazy(), text=False, origin="the frame", rows=rows)


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error


def _digest_of(frame: pl.LazyFrame) -> str:
    total = hashlib.sha256(repr(frame.collect_schema()).encode())

    def add(batch: pl.DataFrame) -> None:
        total.update(_bytes(batch.hash_rows()))

    frame.sink_batches(add, chunk_size=100_000, maintain_order=True)
    return total.hexdigest()


def _bytes(hashes: pl.Series) -> Any:
    return hashes.to_numpy().tobytes()
