"""Things that several sources report on: what most of them say of one is likely so."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.dependency import voted
from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.table import Table

ORDER = 75

SOURCES = 200
"""The most sources that are taken for such."""

REPORTS = 5
"""How many rows a thing must have on average."""

FULL = 0.3
"""The share of pairs of source and thing that must stand in the table."""

AGREED = 0.6
"""The share of reports that must say the same before the others are overruled."""

GAIN = 0.4
"""How much of what the most frequent value alone gets wrong the most frequent one of each thing must get right: less,
and a column tells of the report, not of the thing."""


def find(table: Table) -> Iterator[Finding]:
    """Yield a vote on what sources report of things, where each source reports on each thing once."""
    pair = _source_and_thing(table)
    if pair is None:
        return
    source, thing = pair
    columns, cells = list[str](), 0
    for column in table.texts:
        if column in pair:
            continue
        groups = voted(table.frame, thing, column)
        if _tells(table, column, groups) and not _is_of(table, source, column):
            sure = groups.filter(pl.col("votes") >= AGREED * pl.col("rows")).select("key", "value")
            told = table.frame.select(key=thing, held=column).join(sure, "key", "inner")
            if changed := told.filter(pl.col("held").ne_missing(pl.col("value"))).height:
                columns, cells = [*columns, column], cells + changed
    if columns:
        rule = {"columns": columns, "by": thing, "min_share": AGREED}
        why = (
            f"each {source!r} tells of each {thing!r} at most once, so the rows of one {thing!r} are reports on one "
            f"thing: where {AGREED:.0%} of them agree, the others and those that say nothing are overruled"
        )
        yield Finding("clean", {"majority_vote": rule}, why, cells, 0.9)


def _source_and_thing(table: Table) -> tuple[str, str] | None:
    """Return the pair of columns of which the table holds a large part of all pairs, each once, if there is one."""
    height = table.frame.height
    few = [name for name in table.texts if 2 < table.counts(name).height <= SOURCES]
    many = [name for name in table.texts if 2 < table.counts(name).height * REPORTS <= height]
    for source in few:
        for thing in many:
            size = table.counts(source).height * table.counts(thing).height
            if source == thing or height < FULL * size or table.counts(source).height > table.counts(thing).height:
                continue
            if table.frame.select(pl.struct(source, thing).n_unique()).item() >= 0.98 * height:
                return source, thing
    return None


def _tells(table: Table, column: str, groups: pl.DataFrame) -> bool:
    """Return whether what most rows of a thing hold says more than what most rows hold."""
    rows, most = int(groups["rows"].sum()), table.counts(column)["count"].first()
    share = most / table.known(column) if isinstance(most, int) else 1.0
    return rows > 0 and int(groups["votes"].sum()) >= (share + GAIN * (1 - share)) * rows


def _is_of(table: Table, source: str, column: str) -> bool:
    """Return whether a column tells of the source: most rows of each source hold the same."""
    groups = voted(table.frame, source, column)
    return bool(groups.height) and int(groups["votes"].sum()) >= 0.9 * int(groups["rows"].sum())
