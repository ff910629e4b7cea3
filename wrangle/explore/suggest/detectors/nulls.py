"""Words and numbers that stand for a missing value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 20

ALWAYS = {
    "",
    "n/a",
    "#n/a",
    "<na>",
    "nan",
    "null",
    "#null!",
    "(null)",
    "\\n",
    "n.a.",
    "?",
    "-",
    "--",
    "---",
    ".",
    "...",
}
"""Words, in lower case, that mean nothing else."""

MOSTLY = {
    "na",
    "none",
    "missing",
    "unknown",
    "not available",
    "not applicable",
    "nil",
    "tbd",
    "*",
    "**",
    "***",
    "x",
    "#",
}
"""Words that may mean something else: "NA" is Namibia, "none" may be a count of 0."""

NO_NUMBER = {"na", "missing", "unknown", "not available", "not applicable", "tbd"}
"""Words that mean nothing else where numbers stand."""

SENTINELS = {"-1", "-9", "-99", "-999", "-9999", "-99999", "9999", "99999", "999999", "-999.0", "-9999.0"}
"""Numbers that programs write for a missing value."""

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)$"


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
    folded = pl.col("value").str.to_lowercase().str.strip_chars()
    numbers = counts.filter(pl.col("value").str.contains(NUMBER))
    are_numbers = cells_of(numbers) * 2 > known
    found = {}
    for value, count in counts.filter(folded.is_in(sorted(ALWAYS | MOSTLY))).rows():
        if count < known and (are_numbers or value.lower().strip() in ALWAYS):
            # in most rows: a word of its own for something; what fills the whole column is no token but its value
            word = value.lower().strip()
            found[value] = count * 2 < known and (word in ALWAYS or (are_numbers and word in NO_NUMBER))
    return found | dict.fromkeys(_sentinels(numbers), True)


def _sentinels(numbers: pl.DataFrame) -> list[str]:
    """Return the sentinels of a column of numbers: each far from all other numbers, and more often than one of them."""
    candidates = numbers.filter(pl.col("value").is_in(sorted(SENTINELS)))
    others = numbers.join(candidates, "value", "anti")["value"].cast(pl.Float64, strict=False)
    if not candidates.height or others.len() < 5:
        return []
    low, high = float(others.min()), float(others.max())  # type: ignore[arg-type]
    width = max(high - low, 1.0)
    found = [value for value, count in candidates.rows() if count > 1]
    return [value for value in found if float(value) < low - width or float(value) > high + 2 * width]
