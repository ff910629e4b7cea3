"""Numbers with something around them: units, signs of percent, marks; and numbers with binary noise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table

ORDER = 30

MOST = 0.8
"""The share of values that must be numbers with something behind."""

KINDS = 12
"""The most different things that may stand behind numbers."""

SPLIT = re.compile(r"\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*")


def find(table: Table) -> Iterator[Finding]:
    """Yield what makes plain numbers of numbers that are written in several ways."""
    for column in table.texts:
        parts = _parts(table, column)
        behind = _behind(parts)
        if sum(behind.values()) >= MOST * table.known(column) and 1 < len(behind) <= KINDS:
            yield from _mixed(column, parts, behind)


def _parts(table: Table, column: str) -> list[tuple[str, str, str, int]]:
    """Return value, number, what stands behind and count of each value that begins with a number."""
    matched = ((value, SPLIT.fullmatch(value), count) for value, count in table.counts(column).rows())
    return [(value, match[1], match[2], count) for value, match, count in matched if match and not _digits(match[2])]


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _behind(parts: list[tuple[str, str, str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, _, behind, count in parts:
        found[behind] = found.get(behind, 0) + count
    return found


def _mixed(column: str, parts: list[tuple[str, str, str, int]], behind: Mapping[str, int]) -> Iterator[Finding]:
    """Yield the rule for a column in which different things stand behind the numbers."""
    words = {word for word in behind if word}
    cells = sum(count for word, count in behind.items() if word)
    examples = [(value, number) for value, number, word, _ in parts if word]
    if words == {"%"}:
        yield from _percent(column, parts, cells)
    elif units := _units(words):
        if len(units) == 1:
            yield from _one_unit(column, words, cells, examples, f"all in {next(iter(units))}")
        elif "" not in behind:
            most = max(behind, key=lambda each: behind[each])
            why = f"numbers in different units: {', '.join(sorted(words))}"
            yield Finding(
                "clean", {"convert_units": {"column": column, "to": _unit(most), "otherwise": "null"}}, why, cells, 0.95
            )
    elif all(not any(letter.isalnum() for letter in word) for word in words) and cells * 4 < sum(behind.values()):
        why = f"marks behind numbers that stand without them in {1 - cells / sum(behind.values()):.0%} of the rows"
        yield Finding("clean", _replace(column, words, keep_fraction=True), why, cells, 0.93, shown(examples))


def _percent(column: str, parts: list[tuple[str, str, str, int]], cells: int) -> Iterator[Finding]:
    """Yield what becomes of signs of percent: a slip where the numbers are as great as those without."""
    sizes = {word: _median([float(number.replace(",", "")) for _, number, sign, _ in parts if sign == word])
             for word in ("", "%")}  # fmt: skip
    examples = shown([(value, number) for value, number, word, _ in parts if word])
    if sizes[""] and 0.2 < sizes["%"] / sizes[""] < 5:
        why = (
            f"a % behind numbers that are as great as those without one: {sizes['%']:g} and {sizes['']:g} in the middle"
        )
        yield Finding("clean", _replace(column, {"%"}, keep_fraction=True), why, cells, 0.95, examples)
    elif sizes[""] and 20 < sizes["%"] / sizes[""] < 500:
        why = "numbers with % among shares of 1"
        yield Finding("clean", {"parse_number": {"column": column, "otherwise": "null"}}, why, cells, 0.92)


def _median(numbers: list[float]) -> float:
    found = pl.Series(numbers, dtype=pl.Float64).abs().median()
    return float(found) if isinstance(found, float) else 0.0


def _one_unit(column: str, words: set[str], cells: int, examples: list[tuple[str, str]], why: str) -> Iterator[Finding]:
    whole = [(value, number.removesuffix(".0")) for value, number in examples]
    yield Finding("clean", _replace(column, words, keep_fraction=False), f"a unit in different spellings, {why}", cells,
                  0.97, shown(whole))  # fmt: skip


def _replace(column: str, words: set[str], *, keep_fraction: bool) -> dict[str, Any]:
    """Return the step that leaves nothing but the number; without `keep_fraction`, 12.0 becomes 12."""
    ends = "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word)))
    pattern = rf"^\s*([^\s]*?)\s*(?:{ends})\s*$" if keep_fraction else rf"^\s*([^\s]*?)(?:\.0+)?\s*(?:{ends})\s*$"
    return {"replace_text": {"column": column, "pattern": pattern, "with": "$1"}}


def _units(words: set[str]) -> set[str]:
    """Return the units that words stand for, in one spelling each; empty where one of them is none."""
    found = {_unit(word) for word in words}
    return set() if "" in found else found


def _unit(word: str) -> str:
    """Return the unit that a word stands for; empty where it is none."""
    from wrangle.expressions.units import UnitError, find, hold

    plain = word.rstrip(".")
    first = word.split(" ", 1)[0].rstrip(".,")
    for spelling in dict.fromkeys((plain, plain.lower(), plain.lower().removesuffix("s"), first, first.lower())):
        if known := find(spelling):
            return known[1]
        try:
            return hold(spelling) if spelling else ""
        except UnitError:
            continue
    return ""
