"""The rows of one part as they are gathered: columns of numbers, and what goes with each row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.bundle.encoding import Feature, Precision
from wrangle.engine.ops import ROW
from wrangle.expressions.missing import is_missing
from wrangle.training.texts import Texts


@dataclass(frozen=True)
class Wanted:
    """What is to be gathered of each clean row."""

    features: tuple[Feature, ...]
    """Levels are learned, and need not be given."""
    precision: Precision = "float32"
    target: str | None = None
    weight: str | None = None
    by: str | None = None
    slices: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features."""
        return tuple(each.name for each in self.features)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the clean rows that are read, and the row's number."""
        others = filter(None, (self.target, self.weight, self.by))
        return tuple(dict.fromkeys((*self.names, *others, *self.key, *self.slices, ROW)))

    def others(self, slices: Sequence[str]) -> list[pl.Expr]:
        """Return what goes with each row: `__target`, `__weight`, `__by`, `__key <column>`s and slices."""
        named = {"target": self.target, "weight": self.weight, "by": self.by}
        found = [pl.col(column).alias(f"__{what}") for what, column in named.items() if column is not None]
        found += [pl.col(column).alias(f"__key {column}") for column in self.key]
        return found + [pl.col(column) for column in slices]


@dataclass
class Side:
    """The rows of one part so far: columns of the matrix as far as they are filled, and what goes with them."""

    matrix: Any
    """numpy.ndarray or memmap, (raw rows of the part, features), column by column."""
    slices: tuple[str, ...] = ()
    """The columns that are kept to show metrics apart."""
    height: int = 0
    rows: list[Any] = field(default_factory=list)
    texts: dict[str, Texts] = field(default_factory=lambda: defaultdict(Texts))
    """Feature -> the texts that its numbers in the matrix stand for."""
    without_target: int = 0
    """Clean rows that were left out since their target is null or NaN."""
    infinite: Counter[str] = field(default_factory=Counter)
    """Feature -> how many of its values are infinite."""
    known: Counter[str] = field(default_factory=Counter)
    """Feature -> how many of its values are not missing."""
    _others: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rows: pl.DataFrame, wanted: Wanted) -> None:
        """Take in the next clean rows, with their numbers in `__row`."""
        import numpy as np

        rows = self._with_target(rows, wanted.target)
        begin, end = self.height, self.height + rows.height
        numbers = self._numbers_of(rows, wanted)
        for index, values in enumerate(numbers):
            self.matrix[begin:end, index] = values.to_numpy()
        self._count(numbers)
        self.height = end
        self.rows.append(np.asarray(rows[ROW].to_numpy(), np.uint32))
        self._others.append(rows.select(wanted.others(self.slices)))

    def _with_target(self, rows: pl.DataFrame, target: str | None) -> pl.DataFrame:
        """Return the rows that have a target, and count the others."""
        if target is None:
            return rows
        missing = rows.select(is_missing(target)).to_series()
        if not missing.any():
            return rows
        self.without_target += int(missing.sum())
        return rows.filter(~missing)

    def _numbers_of(self, rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
        """Return the features as floats, NaN where a value is missing."""
        dtype = pl.Float32() if wanted.precision == "float32" else pl.Float64()
        texts = [each.name for each in wanted.features if each.kind == "category"]
        numbers = rows.with_columns(self.texts[name].numbers(rows[name]).alias(name) for name in texts)
        return numbers.select(pl.col(wanted.names).cast(dtype).fill_null(float("nan")))

    def _count(self, numbers: pl.DataFrame) -> None:
        """Count the values that are not missing, and those that are infinite."""
        self.known.update(numbers.select(pl.all().is_not_nan().sum()).row(0, named=True))
        infinite = numbers.select(pl.all().is_infinite().sum()).row(0, named=True)
        self.infinite.update({name: count for name, count in infinite.items() if count})

    def keep(self, mask: pl.Series) -> None:
        """Keep some of the rows that were taken in, and forget the others.

        Parameters
        ----------
        mask : polars.Series, (rows of the part,), Boolean
        """
        kept = mask.to_numpy()
        height = int(kept.sum())
        for index in range(self.matrix.shape[1]):
            self.matrix[:height, index] = self.matrix[: self.height, index][kept]
        self.rows = [self.numbers()[kept]]
        self._others = [self.others().filter(mask)]
        self.height = height

    def numbers(self) -> Any:
        """Return the rows' numbers in the raw data.

        Returns
        -------
        numpy.ndarray, (rows,), uint32
        """
        import numpy as np

        return np.concatenate([np.empty(0, np.uint32), *self.rows])

    def others(self) -> pl.DataFrame:
        """Return what goes with the rows: `__target`, `__weight`, `__by`, `__key <column>`s and slices."""
        if not self._others:
            return pl.DataFrame()
        self._others = [pl.concat(self._others)]
        return self._others[0]
