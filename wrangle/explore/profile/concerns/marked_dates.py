"""Dates that stand for a missing or an unlimited one: 1900-01-01, 9999-12-31."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 43

MARKS = ("1900-01-01", "1899-12-30", "1899-12-31", "1970-01-01", "2099-12-31", "2999-12-31", "9999-12-31")
TIMES = 3
"""Rows in which a date must stand to be taken for a mark."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of dates in which such a date stands far from all others."""
    for name, column in evidence.columns.items():
        if column.looks not in {"date", "time"}:
            continue
        found = marked(evidence, name)
        if found:
            examples = tuple(f"{value} {rows:,}" for value, rows in found.items())
            typed = column.texts is None
            step = {} if typed else {"null_values": {"columns": [name], "values": list(found)}}
            text = "a date far from all others that may stand for a missing one"
            yield Concern(
                "marked_dates", (name,), text, sum(found.values()), column.exact, examples=examples, step=step
            )


def marked(evidence: Evidence, name: str) -> dict[str, int]:
    """Return the dates of a column that stand for a missing one, as they are written, each with its rows."""
    frame = evidence.values[name].frame
    if isinstance(frame.schema["value"], (pl.Duration, pl.Time)):
        return {}
    values = frame.select(text=pl.col("value").cast(pl.String), count="count")
    day = pl.col("text").str.slice(0, 10)
    marks = values.filter(day.is_in(MARKS))
    others = values.filter(~day.is_in(MARKS) & day.str.contains(r"^\d{4}-\d\d-\d\d"))
    if not marks.height or others.height < TIMES:
        return {}
    low, high = (int(str(each)[:4]) for each in (others["text"].min(), others["text"].max()))
    width = max(high - low, 5)
    year = pl.col("text").str.slice(0, 4).cast(pl.Int64)
    far = marks.filter((pl.col("count") >= TIMES) & ((year < low - width) | (year > high + width)))
    return dict(far.sort("text").iter_rows())
