"""Gathers clean rows into the matrices of the parts, batch by batch, without a copy of the whole."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.encoding import Encoding, Feature, Precision, Style
from wrangle.engine.ops import ROW
from wrangle.expressions.missing import is_missing
from wrangle.training.part import PARTS, Part, PartName

MAX_TEXTS = 100_000
"""Different texts of a feature that are told apart; those that come later count as unknown."""


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


@dataclass
class Side:
    """The rows of one part so far: columns of the matrix as far as they are filled, and what goes with them."""

    matrix: Any
    """numpy.ndarray or memmap, (raw rows of the part, features), column by column."""
    height: int = 0
    rows: list[Any] = field(default_factory=list)
    others: list[pl.DataFrame] = field(default_factory=list)
    """Target, weight, split column, keys and slices of each row."""
    without_target: int = 0
    """Clean rows that were left out since their target is null or NaN."""
    infinite: Counter[str] = field(default_factory=Counter)
    """Feature -> how many of its values are infinite."""
    known: Counter[str] = field(default_factory=Counter)
    """Feature -> how many of its values are not missing."""


class Gatherer:
    """Takes in clean batches; `part` then gives the parts of any choice of features.

    Parameters
    ----------
    wanted : Wanted
    codes : numpy.ndarray, (raw rows,), uint8
        The part of each raw row.
    on_disk : bool
        Whether the matrices are kept in temporary files, where they would not fit into memory.
    """

    def __init__(self, wanted: Wanted, codes: Any, *, on_disk: bool = False) -> None:
        import numpy as np

        self.wanted = wanted
        self.on_disk = on_disk
        self._codes = codes
        self._folder = tempfile.TemporaryDirectory(prefix="wrangle-") if on_disk else None
        self._made: list[str] = []
        counts = np.bincount(codes, minlength=256)
        self._sliced: PartName = "test" if counts[PARTS.index("test")] else "training"
        """The part whose slices are kept: the one that is measured, which is all rows where they are not divided."""
        self.sides = {name: Side(self._room(int(counts[code]), name)) for code, name in enumerate(PARTS)}
        self._texts: dict[str, list[str]] = {each.name: [] for each in wanted.features if each.kind == "category"}

    def _room(self, rows: int, name: str) -> Any:
        return self._space((rows, len(self.wanted.features)), self.wanted.precision, name)

    def _space(self, shape: tuple[int, int], precision: Precision, name: str) -> Any:
        """Return a matrix that is not filled, on disk where the matrices lie there."""
        import numpy as np

        if self._folder is None or not all(shape):
            return np.empty(shape, precision, order="F")
        self._made.append(name)
        return np.memmap(Path(self._folder.name) / name, precision, "w+", shape=shape, order="F")

    def close(self) -> None:
        """Remove the temporary files; matrices on disk cannot be read any more."""
        if self._folder is not None:
            self._folder.cleanup()

    def take(self, batch: pl.DataFrame) -> None:
        """Take in the next clean rows, with their numbers in `__row`."""
        part = self._codes[batch[ROW].to_numpy()]
        for code, name in enumerate(PARTS):
            mask = part == code
            if mask.all():
                self._add(self.sides[name], batch, name)
                return
            if mask.any():
                self._add(self.sides[name], batch.filter(pl.Series(mask)), name)

    def _add(self, side: Side, rows: pl.DataFrame, name: PartName) -> None:
        import numpy as np

        rows = self._with_target(side, rows)
        begin, end = side.height, side.height + rows.height
        for index, feature in enumerate(self.wanted.features):
            values = self._numbers(rows[feature.name], feature)
            side.known[feature.name] += rows.height - int(values.is_nan().sum())
            side.infinite[feature.name] += int(values.is_infinite().sum())
            side.matrix[begin:end, index] = values.to_numpy()
        side.height = end
        side.rows.append(np.asarray(rows[ROW].to_numpy(), np.uint32))
        side.others.append(rows.select(self._others(name)))

    def _with_target(self, side: Side, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that have a target, and count the others."""
        name = self.wanted.target
        if name is None:
            return rows
        kept = rows.filter(~is_missing(name))
        side.without_target += rows.height - kept.height
        return kept

    def _numbers(self, column: pl.Series, feature: Feature) -> pl.Series:
        dtype = pl.Float32() if self.wanted.precision == "float32" else pl.Float64()
        if feature.kind == "category":
            texts = self._texts[feature.name]
            column = column.cast(pl.String)
            known = set(texts)
            new = [each for each in column.unique(maintain_order=True).drop_nulls() if each not in known]
            texts += new[: MAX_TEXTS - len(texts)]
            column = column.cast(pl.Enum(texts), strict=False).to_physical()
        return column.cast(dtype).fill_null(float("nan"))

    def _others(self, name: PartName) -> list[pl.Expr]:
        wanted = self.wanted
        named = {"target": wanted.target, "weight": wanted.weight, "by": wanted.by}
        found = [pl.col(column).alias(f"__{what}") for what, column in named.items() if column is not None]
        found += [pl.col(column).alias(f"__key {column}") for column in wanted.key]
        return found + [pl.col(column) for column in (wanted.slices if name == self._sliced else ())]

    def keep(self, name: PartName, mask: pl.Series) -> None:
        """Keep some of the rows of a part that were taken in, and forget the others.

        Parameters
        ----------
        name : str
            The part.
        mask : polars.Series, (rows of the part,), Boolean
        """
        import numpy as np

        side, others, kept = self.sides[name], self.others(name), mask.to_numpy()
        height = int(kept.sum())
        for index in range(len(self.wanted.features)):
            side.matrix[:height, index] = side.matrix[: side.height, index][kept]
        side.rows = [np.concatenate(side.rows)[kept]]
        side.others = [others.filter(mask)]
        side.height = height

    def encoding(self, names: Sequence[str], style: Style, precision: Precision, max_levels: int) -> Encoding:
        """Return how some of the features become a matrix, levels learned from the training part."""
        chosen = {each.name: each for each in self.wanted.features}
        return Encoding(tuple(self._learned(chosen[name], max_levels) for name in names), style, precision)

    def _learned(self, feature: Feature, most: int) -> Feature:
        if feature.kind == "number":
            return feature
        counted = self._level_counts(feature)
        return Feature(feature.name, "category", tuple(counted.head(most)["level"]))

    def _level_counts(self, feature: Feature) -> pl.DataFrame:
        """Return the texts of a feature in the training part, the most frequent first, then in their own order."""
        import numpy as np

        side = self.sides["training"]
        codes = side.matrix[: side.height, self._place(feature.name)]
        texts = self._texts[feature.name]
        counts = np.bincount(codes[~np.isnan(codes)].astype(np.int64), minlength=len(texts))
        frame = pl.DataFrame({"level": pl.Series(texts, dtype=pl.String), "count": counts})
        return frame.filter(pl.col("count") > 0).sort("count", "level", descending=[True, False])

    def _place(self, name: str) -> int:
        return next(index for index, each in enumerate(self.wanted.features) if each.name == name)

    def matrix(self, name: PartName, encoding: Encoding) -> Any:
        """Return the matrix of a part: the gathered one itself where it is all of it, else a new one.

        Parameters
        ----------
        name : str
            The part.
        encoding : Encoding
            Of features that were gathered.

        Returns
        -------
        numpy.ndarray, (rows, columns of the encoding)
        """
        side = self.sides[name]
        whole = side.matrix[: side.height]
        plain = all(each.kind == "number" for each in encoding.features)
        if plain and encoding.precision == self.wanted.precision and encoding.names == self._names():
            return whole
        out = self._space((side.height, len(encoding.names)), encoding.precision, f"{name} {len(self._made)}")
        at = 0
        for feature in encoding.features:
            column = whole[:, self._place(feature.name)]
            at = self._write(out, at, column, feature, encoding.style)
        return out

    def _names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.wanted.features)

    def _write(self, out: Any, at: int, column: Any, feature: Feature, style: Style) -> int:
        """Write one feature from column `at` on; return the next free column."""
        import numpy as np

        if feature.kind == "number":
            out[:, at] = column
            return at + 1
        levels = self._level_numbers(feature)
        known = ~np.isnan(column)
        numbers = np.full(len(column), np.nan, out.dtype)
        numbers[known] = levels[column[known].astype(np.int64)]
        if style == "ordinal":
            out[:, at] = numbers
            return at + 1
        for level in range(len(feature.levels)):
            out[:, at + level] = numbers == level
        return at + len(feature.levels)

    def _level_numbers(self, feature: Feature) -> Any:
        """Return the level number of each text that was met, NaN for those that are no level."""
        import numpy as np

        texts = self._texts[feature.name]
        numbers: Mapping[str, int] = {level: number for number, level in enumerate(feature.levels)}
        return np.array([numbers.get(text, np.nan) for text in texts], float)

    def part(self, name: PartName, encoding: Encoding, target: Any | None) -> Part:
        """Return a part.

        Parameters
        ----------
        name : str
            The part.
        encoding : Encoding
            What its matrix is to hold.
        target : numpy.ndarray, (rows,), optional
            The target as the estimator learns it.
        """
        import numpy as np

        others = self.others(name)
        weight = others["__weight"].cast(pl.Float64).to_numpy() if "__weight" in others.columns else None
        return Part(
            matrix=self.matrix(name, encoding),
            target=target,
            rows=np.concatenate([np.empty(0, np.uint32), *self.sides[name].rows]),
            weight=weight,
            by=others["__by"] if "__by" in others.columns else None,
            slices=others.select(each for each in others.columns if not each.startswith("__")),
        )

    def keys(self, name: PartName) -> pl.DataFrame:
        """Return the key columns of a part's rows."""
        others = self.others(name)
        named = {f"__key {column}": column for column in self.wanted.key}
        return others.select(pl.col(held).alias(column) for held, column in named.items()) if named else others.select()

    def others(self, name: PartName) -> pl.DataFrame:
        """Return what goes with the rows of a part: `__target`, `__weight`, `__by`, `__key <column>`s and slices."""
        found = self.sides[name].others
        if not found:
            return pl.DataFrame()
        self.sides[name].others = [pl.concat(found)]
        return self.sides[name].others[0]
