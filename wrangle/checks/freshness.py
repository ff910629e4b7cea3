"""A check: the newest row is not too old."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import field_validator

from wrangle.checks.base import TableCheck
from wrangle.statistics.base import Statistic
from wrangle.statistics.extremes import Extremes
from wrangle.steps.base import Reads

UNITS: Mapping[str, timedelta] = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
"""How a length of time ends -> what it counts."""


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
    """How old the newest may be: a number and `s`, `m` (minutes), `h`, `d` or `w`, as in `36h`."""

    @field_validator("max_age")
    @classmethod
    def _is_length(cls, text: str) -> str:
        _length(text)
        return text

    def statistics(self) -> Mapping[str, Statistic]:
        """Return that the newest time is asked for."""
        return {"ends": Extremes(self.column)}

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the newest time is new enough, by the clock."""
        newest = totals["statistics"]["ends"]["max"]
        if newest is None:
            return False, "no time at all"
        age = datetime.now(UTC) - _moment(newest)
        said = f"the newest is {newest}"
        return (True, said) if age <= _length(self.max_age) else (False, f"{said}, more than {self.max_age} ago")


def _moment(value: date | datetime) -> datetime:
    whole = value if isinstance(value, datetime) else datetime.combine(value, time())
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=UTC)


def _length(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhdw])", text)
    if found is None:
        raise ValueError(f"{text!r} is no length of time: write a number and s, m, h, d or w, as in 36h")
    return float(found[1]) * UNITS[found[2]]
