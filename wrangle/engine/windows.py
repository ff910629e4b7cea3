"""Keeps the columns that window steps compute, by row number, so that later passes join them to their batches."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from weakref import finalize

import polars as pl

from wrangle.engine.exchange import BLOCK, Spill, together
from wrangle.engine.ops import PART, ROW
from wrangle.steps.base import WindowStep

PIECE = 65_536
"""Rows that are written together: as many are read where one is wanted."""


@dataclass(frozen=True)
class _Piece:
    """Columns of some rows, ascending by row number: in memory or in a file."""

    numbers: pl.Series
    """The rows' numbers, UInt32."""
    frame: pl.LazyFrame
    """(rows, `__row` + new columns)"""

    def between(self, rows: pl.Series) -> pl.DataFrame:
        """Return what there is between the first and the last of some rows."""
        if not len(rows):
            return self.frame.head(0).collect()
        low = int(self.numbers.search_sorted(rows[0]))
        high = int(self.numbers.search_sorted(rows[-1], side="right"))
        return self.frame.slice(low, high - low).collect()


@dataclass
class Windows:
    """New columns by row number: in memory while small, in files beyond, but for 4 bytes a row.

    The files go when this goes.
    """

    limit: int = BLOCK
    """Bytes that are kept in memory."""
    pieces: list[_Piece] = field(default_factory=list)
    """No row is in two of them."""
    _size: int = 0
    _folder: Path | None = None

    def add(self, found: pl.DataFrame) -> None:
        """Take in the columns of some rows."""
        ordered = found.sort(ROW)
        self._size += int(ordered.estimated_size())
        kept = ordered.lazy() if self._size <= self.limit else self._on_disk(ordered)
        self.pieces.append(_Piece(ordered[ROW], kept))

    def _on_disk(self, frame: pl.DataFrame) -> pl.LazyFrame:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="wrangle-"))
            finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / f"{len(self.pieces)}.arrow"
        frame.write_ipc(path, record_batch_size=PIECE)
        return pl.scan_ipc(path)

    def of(self, rows: pl.Series) -> list[pl.Series]:
        """Return the new columns of some rows, null where there is nothing for a row.

        Parameters
        ----------
        rows : polars.Series, (rows,), UInt32, ascending

        Examples
        --------
        >>> found = Windows()
        >>> for numbers in ([0, 3], [1, 7]):
        ...     rows = pl.Series("__row", numbers, pl.UInt32)
        ...     found.add(pl.DataFrame([rows, pl.Series("lag", numbers)]))
        >>> found.of(pl.Series([1, 2, 3], dtype=pl.UInt32))[0].to_list()
        [1, None, 3]
        """
        near = pl.concat([piece.between(rows) for piece in self.pieces])
        if len(self.pieces) > 1:
            near = near.sort(ROW)
        if not near[ROW].equals(rows, check_names=False):
            near = rows.alias(ROW).to_frame().join(near, on=ROW, how="left", maintain_order="left")
        return near.drop(ROW).get_columns()


def windows(keys: Spill, step: WindowStep, limit: int = BLOCK) -> Windows:
    """Return what a window step computes from the keys of all rows.

    Parameters
    ----------
    keys : Spill
        Keys, needs and `__row` of all rows; with `__part`, windows see their own part alone.
    step : WindowStep
    limit : int
        Bytes that are kept in memory.
    """
    found = Windows(limit=limit)
    for frame in together(keys, step.partition_by()):
        found.add(step.compute(frame))
    if not found.pieces:  # no row is in any part: there is none
        found.add(step.compute(next(keys.blocks()).drop(PART, strict=False)))
    return found
