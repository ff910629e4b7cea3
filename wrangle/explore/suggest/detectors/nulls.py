"""Words and numbers that stand for a missing value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of
from wrangle.expressions.nothing import SENTINELS, SURELY, WORDS, is_token, plain

ORDER = 20

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)$"

LEAST = 5
"""Different numbers from which is told what is far from them."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the words that are to be null, columns with the same words together."""
    sure, maybe = (defaultdict[tuple[str, ...], list[str]](list) for _ in range(2))
    for column in table.texts:
        tokens = _tokens(table, column)
        for found, is_sure in ((sure, True), (maybe, False)):
            if chosen := sorted(each for each in tokens if tokens[each] == is_sure):
                found[tuple(chosen)].append(column)
    for found, chance in ((sure, 0.95), (maybe, 0.5)):
        for words, columns in found.items():
            cells = sum(table.times(column, word) for column in columns for word in words)
            rule = {"null_values": {"columns": columns, "values": list(words)}}
            why = "stands for a missing value" if chance > 0.9 else "may stand for a missing value, or mean something"
            yield Finding("clean", rule, why, cells, chance, shown([(word, None) for word in words]))


def _tokens(table: Table, column: str) -> dict[str, bool]:
    """Return the words that stand for a missing value -> whether that is sure."""
    counts = table.counts(column)
    known = table.known(column)
    numbers = counts.filter(pl.col("value").str.contains(NUMBER))
    are_numbers = cells_of(numbers) * 2 > known
    found = {}
    for value, count, word in counts.filter(is_token(pl.col("value"))).with_columns(word=plain(pl.col("value"))).rows():
        means_nothing_else = not word or word in SURELY
        if count < known and (are_numbers or means_nothing_else):
            # in most rows: a word of its own for something; what fills the whole column is no token but its value
            found[value] = count * 2 < known and (means_nothing_else or word in WORDS)
    return found | dict.fromkeys(_sentinels(numbers), True)


def _sentinels(numbers: pl.DataFrame) -> list[str]:
    """Return the sentinels of a column of numbers: each far from all other numbers, and more often than one of them."""
    read = numbers.with_columns(number=pl.col("value").cast(pl.Float64))
    is_one = pl.col("number").is_in([float(each) for each in SENTINELS])
    others, found = read.filter(~is_one)["number"], read.filter(is_one, pl.col("count") > 1)
    if others.len() < LEAST:
        return []
    low, high = others.min(), others.max()
    assert isinstance(low, float)
    assert isinstance(high, float)
    width = max(high - low, 1.0)
    return found.filter(~pl.col("number").is_between(low - width, high + 2 * width))["value"].to_list()
