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
        for index, feature in enumerate(wanted.features):
            values = self._numbers(rows[feature.name], feature, wanted.precision)
            missing = int(values.is_nan().sum())
            self.known[feature.name] += rows.height - missing
            if int(values.is_finite().sum()) < rows.height - missing:
                self.infinite[feature.name] += int(values.is_infinite().sum())
            self.matrix[begin:end, index] = values.to_numpy()
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

    def _numbers(self, column: pl.Series, feature: Feature, precision: Precision) -> pl.Series:
        dtype = pl.Float32() if precision == "float32" else pl.Float64()
        if feature.kind == "category":
            column = self.texts[feature.name].numbers(column)
        return column.cast(dtype).fill_null(float("nan"))

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
