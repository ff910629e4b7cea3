"""How clean rows become the matrix that an estimator takes: the same for training and for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import polars as pl

Kind = Literal["number", "category"]
Style = Literal["ordinal", "one_hot"]
Precision = Literal["float32", "float64"]


@dataclass(frozen=True)
class Feature:
    """One column that the model predicts from."""

    name: str
    kind: Kind
    """`number`: numbers and truth values as they are; `category`: texts, by their levels."""
    levels: tuple[str, ...] = ()
    """The texts seen in training, the most frequent first; any other is unknown, and counts as missing."""


@dataclass(frozen=True)
class Encoding:
    """Turns columns of clean rows into a matrix; null and unknown levels become NaN, or zeros with `one_hot`.

    Examples
    --------
    >>> encoding = Encoding((Feature("t", "number"), Feature("sky", "category", ("clear", "rain"))), "ordinal")
    >>> encoding.matrix(pl.DataFrame({"sky": ["rain", "fog"], "t": [1.5, None]})).tolist()
    [[1.5, 1.0], [nan, nan]]
    """

    features: tuple[Feature, ...]
    style: Style = "ordinal"
    """`ordinal`: a category is one column of level numbers; `one_hot`: a column of 0 and 1 for each level."""
    precision: Precision = "float32"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the matrix's columns, in order."""
        return tuple(name for each in self.features for name in self._names(each))

    @cached_property
    def categorical(self) -> tuple[bool, ...]:
        """Whether each column of the matrix holds level numbers."""
        return tuple(
            self.style == "ordinal" and each.kind == "category" for each in self.features for _ in self._names(each)
        )

    def matrix(self, frame: pl.DataFrame) -> Any:
        """Return the matrix of some rows.

        Parameters
        ----------
        frame : polars.DataFrame, (rows, clean columns)

        Returns
        -------
        numpy.ndarray, (rows, columns), of `precision`

        Raises
        ------
        polars.exceptions.PolarsError
            A column is missing, or of a type that is no number where one was in training.
        """
        import numpy as np

        out = np.empty((frame.height, len(self.names)), self.precision)
        self.fill(out, frame)
        return out

    def fill(self, out: Any, frame: pl.DataFrame) -> None:
        """Write the matrix of some rows into an array of the same shape."""
        columns = frame.select(self._expressions)
        for index, name in enumerate(columns.columns):
            out[:, index] = columns[name].to_numpy()

    @cached_property
    def _expressions(self) -> list[pl.Expr]:
        return [value.alias(str(number)) for number, value in enumerate(self._values())]

    def _values(self) -> list[pl.Expr]:
        dtype = pl.Float32() if self.precision == "float32" else pl.Float64()
        found: list[pl.Expr] = []
        for each in self.features:
            column = pl.col(each.name)
            if each.kind == "number":
                found.append(column.cast(dtype).fill_null(float("nan")))
            elif self.style == "ordinal":
                code = column.cast(pl.Enum(each.levels), strict=False).to_physical()
                found.append(code.cast(dtype).fill_null(float("nan")))
            else:
                found += [(column == level).fill_null(value=False).cast(dtype) for level in each.levels]
        return found

    def _names(self, feature: Feature) -> tuple[str, ...]:
        if feature.kind == "category" and self.style == "one_hot":
            return tuple(f"{feature.name}_{level}" for level in feature.levels)
        return (feature.name,)

    def describe(self) -> dict[str, Any]:
        """Return the encoding as plain JSON values."""
        features = [{"name": each.name, "kind": each.kind, "levels": list(each.levels)} for each in self.features]
        return {"style": self.style, "precision": self.precision, "features": features}

    @classmethod
    def from_description(cls, value: Mapping[str, Any]) -> Encoding:
        """Return the encoding that `describe` described.

        Raises
        ------
        KeyError, TypeError
            The value is no description of an encoding.
        """
        features: Sequence[Mapping[str, Any]] = value["features"]
        kept = tuple(Feature(each["name"], each["kind"], tuple(each["levels"])) for each in features)
        return cls(kept, value["style"], value["precision"])
