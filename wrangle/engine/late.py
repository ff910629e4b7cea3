"""Columns that are looked up only once they are needed: rows that leave before, and columns nobody reads, never are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

from wrangle.engine.lanes import Found


@dataclass
class Late:
    """Columns of which only the codes are held: the results of lanes that nothing has read yet."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    """Lane -> its results, by code."""
    codes: pl.DataFrame = field(default_factory=pl.DataFrame)
    """(rows, lanes), UInt32"""
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Column -> the lane and the column of the lane's results."""

    def add(self, lane: int, names: Collection[str], found: Found) -> None:
        """Take in what a lane gives."""
        self.tables[f"{lane}"] = found.table
        self.codes = pl.DataFrame([*self.codes.get_columns(), found.codes.alias(f"{lane}")])
        self.places.update({name: (f"{lane}", name) for name in names})

    def take(self, names: Collection[str]) -> list[pl.Series]:
        """Look up those of the columns that are still late, and hold them no more.

        Examples
        --------
        >>> late = Late()
        >>> late.add(0, ["a"], Found(pl.DataFrame({"a": ["x", "y"]}), pl.Series([1, 0, 1], dtype=pl.UInt32)))
        >>> [column.to_list() for column in late.take(["a"])], late.take(["a"])
        ([['y', 'x', 'y']], [])
        """
        wanted = {name: self.places.pop(name) for name in names if name in self.places}
        found: list[pl.Series] = []
        for lane in dict.fromkeys(lane for lane, _ in wanted.values()):
            mine = [pl.col(place).alias(name) for name, (of, place) in wanted.items() if of == lane]
            found += self.tables[lane].select(mine)[self.codes[lane]].get_columns()
        return found

    def filter(self, mask: pl.Series) -> None:
        """Keep the rows for which a mask is true; the codes of lanes whose columns are all looked up are let go."""
        lanes = sorted({lane for lane, _ in self.places.values()})
        self.codes = self.codes.select(lanes).filter(mask) if lanes else pl.DataFrame()

    def lay_out(self, layout: Mapping[str, str]) -> None:
        """Choose and rename columns: new name -> present name."""
        self.places = {new: self.places[old] for new, old in layout.items() if old in self.places}
