"""Turns quantities into one unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

import polars as pl
from pydantic import AfterValidator, Field, model_validator

from wrangle.expressions.quantities import quantities
from wrangle.expressions.units import convert, hold, spellings
from wrangle.schema import family
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Column, NewColumn, Reads

UnitName = Annotated[str, AfterValidator(hold)]


class ConvertUnits(ColumnStep):
    """Turn quantities into one unit; text may carry its own: "71.3 F", "21,5 °C", "12 kt".

    Text is a number, with point or comma before the fraction, and perhaps a unit; one without is in `from`. Numbers are
    in `from`. Null and NaN stay; infinities stay but for their sign. Text that is no number, or whose unit is not known
    or of another dimension, is a misfit; so is text without a unit where there is no `from`.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("convert_units: {column: a, from: degC, to: degC}", a=["50 F", "10 °C", "10", None])
    {'a': [10.0, 10.0, 10.0, None]}
    >>> apply("convert_units: {column: a, from: kn, to: m/s}", a=[0.0, 18.0])
    {'a': [0.0, 9.260000000000002]}

    References
    ----------
    NIST Special Publication 811 (2008), appendix B.8; units that it does not have are those of pint.
    """

    cost: ClassVar[float] = 400.0

    column: Annotated[Column, Reads(("text", "number"))]
    """The column of text or numbers."""

    into: NewColumn | None = None
    """A new column for the result; without it the column is rewritten in place."""

    from_: UnitName | None = Field(default=None, alias="from")
    """The unit of numbers, and of text that carries none."""

    to: UnitName
    """The unit wanted."""

    otherwise: Literal["null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that is no quantity of this kind."""

    @model_validator(mode="after")
    def _are_of_one_kind(self) -> ConvertUnits:
        if self.from_ is not None:
            convert(pl.lit(1.0), self.from_, self.to)
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return f"is no quantity that can be given in {self.to}"

    def units(self) -> Mapping[str, str | None]:
        """Return the unit wanted for the column written."""
        return {self.into or self.column: self.to}

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the quantities in the unit wanted."""
        value = pl.col(self.column)
        is_number = family(self.dtype(self.column)) == "number"
        return [(self._of_number(value) if is_number else self._of_text(value)).alias(self.into or self.column)]

    def _of_number(self, value: pl.Expr) -> pl.Expr:
        number = value.cast(pl.Float64)
        return convert(number, self.from_, self.to) if self.from_ else pl.when(number.is_nan()).then(number)

    def _of_text(self, value: pl.Expr) -> pl.Expr:
        units = {written: each for each, every in self._spellings().items() for written in every}
        if self.from_:
            units[""] = self.from_
        return value.map_batches(partial(self._read, units), return_dtype=pl.Float64(), is_elementwise=True)

    def _read(self, units: Mapping[str, str], texts: pl.Series) -> pl.Series:
        """Return quantities in the unit wanted; in stages, as polars computes anew what two expressions share."""
        kinds = list(dict.fromkeys(units.values()))
        places = pl.Series([kinds.index(each) for each in units.values()], dtype=pl.UInt8)
        parts = quantities(texts, units)
        codes = parts["unit"].cast(pl.Enum(list(units)), strict=False).to_physical().cast(pl.UInt32)
        found = pl.DataFrame([parts["number"], places.gather(codes).alias("kind")])
        result: Any = pl.when(pl.lit(value=False)).then(None)
        for place, each in enumerate(kinds):
            result = result.when(pl.col("kind") == place).then(convert(pl.col("number"), each, self.to))
        wanted = pl.Expr.cast(result.otherwise(None), pl.Float64)
        return found.select(wanted.alias(texts.name)).to_series()

    def _spellings(self) -> Mapping[str, tuple[str, ...]]:
        return {**(spellings(self.from_) if self.from_ else {}), **spellings(self.to)}
