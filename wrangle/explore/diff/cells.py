"""Compares the cells of rows that leave both ways, column by column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.engine.ops import ROW

EXAMPLES = 5
FOLLOWED = 2_000
"""Pairs of an old and a new value that are counted at most."""


@dataclass
class ColumnChanges:
    """What changed in a column that both sides have."""

    name: str
    old_type: str
    new_type: str
    cells: int = 0
    """Cells that hold another value."""
    nulls_made: int = 0
    nulls_filled: int = 0
    examples: list[tuple[int, Any, Any]] = field(default_factory=list)
    """The first of them: row, old value, new value."""
    pairs: Counter[tuple[Any, Any]] = field(default_factory=Counter)
    """Old and new value -> cells, of the most frequent pairs."""
    all_pairs: bool = True
    """Whether all pairs are counted."""

    @property
    def changed(self) -> bool:
        """Whether there is any difference."""
        return bool(self.cells) or self.old_type != self.new_type

    def add(self, rows: pl.Series, old: pl.Series, new: pl.Series) -> pl.Series:
        """Take in the cells of rows that both sides have; return which of them differ.

        Parameters
        ----------
        rows, old, new : polars.Series, (rows,)
            The numbers of the rows, and their values on either side.
        """
        differs = different(old, new)
        count = int(differs.sum())
        if not count:
            return differs
        self.cells += count
        frame = pl.DataFrame({"row": rows, "old": old, "new": new}).filter(differs)
        self.nulls_made += int(frame.select((pl.col("new").is_null() & pl.col("old").is_not_null()).sum()).item())
        self.nulls_filled += int(frame.select((pl.col("old").is_null() & pl.col("new").is_not_null()).sum()).item())
        self.examples += frame.head(EXAMPLES - len(self.examples)).rows()
        if not (old.dtype.is_nested() or new.dtype.is_nested()):
            self._count(frame)
        return differs

    def _count(self, frame: pl.DataFrame) -> None:
        counted = frame.group_by("old", "new").len().sort("len", descending=True).head(FOLLOWED)
        self.all_pairs = self.all_pairs and counted.height < FOLLOWED
        self.pairs.update({(old, new): count for old, new, count in counted.iter_rows()})
        if len(self.pairs) > 2 * FOLLOWED:
            self.pairs = Counter(dict(self.pairs.most_common(FOLLOWED)))
            self.all_pairs = False

    def frequent(self) -> list[tuple[Any, Any, int]]:
        """Return the most frequent pairs of an old and a new value with their cells."""
        ordered = sorted(self.pairs.items(), key=lambda pair: (-pair[1], str(pair[0])))
        return [(old, new, count) for (old, new), count in ordered[:EXAMPLES]]


def different(old: pl.Series, new: pl.Series) -> pl.Series:
    """Return which cells hold another value: null is like null, NaN like NaN, 1 like 1.0; a number is no text.

    Examples
    --------
    >>> different(pl.Series([1, 2, None]), pl.Series([1.0, 2.5, None])).to_list()
    [False, True, False]
    >>> different(pl.Series(["1", None]), pl.Series([1, None])).to_list()
    [True, False]
    """
    if old.dtype != new.dtype and not _comparable(old.dtype, new.dtype):
        return old.is_not_null() | new.is_not_null()
    return old.ne_missing(new)


def _comparable(one: pl.DataType, other: pl.DataType) -> bool:
    """Tell whether values of two types can be equal."""
    if one.is_numeric() and other.is_numeric():
        return True
    texts = (pl.String, pl.Categorical, pl.Enum)
    if isinstance(one, texts) and isinstance(other, texts):
        return True
    same = isinstance(one, pl.Datetime) and isinstance(other, pl.Datetime) and one.time_zone == other.time_zone
    return same or (isinstance(one, pl.Duration) and isinstance(other, pl.Duration))


def aligned(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that both frames have, by their numbers, in order."""
    both = old.select(ROW).join(new.select(ROW), on=ROW, how="inner", maintain_order="left")[ROW].implode()
    return old.filter(pl.col(ROW).is_in(both)), new.filter(pl.col(ROW).is_in(both))
