"""A check: values are members of a set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, ClassVar

import polars as pl
import polars.selectors as cs
from pydantic import Field

from wrangle.checks.base import ValueCheck
from wrangle.expressions.missing import is_missing
from wrangle.steps.base import Column, Scalar


class InSet(ValueCheck):
    """Expect every value of a column to be one of a set.

    The column's type says how values are compared: in a column of text as texts (an unquoted 5 is the text "5", true is
    "true"; quote "007"), among numbers the numbers of the set, among dates and times its ISO 8601 texts. Null and NaN
    do not apply; empty text does.

    Examples
    --------
    >>> check = InSet(column="sky", values=["Clear", "Overcast", 8])
    >>> pl.DataFrame({"sky": ["Clear", "clear", None, "8"]}).select(check.mask()).to_series().to_list()
    [False, True, None, False]
    >>> pl.DataFrame({"sky": [8.0, 7.0, float("nan")]}).select(check.mask()).to_series().to_list()
    [False, True, None]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_in_set": {"column": "column", "value_set": "values"}
    }

    column: Column
    """The column to look at."""

    values: Annotated[tuple[Scalar, ...], Field(min_length=1)]
    """The values allowed."""

    def mask(self) -> pl.Expr:
        """Return true where the value is none of the set; null where it is null or NaN."""
        member = pl.coalesce(*self._members())
        return pl.when(is_missing(self.column).not_()).then(member.not_())

    def _members(self) -> Iterator[pl.Expr]:
        """Yield one expression for each family of types; only that of the column's type takes part in a plan."""
        column = cs.by_name(self.column)
        numbers = [value for value in self.values if not isinstance(value, (bool, str))]
        whole = [int(value) for value in numbers if -(2**63) <= value < 2**63 and value == int(value)]
        texts = column & (cs.string() | cs.categorical() | cs.enum())
        yield _is_in(texts.cast(pl.String), pl.Series([_text(value) for value in self.values], dtype=pl.String))
        yield _is_in((column & cs.integer()).cast(pl.Int64, strict=False), pl.Series(whole, dtype=pl.Int64))
        yield _is_in((column & (cs.float() | cs.decimal())).cast(pl.Float64), pl.Series(numbers, dtype=pl.Float64))
        truths = [value for value in self.values if isinstance(value, bool)]
        yield _is_in(column & cs.boolean(), pl.Series(truths, dtype=pl.Boolean))
        times = column & (cs.date() | cs.datetime(time_zone=None))
        yield _is_in(times.cast(pl.Datetime("us")), pl.Series(_times(self.values), dtype=pl.Datetime("us")))
        yield (column & cs.by_dtype(pl.Null)).cast(pl.Boolean)

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        shown = ", ".join(_text(value) for value in self.values[:8])
        return f"is none of {shown}" + (f" and {len(self.values) - 8} more" if len(self.values) > 8 else "")


def _is_in(column: pl.Expr, members: pl.Series) -> pl.Expr:
    return column.is_in(members.implode()).fill_null(False)


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _times(values: Sequence[Scalar]) -> list[datetime]:
    found = []
    for value in values:
        if isinstance(value, str):
            try:
                found.append(datetime.fromisoformat(value).replace(tzinfo=None))
            except ValueError:
                continue
    return found
