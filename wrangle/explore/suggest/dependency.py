"""Finds columns that decide another one: all rows of one zip code lie in one city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from wrangle.explore.suggest.table import Table

ROWS = 3
"""Rows that a group needs to tell anything."""

COVERED = 0.2
"""The share of rows that must stand in such groups."""

AGREED = 0.9
"""The share of these rows that must hold what most of their group hold."""

DIVIDED = 0.05
"""The share of groups that may hold a second value again and again: more, and the column decides nothing."""

GAIN = 0.3
"""How much of what the most frequent value alone gets wrong must be got right."""

COLUMNS = 40
"""Columns that are tried, the first."""


@dataclass(frozen=True)
class Dependency:
    """A column that decides another."""

    by: str
    column: str
    agreed: float
    """The share of rows that hold what most rows of their group hold."""
    gain: float
    """How much of what the most frequent value alone gets wrong is got right."""
    groups: pl.DataFrame
    """(groups, `key`, `value` that most rows have, `votes`, `rows`), of `ROWS` rows and more."""


def dependencies(table: Table) -> Iterator[Dependency]:
    """Yield for each pair of columns the first of which decides the second, errors apart."""
    height = table.frame.height
    columns = [name for name in table.texts if table.counts(name).height > 1][:COLUMNS]
    keys = [name for name in columns if table.counts(name).height * 2 <= height]
    for column in columns:
        for by in keys:
            if by != column and (found := _dependency(table, by, column)):
                yield found


def _dependency(table: Table, by: str, column: str) -> Dependency | None:
    groups = voted(table.frame, by, column)
    total = int(groups["rows"].sum())
    if total < COVERED * table.frame.height:
        return None
    agreed = int(groups["votes"].sum()) / total
    divided = groups.filter((pl.col("second") > 1) & (pl.col("second") > 0.15 * pl.col("rows"))).height
    most = table.counts(column)["count"][0] / table.known(column)
    gain = (agreed - most) / (1 - most)
    if agreed < AGREED or gain < GAIN or divided > DIVIDED * groups.height:
        return None
    return Dependency(by, column, agreed, gain, groups)


def voted(frame: pl.DataFrame, by: str, column: str) -> pl.DataFrame:
    """Return of each group of `ROWS` rows and more what most hold, how many do, and how many hold the next.

    Parameters
    ----------
    frame : polars.DataFrame
    by, column : str

    Returns
    -------
    polars.DataFrame, (groups, `key`, `value`, `votes`, `second`, `rows`)

    Examples
    --------
    >>> frame = pl.DataFrame({"zip": ["1"] * 4, "city": ["Oslo", "Oslo", "Oslo", "Olso"]})
    >>> voted(frame, "zip", "city").row(0)
    ('1', 'Oslo', 3, 1, 4)
    """
    pairs = frame.select(key=by, value=column).drop_nulls().group_by("key", "value").len()
    ordered = pairs.sort("key", "len", "value", descending=[False, True, False])
    groups = ordered.group_by("key", maintain_order=True).agg(
        pl.col("value").first(),
        votes=pl.col("len").first(),
        second=pl.col("len").get(1, null_on_oob=True).fill_null(0),
        rows=pl.col("len").sum(),
    )
    return groups.filter(pl.col("rows") >= ROWS)
