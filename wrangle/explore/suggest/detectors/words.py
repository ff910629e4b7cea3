"""Misspelled words within longer texts: "37 patiexts" among thousands of patients."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.detectors.spellings import grouped
from wrangle.explore.suggest.finding import SURE, Finding, shown
from wrangle.explore.suggest.similar import misspelled
from wrangle.explore.suggest.table import Table

ORDER = 62

WORD = re.compile(r"[^\W\d_]{4,}")
"""A word long enough that one letter more or less makes no other word."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the values in which a word is likely misspelled, with the word mended."""
    for column in table.texts:
        counts = table.counts(column)
        words = Counter[str]()
        for value, count in counts.rows():
            for word in WORD.findall(value):
                words[word] += count
        if len(words) < 2 or counts.height == len(words):
            continue
        known = pl.DataFrame(words.most_common(), schema={"value": pl.String, "count": pl.UInt32}, orient="row")
        spellings, sure = misspelled(known, SURE)
        mended = {each.value: each.name for each in spellings if each.steps <= 1}
        names = _mended(counts, mended)
        if names:
            cells = sum(table.times(column, value) for value in names)
            why = f"a word in {column!r} that stands seldom, near to one that stands often and to no other"
            rule = {"canonicalize": {"column": column, "names": grouped(names)}}
            yield Finding("clean", rule, why, cells, sure, shown(list(names.items())))


def _mended(counts: pl.DataFrame, words: dict[str, str]) -> dict[str, str]:
    """Return the values that hold one of the words -> the same with the right word."""
    found = {value: WORD.sub(lambda match: words.get(match[0], match[0]), value) for value in counts["value"]}
    return {value: after for value, after in found.items() if after != value}
