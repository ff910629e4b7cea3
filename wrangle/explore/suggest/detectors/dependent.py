"""Columns that others decide: values that stand in one row against what all its like hold, and missing ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from wrangle.explore.suggest.dependency import Dependency, dependencies
from wrangle.explore.suggest.detectors.spellings import explained, grouped
from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.similar import TIMES, digits_within
from wrangle.explore.suggest.table import Table

ORDER = 70

ALIKE = 0.5
"""How much of its letters a value must share with what the others hold."""

MAJORITY = 0.75
"""The share of a group's rows that must agree before others are held to be wrong."""

UNANIMOUS = 0.8
"""The share of votes for a spelling that must be for one value."""

FILLED, GAIN = 0.97, 0.8
"""How much of the rows must agree before missing values are filled from them, and of those that do not hold the most
frequent value, before what differs is told."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the spellings that other columns decide, then missing values that they fill."""
    found = defaultdict[str, list[Dependency]](list)
    for each in dependencies(table):
        found[each.column].append(each)
    for column, by in found.items():
        yield from _spellings(table, column, by)
    for column, by in found.items():
        yield from _missing(table, column, by)
        yield from _different(table, column, by)


def _spellings(table: Table, column: str, by: Sequence[Dependency]) -> Iterator[Finding]:
    names = decided(table, column, by)
    if names:
        cells = sum(table.times(column, value) for value in names)
        why = f"values of {column!r} that no group of rows holds, where all rows of the same {_listed(by)} hold another"
        rule = {"canonicalize": {"column": column, "names": grouped(names)}}
        yield Finding("clean", rule, why, cells, min(each.agreed for each in by), shown(list(names.items())))


def decided(table: Table, column: str, by: Sequence[Dependency]) -> dict[str, str]:
    """Return the values of a column that are likely misspelled -> what the rows of their groups hold."""
    from rapidfuzz.distance import OSA

    votes = _votes(table, column, by)
    found = {}
    for value, names in votes.items():
        name, count = names.most_common(1)[0]
        alike = OSA.normalized_similarity(value.lower(), name.lower())
        rarer = table.times(column, value) * TIMES <= table.times(column, name)
        independent = len({each.by for each in by}) > 2 and alike > 0.2
        likely = count >= UNANIMOUS * names.total() and rarer and (alike >= ALIKE or independent)
        likely = likely and digits_within(value, name)  # another number is no misspelling
        if likely and not explained(table, column, value, name):
            found[value] = name
    return found


def _votes(table: Table, column: str, by: Sequence[Dependency]) -> Mapping[str, Counter[str]]:
    """Return for each value that no group decides for what the groups of its rows decide for, and how often."""
    winners = {value for each in by for value in each.groups["value"]}
    suspects = table.frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(winners)))
    votes = defaultdict[str, Counter[str]](Counter)
    for each in by:
        sure = each.groups.filter(pl.col("votes") >= MAJORITY * pl.col("rows")).select("key", "value")
        told = suspects.select(key=each.by, held=column).join(sure, "key", "inner")
        for held, value, count in told.group_by("held", "value").len().rows():
            votes[held][value] += count
    return votes


def _missing(table: Table, column: str, by: Sequence[Dependency]) -> Iterator[Finding]:
    """Yield the column from which the most missing values can be filled."""
    best, most = None, 0
    for each in by:
        sure = each.groups.filter(pl.col("votes") >= each.agreed * pl.col("rows")).select(each.groups.columns[:1])
        empty = table.frame.filter(pl.col(column).is_null()).select(key=each.by)
        count = empty.join(sure, "key", "semi").height
        if each.agreed >= FILLED and each.gain >= GAIN and count > most:
            best, most = each, count
    if best is not None:
        rule = {"column": column, "by": best.by, "only": "missing", "min_share": 0.9}
        why = f"{column!r} is missing where all other rows of the same {best.by!r} hold one value"
        yield Finding("clean", {"majority_vote": rule}, why, most, best.agreed)


def _different(table: Table, column: str, by: Sequence[Dependency]) -> Iterator[Finding]:
    """Yield a vote on the cells that hold another value than their like: which of the two columns is wrong, is open."""
    best = max(by, key=lambda each: each.agreed)
    if best.gain < GAIN:
        return
    sure = best.groups.filter(pl.col("votes") >= MAJORITY * pl.col("rows")).select("key", "value")
    told = table.frame.select(key=best.by, held=column).drop_nulls().join(sure, "key", "inner")
    odd = told.filter(pl.col("held") != pl.col("value"))
    odd = odd.filter(~pl.col("held").is_in(list(decided(table, column, by))))
    if odd.height:
        rule = {"column": column, "by": best.by, "only": "different", "min_share": MAJORITY}
        why = f"{best.by!r} decides {column!r} in {best.agreed:.1%} of the rows; in these one of the two is wrong"
        pairs = odd.select("held", "value").unique(maintain_order=True).rows()
        yield Finding("clean", {"majority_vote": rule}, why, odd.height, 0.5, shown(pairs))


def _listed(by: Sequence[Dependency]) -> str:
    names = [repr(each.by) for each in by[:3]]
    return " or ".join(names) + (" ..." if len(by) > 3 else "")
