"""Holds texts to be telephone numbers, and writes them in one way."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import polars as pl
from pydantic import field_validator, model_validator

from wrangle.errors import did_you_mean
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import NewColumn, TextColumn

FORMATS = {"e164": "E164", "international": "INTERNATIONAL", "national": "NATIONAL", "rfc3966": "RFC3966"}
"""Each format, and what the library calls it."""


class Phone(ColumnStep):
    """Write telephone numbers in one form; what cannot be a number of its region is a misfit.

    Numbers with a country code (+47 ...) tell their region; others are read as numbers of the row's `region_column`, or
    where that is null, or there is none, of `region`. Regions are the two-letter codes of ISO 3166 in any case. Signs
    between digits do not count. Whether digits and their number fit the region's plan is held, not whether anybody
    answers. Null stays null; empty text is a misfit, and so is a number without country code where no region is known.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("phone: {column: a, region: NO, otherwise: 'null'}", a=["22 12 34 56", "+44 20 7946 0958", "123", None])
    {'a': ['+4722123456', '+442079460958', None, None]}
    >>> rule = "phone: {column: a, region_column: land, format: international}"
    >>> apply(rule, a=["(202) 456-1111", "030 22730"], land=["US", "DE"])["a"]
    ['+1 202-456-1111', '+49 30 22730']

    References
    ----------
    Google's libphonenumber, in its Python port phonenumbers. ITU-T E.164 and RFC 3966.
    """

    cost: ClassVar[float] = 30_000.0

    column: TextColumn
    """The column of text."""

    into: NewColumn | None = None
    """A new column for the numbers; without it the text is rewritten in place."""

    region: str | None = None
    """The region of numbers without country code: `NO`, `US`."""

    region_column: TextColumn | None = None
    """The column that tells the region of each row."""

    format: Literal["e164", "international", "national", "rfc3966"] = "e164"
    """How numbers are written: +4722123456, +47 22 12 34 56, 22 12 34 56, tel:+47-22-12-34-56."""

    otherwise: Literal["keep", "null", "quarantine", "fail"] = "quarantine"
    """What becomes of text that is no number."""

    @field_validator("region")
    @classmethod
    def _is_region(cls, region: str | None) -> str | None:
        if region is None:
            return None
        from phonenumbers import SUPPORTED_REGIONS

        if region.upper() not in SUPPORTED_REGIONS:
            raise ValueError(
                f"there is no region {region!r}: {did_you_mean(region.upper(), sorted(SUPPORTED_REGIONS))}"
            )
        return region.upper()

    @model_validator(mode="after")
    def _keeps_columns_apart(self) -> Phone:
        if self.region_column is not None and self.region_column == self.column:
            raise ValueError("phone needs a `region_column` that is not the `column`")
        return self

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "is no telephone number"

    def inputs(self) -> tuple[str, ...]:
        """Return the column of text: a row without a region may have a number all the same."""
        return (self.column,)

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return the numbers."""
        text = pl.col(self.column).cast(pl.String)
        if self.region_column is None:
            found = text.map_batches(self._in_region, return_dtype=pl.String, is_elementwise=True)
        else:
            both = pl.struct(text.alias("text"), pl.col(self.region_column).cast(pl.String).alias("region"))
            found = both.map_batches(self._by_row, return_dtype=pl.String, is_elementwise=True)
        return [found.alias(self.into or self.column)]

    def _in_region(self, texts: pl.Series) -> pl.Series:
        known = {text: self._number(text, None) for text in texts.unique() if text is not None}
        return pl.Series(texts.name, [known.get(text) for text in texts], pl.String)

    def _by_row(self, pairs: pl.Series) -> pl.Series:
        distinct = pairs.unique().struct.unnest()
        known = {(text, region): self._number(text, region) for text, region in distinct.rows() if text is not None}
        return pl.Series(pairs.name, [known.get(pair) for pair in pairs.struct.unnest().rows()], pl.String)

    def _number(self, text: str, region: str | None) -> str | None:
        """Return one number in the format wanted; None where it is none."""
        import phonenumbers as library

        try:
            number: Any = library.parse(text, region.strip().upper() if region else self.region)
        except library.NumberParseException:
            return None
        if not library.is_valid_number(number):
            return None
        return str(library.format_number(number, getattr(library.PhoneNumberFormat, FORMATS[self.format])))
