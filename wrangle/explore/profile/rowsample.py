"""Keeps some rows of any number, by their numbers: the same ones however the rows come in batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt

import polars as pl
import polars.selectors as cs

ROW = "__row"
HASH = "__hash"


@dataclass
class RowSample:
    """The rows whose numbers have the smallest hashes: each row is as likely to be among them.

    Examples
    --------
    >>> sample = RowSample(size=2, seed=0)
    >>> sample.add(pl.DataFrame({"a": [5, 6, 7], "__row": [0, 1, 2]}))
    >>> sample.rows.height
    2
    """

    size: int
    seed: int
    _parts: list[pl.DataFrame] = field(default_factory=list)
    _held: int = 0
    _bound: int | None = None

    def expect(self, rows: int) -> None:
        """Keep hardly more than is needed of so many rows, of which this sees but a part.

        Parameters
        ----------
        rows : int
            All rows, those of other samples included.
        """
        enough = self.size + 20 * sqrt(self.size) + 200  # twenty standard deviations more than are wanted
        if rows > 2 * enough:
            self._bound = int(2**64 * (enough / rows))

    @property
    def short(self) -> bool:
        """Whether more rows were expected than came: fewer are kept than are wanted."""
        return self._bound is not None and sum(each.height for each in self._parts) < self.size

    def add(self, batch: pl.DataFrame) -> None:
        """Take in rows, numbered in `__row`."""
        few = batch.with_columns(pl.col(ROW).hash(self.seed).alias(HASH))
        if self._bound is not None:
            few = few.filter(pl.col(HASH) <= self._bound)
        few = few.with_columns(cs.string() + "")  # or a few texts would keep all those of the batch in memory
        self._parts.append(few)
        self._held += few.height
        if self._held > 2 * self.size:
            self._shrink()

    def take(self, other: RowSample) -> None:
        """Take in the rows that another one kept."""
        self._parts += other._parts
        self._held += other._held
        self._shrink()

    def _shrink(self) -> None:
        whole = pl.concat(self._parts)
        if whole.height > self.size:
            self._bound = int(whole[HASH].bottom_k(self.size).max())  # type: ignore[arg-type]  # a whole number
            whole = whole.filter(pl.col(HASH) <= self._bound).rechunk()
        self._parts, self._held = [whole], whole.height

    @property
    def rows(self) -> pl.DataFrame:
        """The rows that are kept, in their order, with `__row`."""
        self._shrink()
        return self._parts[0].drop(HASH).sort(ROW)
