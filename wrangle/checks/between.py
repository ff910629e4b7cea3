"""A check: numbers or times lie in a range."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

import polars as pl
from pydantic import field_validator, model_validator

from wrangle.checks.base import ValueCheck
from wrangle.steps.options import Reads, Scalar


class Between(ValueCheck):
    """Expect every number, date or time of a column to lie in a range.

    The ends are allowed, unless `strict_min` or `strict_max` is set. Null and NaN do not apply; infinities are compared
    like any number. Bounds of dates and times are ISO 8601 texts; a date stands for its first moment.

    Examples
    --------
    >>> pl.DataFrame({"a": [-1, 0, None, 9]}).select(Between(column="a", min=0).mask()).to_series().to_list()
    [True, False, None, False]
    >>> seen = pl.DataFrame({"t": ["2024-01-01", "2025-01-01"]}, schema_overrides={"t": pl.String}).select(
    ...     pl.col("t").str.to_date()
    ... )
    >>> seen.select(Between(column="t", max="2025-01-01", strict_max=True).mask()).to_series().to_list()
    [False, True]
    """

    expectations: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "expect_column_values_to_be_between": {
            "column": "column",
            "min_value": "min",
            "max_value": "max",
            "strict_min": "strict_min",
            "strict_max": "strict_max",
        }
    }

    column: Annotated[str, Reads(("number", "time"))]
    """The column of numbers, dates or times to look at."""

    min: Scalar | None = None
    """The least value: a number, or an ISO 8601 date or time."""

    max: Scalar | None = None
    """The greatest value: a number, or an ISO 8601 date or time."""

    strict_min: bool = False
    """Whether `min` itself is a violation."""

    strict_max: bool = False
    """Whether `max` itself is a violation."""

    @field_validator("min", "max")
    @classmethod
    def _is_bound(cls, bound: Scalar | None) -> Scalar | None:
        if bound is not None:
            _literal(bound)
        return bound

    @model_validator(mode="after")
    def _makes_a_range(self) -> Between:
        bounds = [_literal(bound) for bound in (self.min, self.max) if bound is not None]
        if not bounds:
            raise ValueError("between needs `min`, `max` or both")
        if len({isinstance(bound, datetime) for bound in bounds}) > 1:
            raise ValueError(f"min {self.min!r} and max {self.max!r} are not of one kind")
        if len({getattr(bound, "tzinfo", None) is None for bound in bounds}) > 1:
            raise ValueError(f"min {self.min!r} and max {self.max!r} must be both with a time zone or both without")
        if bounds[0] > bounds[-1]:
            raise ValueError(f"min {self.min!r} is greater than max {self.max!r}")
        return self

    def mask(self) -> pl.Expr:
        """Return true where the value is outside the range; null where it is null or NaN."""
        broken = pl.any_horizontal(*self._sides())
        if any(isinstance(bound, str) for bound in (self.min, self.max)):
            return broken
        return pl.when(pl.col(self.column).is_not_nan()).then(broken)

    def _sides(self) -> Iterator[pl.Expr]:
        value = pl.col(self.column)
        if self.min is not None:
            least = _literal(self.min)
            yield value <= least if self.strict_min else value < least
        if self.max is not None:
            most = _literal(self.max)
            yield value >= most if self.strict_max else value > most

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        if self.strict_min or self.strict_max or self.min is None or self.max is None:
            least = f"more than {self.min}" if self.strict_min else f"at least {self.min}"
            most = f"less than {self.max}" if self.strict_max else f"at most {self.max}"
            wanted = ((self.min, least), (self.max, most))
            return "is not " + " and ".join(said for bound, said in wanted if bound is not None)
        return f"is not between {self.min} and {self.max}"


def _literal(bound: Scalar) -> Any:
    """Return a bound as what a column is compared with: a number, or a datetime."""
    if isinstance(bound, bool) or (isinstance(bound, float) and math.isnan(bound)):
        raise ValueError(f"{bound!r} is no bound: write a number, or an ISO 8601 date or time")
    if not isinstance(bound, str):
        return bound
    try:
        return datetime.fromisoformat(bound)
    except ValueError:
        raise ValueError(f"{bound!r} is neither a number nor an ISO 8601 date or time") from None
