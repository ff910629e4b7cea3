"""Dates and times that are written as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 95

MOST = 0.9
"""The share of values that must be dates or times."""

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y",
        "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y", "%d-%b-%y", "%Y%m%d")  # fmt: skip
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S%.f")

SWAPPED = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y", "%d/%m/%y": "%m/%d/%y"}
"""Formats that read the same text as another day."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the reading of dates and times into columns of their own; the text stays."""
    for column in table.texts:
        counts = table.counts(column)
        values = counts["value"]
        if not values.len() or not values.head(50).str.contains(r"\d.*\D.*\d|^\d{8}$").any():
            continue
        formats, read = _formats(counts)
        share = read / table.known(column)
        if not formats or share < MOST:
            continue
        swaps = [each for each in formats if _swapped(each) in formats]
        sure = 0.6 if swaps or _undecided(values, formats) else 0.95
        to = "datetime" if any("%H" in each or "%I" in each for each in formats) else "date"
        into = _free(table, column, "time" if to == "datetime" else "date")
        rule = {"column": column, "into": into, "formats": formats, "to": to, "otherwise": "null"}
        why = f"{share:.1%} of the values of {column!r} are {'times' if to == 'datetime' else 'dates'}"
        if sure < 0.9:
            why += "; day and month may be the other way round: decide by what you know of them"
        yield Finding("transform", {"parse_datetime": rule}, why, read, sure, shown(_examples(values, formats[0])))


def _formats(counts: pl.DataFrame) -> tuple[list[str], int]:
    """Return the formats that read the most values together, each those that the earlier ones left, and how many."""
    candidates = [*DAYS, *(f"{day}{sep}{clock}" for day in DAYS for sep in (" ", "T") for clock in CLOCKS)]
    few = counts.head(2_000)
    left, found = few, list[str]()
    while left.height and len(found) < 4:
        read = {each: cells_of(left.filter(_reads(each))) for each in candidates}
        best = max(candidates, key=lambda each: read[each])
        if read[best] < 0.02 * cells_of(few):
            break
        found.append(best)
        left = left.filter(~_reads(best))
    good = cells_of(few) - cells_of(left)
    return found, round(good / max(cells_of(few), 1) * cells_of(counts))


def _reads(format_: str) -> pl.Expr:
    return pl.col("value").str.strptime(pl.Datetime("us"), _whole(format_), strict=False, exact=True).is_not_null()


def _whole(format_: str) -> str:
    return format_ if "%H" in format_ or "%I" in format_ else f"{format_}"


def _swapped(format_: str) -> str:
    for one, other in SWAPPED.items():
        if format_.startswith(one):
            return format_.replace(one, other)
        if format_.startswith(other):
            return format_.replace(other, one)
    return ""


def _undecided(values: pl.Series, formats: Sequence[str]) -> bool:
    """Return whether all values could be read with day and month the other way round."""
    for each in formats:
        other = _swapped(each)
        if other:
            frame = values.to_frame("value")
            if frame.filter(_reads(each)).height == frame.filter(_reads(each) & _reads(other)).height:
                return True
    return False


def _examples(values: pl.Series, format_: str) -> list[tuple[str, str]]:
    frame = values.head(500).to_frame("value").filter(_reads(format_)).head(2)
    read = frame.select(pl.col("value").str.strptime(pl.Datetime("us"), _whole(format_), strict=False)).to_series()
    return [(value, f"{moment:%Y-%m-%d %H:%M}") for value, moment in zip(frame["value"], read, strict=True)]


def _free(table: Table, column: str, ending: str) -> str:
    name = f"{column}_{ending}"
    while name in table.frame.columns:
        name += "_"
    return name
