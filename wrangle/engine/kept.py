"""What one pass keeps of the raw text columns for the next: the number of each text, cheaper than the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import uuid4

import polars as pl

from wrangle.engine.exchange import Spill
from wrangle.engine.lanes import highest
from wrangle.engine.schedule import Block, Lane

SHORT = (1 << 16) - 1
"""Codes below this are kept in two bytes."""


class Kinds:
    """What gives each text of a raw column its number, one and the same in all passes."""

    def __init__(self) -> None:
        self._kinds: dict[str, pl.Categorical] = {}
        self._alive: list[pl.Series] = []

    def of(self, column: str) -> pl.Categorical:
        """Return the type that holds a column's texts as numbers."""
        if column not in self._kinds:
            self._kinds[column] = self.new(column)
        return self._kinds[column]

    def new(self, column: str) -> pl.Categorical:
        """Return a type of its own, whose numbers hold as long as this object; the first one stands for null."""
        kind = pl.Categorical(pl.Categories(f"{column}-{uuid4()}", namespace="wrangle"))
        self._alive.append(pl.Series([f"null-{uuid4()}"]).cast(kind))  # polars forgets the numbers that no series has
        return kind

    def forget(self, column: str) -> None:
        """Begin a column's numbers anew."""
        self._kinds.pop(column, None)


class Kept:
    """Raw columns as codes, all rows in order: kept by one pass, taken by the next.

    Examples
    --------
    >>> kinds, kept = Kinds(), Kept()
    >>> kept.add({"a": pl.Series(["x", "y"]).cast(kinds.of("a"))}, 2)
    >>> kept.add({"a": pl.Series(["x", None]).cast(kinds.of("a"))}, 2)
    >>> [batch["a"].to_list() for batch in kept.batches(["a"], kinds, [1, 3])]
    [['x'], ['y', 'x', None]]
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] | None = None
        """The columns of which all rows are kept; None before the first batch."""
        self._all: tuple[str, ...] = ()
        self._spill = Spill()

    def add(self, columns: Mapping[str, pl.Series], rows: int) -> None:
        """Take in the next rows; a column that is not among them is kept no more."""
        if self.names is None:
            self.names = self._all = tuple(columns)
        self.names = tuple(name for name in self.names if name in columns)
        nothing = pl.repeat(0, rows, dtype=pl.UInt16, eager=True)
        codes = [_short(columns[name]) if name in columns else nothing for name in self._all]
        if self.names:
            self._spill.add(pl.DataFrame([each.alias(name) for name, each in zip(self._all, codes, strict=True)]))

    def batches(self, names: Sequence[str], kinds: Kinds, sizes: Iterable[int]) -> Iterator[pl.DataFrame]:
        """Yield the columns, as many rows at a time as are asked for."""
        blocks = (block.select(names) for block in self._spill.blocks())
        rest = pl.DataFrame(schema=dict.fromkeys(names, pl.UInt16()))
        for size in sizes:
            while rest.height < size:
                rest = pl.concat([rest, next(blocks)], how="vertical_relaxed")
            part, rest = rest.head(size).rechunk(), rest.slice(size)
            yield part.select(pl.col(name).cast(pl.UInt32).cat.to(kinds.of(name)) for name in names)

    def close(self) -> None:
        """Remove temporary files."""
        self._spill.close()


def _short(texts: pl.Series) -> pl.Series:
    codes = texts.to_physical()
    return codes.cast(pl.UInt16) if highest(codes) <= SHORT else codes


def lone(blocks: Sequence[Block]) -> dict[str, Lane]:
    """Return the raw columns that only a lane reads, which writes them anew: column -> lane."""
    lanes: dict[str, Lane] = {}
    seen: set[str] = set()
    for stage in blocks[0].stages:
        read = [*seen, *(name for unit in stage for name in unit.reads)]
        for unit in stage:
            if isinstance(unit, Lane) and unit.source in unit.outputs and read.count(unit.source) == 1:
                lanes.setdefault(unit.source, unit)
        seen.update(read, (name for unit in stage for name in unit.writes))
    return lanes
