"""A check: the newest row is not too old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import field_validator

from wrangle.checks.base import TableCheck
from wrangle.expressions.durations import microseconds
from wrangle.statistics.base import Statistic
from wrangle.statistics.extremes import Extremes
from wrangle.steps.options import Reads


class Freshness(TableCheck):
    """Expect the newest time of a column to be at most so old when the run ends.

    A time without a zone is taken as UTC, a date as its first moment. Null is left out; without a value there is
    nothing fresh, and the check does not succeed. Times that are yet to come are fresh.

    Examples
    --------
    >>> from datetime import datetime
    >>> from wrangle.testing import observed
    >>> observed("freshness: {column: at, max_age: 1d}", at=[datetime(2020, 1, 1)])[0]
    False
    """

    column: Annotated[str, Reads(("time",))]
    """The column of dates or times to look at."""

    max_age: str
    """How old the newest may be: a duration (`36h`, `1d12h`; units ms, s, m, h, d, w)."""

    @field_validator("max_age")
    @classmethod
    def _is_length(cls, text: str) -> str:
        microseconds(text)
        return text

    def statistics(self) -> Mapping[str, Statistic]:
        """Return that the newest time is asked for."""
        return {"ends": Extremes(self.column)}

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the newest time is new enough, by the clock."""
        newest = totals["statistics"]["ends"]["max"]
        if newest is None:
            return False, "no time at all"
        is_fresh = datetime.now(UTC) - _moment(newest) <= timedelta(microseconds=microseconds(self.max_age))
        return is_fresh, f"the newest is {newest}" + ("" if is_fresh else f", more than {self.max_age} ago")


def _moment(value: date | datetime) -> datetime:
    whole = value if isinstance(value, datetime) else datetime.combine(value, time())
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=UTC)
