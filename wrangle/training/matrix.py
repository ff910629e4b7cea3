"""Gathers clean rows into the matrices of the parts, batch by batch, without a copy of the whole."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from mmap import mmap
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.encoding import Encoding, Feature, Precision, Style
from wrangle.engine.ops import ROW
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.side import Side, Wanted


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
        counts = {name: int(np.count_nonzero(codes == code)) for code, name in enumerate(PARTS)}
        measured: PartName = "test" if counts["test"] else "training"  # all rows where not divided
        self.sides = {
            name: Side(
                self._space((counts[name], len(wanted.features)), wanted.precision, name),
                wanted.slices if name == measured else (),
            )
            for name in PARTS
        }

    def _space(self, shape: tuple[int, int], precision: Precision, name: str) -> Any:
        """Return a matrix that is not filled, on disk where the matrices lie there."""
        import numpy as np

        if not all(shape):
            return np.empty(shape, precision, order="F")
        if self._folder is None:
            return _fresh(shape, precision)
        self._made.append(name)
        return np.memmap(Path(self._folder.name) / name, precision, "w+", shape=shape, order="F")

    def spill(self) -> None:
        """Keep all matrices that are made from now on in temporary files."""
        self.on_disk = True
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="wrangle-")

    def close(self) -> None:
        """Remove the temporary files; matrices on disk cannot be read any more."""
        if self._folder is not None:
            self._folder.cleanup()

    def take(self, batch: pl.DataFrame) -> None:
        """Take in the next clean rows, with their numbers in `__row`."""
        batch = batch.select(self.wanted.columns)
        part = self._codes[batch[ROW].to_numpy()]
        for code, name in enumerate(PARTS):
            mask = part == code
            if mask.all():
                self.sides[name].add(batch, self.wanted)
                return
            if mask.any():
                self.sides[name].add(batch.filter(pl.Series(mask)), self.wanted)

    def encoding(self, names: Sequence[str], style: Style, precision: Precision, max_levels: int) -> Encoding:
        """Return how some of the features become a matrix, levels learned from the training part."""
        chosen = {each.name: each for each in self.wanted.features}
        return Encoding(tuple(self._learned(chosen[name], max_levels) for name in names), style, precision)

    def _learned(self, feature: Feature, most: int) -> Feature:
        if feature.kind == "number":
            return feature
        side = self.sides["training"]
        counted = side.texts[feature.name].counts(side.matrix[: side.height, self._place(feature.name)])
        return Feature(feature.name, "category", tuple(counted.head(most)["level"]))

    def _place(self, name: str) -> int:
        return self.wanted.names.index(name)

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
        plain = all(each.kind == "number" for each in encoding.features)
        if plain and encoding.precision == self.wanted.precision and encoding.names == self.wanted.names:
            return side.matrix[: side.height]
        out = self._space((side.height, len(encoding.names)), encoding.precision, f"{name} {len(self._made)}")
        at = 0
        for feature in encoding.features:
            at = self._write(out, at, side, feature, encoding.style)
        return out

    def _write(self, out: Any, at: int, side: Side, feature: Feature, style: Style) -> int:
        """Write one feature from column `at` on; return the next free column."""
        column = side.matrix[: side.height, self._place(feature.name)]
        if feature.kind == "number":
            out[:, at] = column
            return at + 1
        numbers = side.texts[feature.name].levels(column, feature.levels, out.dtype)
        if style == "ordinal":
            out[:, at] = numbers
            return at + 1
        for level in range(len(feature.levels)):
            out[:, at + level] = numbers == level
        return at + len(feature.levels)

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
        others = self.others(name)
        weight = others["__weight"].cast(pl.Float64).to_numpy() if "__weight" in others.columns else None
        return Part(
            matrix=self.matrix(name, encoding),
            target=target,
            rows=self.sides[name].numbers(),
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
        return self.sides[name].others()


def _fresh(shape: tuple[int, int], precision: Precision) -> Any:
    """Return a matrix that is not filled, in small pages of memory.

    numpy asks for huge pages, and where memory is in pieces the first touch of each makes the system put one together:
    filling a matrix of 670 MB then took 3.3 s of CPU on a virtual machine, and 1.7 s in small pages.
    """
    import numpy as np

    size = shape[0] * shape[1] * np.dtype(precision).itemsize
    return np.frombuffer(mmap(-1, size), precision).reshape(shape, order="F")
