"""One part of the rows, ready for an estimator: training, validation or test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

PartName = Literal["training", "validation", "test"]
PARTS: tuple[PartName, ...] = ("training", "validation", "test")
"""The parts, by their code: the number that stands for one in an array of rows."""
NONE = 255
"""The code of rows that are in no part: those in the gap of a split by time."""


@dataclass(frozen=True)
class Part:
    """Rows of one part, in the order of the input. All arrays have one entry for each row."""

    matrix: Any
    """numpy.ndarray, (rows, columns of the encoding)."""
    target: Any | None
    """numpy.ndarray, (rows,): numbers of classes, int64, or values, float64; None without a target."""
    rows: Any
    """numpy.ndarray, (rows,), uint32: the rows' numbers in the raw data."""
    weight: Any | None = None
    """numpy.ndarray, (rows,), float64: how much each row counts; None: all the same."""
    by: pl.Series | None = field(default=None, repr=False)
    """The column of the split: time, group or key of each row."""
    slices: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    """(rows, slice columns): the columns by whose values metrics are shown apart."""

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, index: Any) -> Part:
        """Return some of the rows, by their places here."""
        return Part(
            matrix=self.matrix[index],
            target=None if self.target is None else self.target[index],
            rows=self.rows[index],
            weight=None if self.weight is None else self.weight[index],
            by=None if self.by is None else self.by[index],
            slices=self.slices[index] if self.slices.width else self.slices,
        )
