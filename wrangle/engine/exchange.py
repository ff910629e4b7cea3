"""Brings the rows of each key together, in bounded memory, to decide which rows go."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.ops import PART as PART_OF
from wrangle.engine.ops import ROW, FrameOp, KeyOp
from wrangle.expressions.keys import key_hash

BLOCK = 96 << 20
"""Bytes that are held in memory before they go to a temporary file."""

PART = 160 << 20
"""Bytes of keys that are looked at together, roughly."""


@dataclass
class Spill:
    """Frames of one schema (but for the width of numbers) in order: in memory while small, in files beyond."""

    limit: int = BLOCK
    held: list[pl.DataFrame] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    size: int = 0
    """Bytes taken in so far."""
    _waiting: int = 0
    _folder: tempfile.TemporaryDirectory[str] | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Take in a frame.

        Examples
        --------
        >>> spill = Spill(limit=0)
        >>> spill.add(pl.DataFrame({"a": [1]}))
        >>> len(spill.files), [frame.item() for frame in spill.blocks()]
        (1, [1])
        >>> spill.close()
        """
        size = int(frame.estimated_size())
        self.held.append(frame)
        self.size += size
        self._waiting += size
        if self._waiting > self.limit:
            self._write()

    def _write(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="wrangle-")
        path = Path(self._folder.name) / f"{len(self.files)}.arrow"
        self._together().write_ipc(path)
        self.files.append(path)
        self.held.clear()
        self._waiting = 0

    def blocks(self) -> Iterator[pl.DataFrame]:
        """Yield what was taken in, in order."""
        yield from (pl.read_ipc(path) for path in self.files)
        if self.held:
            yield self._together()

    def _together(self) -> pl.DataFrame:
        return pl.concat(self.held, how="vertical_relaxed")  # whole numbers may be short in one frame

    def scan(self) -> pl.LazyFrame | None:
        """Return what was taken in as one frame; None where there was nothing."""
        parts = [pl.scan_ipc(path) for path in self.files] + [frame.lazy() for frame in self.held]
        return pl.concat(parts) if parts else None

    def close(self) -> None:
        """Remove the temporary files."""
        self.held.clear()
        if self._folder is not None:
            self._folder.cleanup()


def decide(keys: Spill, by: Sequence[str], question: Callable[[pl.DataFrame], pl.Series], part: int = PART) -> Any:
    """Return the numbers of the rows for which a question about whole keys is true.

    Parameters
    ----------
    keys : Spill
        Keys, needs and `__row` of all rows. With `__part`, rows of one part are asked about without the others.
    by : sequence of str
        The key columns.
    question : callable
        Frame of rows of whole keys -> Boolean series; null counts as false.
    part : int
        Bytes that may be looked at together: larger keys are cut by their hash, so that equal keys meet.

    Returns
    -------
    numpy.ndarray, (rows,), uint32, ascending

    Examples
    --------
    >>> spill = Spill()
    >>> spill.add(pl.DataFrame({"a": ["x", "y", "x"], "__row": [0, 1, 2]}, schema_overrides={"__row": pl.UInt32}))
    >>> decide(spill, ["a"], lambda rows: rows["a"].is_duplicated()).tolist()
    [0, 2]
    """
    import numpy as np

    answers = [_answer(frame, question) for frame in together(keys, by, part)]
    return np.sort(np.concatenate([np.empty(0, np.uint32), *answers]))


def question(op: FrameOp | KeyOp) -> tuple[Sequence[str], Callable[[pl.DataFrame], pl.Series]]:
    """Return by which columns the rows of an operation meet, and what tells which of them go."""
    if isinstance(op, FrameOp):
        step = op.step
        return step.partition_by(), lambda part: ~step.keep_rows(part)
    return op.check.partition_by(), op.check.violations


def together(keys: Spill, by: Sequence[str], part: int = PART) -> Iterator[pl.DataFrame]:
    """Yield the rows of whole keys together, in frames of bounded size; of one key, of one part, all are in one frame.

    Parameters
    ----------
    keys : Spill
        Keys, needs, `__row` and, where rows have parts, `__part` of all rows.
    by : sequence of str
        The key columns; none: all rows are one key.
    part : int
        Bytes that may be looked at together: larger keys are cut by their hash.

    Examples
    --------
    >>> spill = Spill()
    >>> spill.add(pl.DataFrame({"a": ["x", "y", "x"], "__row": [0, 1, 2]}))
    >>> sorted(frame["a"].to_list() for frame in together(spill, ["a"], part=1) if frame.height)
    [['x', 'x'], ['y']]
    """
    count = keys.size // part + 1 if by else 1
    for number in range(count):
        mine = key_hash(by) % count == number if by else pl.lit(value=True)
        found = [block.filter(mine) if count > 1 else block for block in keys.blocks()]
        if found:
            together = pl.concat(found)
            parted = PART_OF in together.columns
            yield from together.partition_by(PART_OF, include_key=False) if parted else (together,)


def _answer(frame: pl.DataFrame, question: Callable[[pl.DataFrame], pl.Series]) -> Any:
    mask = question(frame).fill_null(value=False)
    return frame[ROW].filter(mask).to_numpy()
