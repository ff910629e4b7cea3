"""Checks: keys, ranges of numbers, lists of values, patterns of text."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.table import Table, cells_of

ORDER = 100

FEW = 20
"""The most values of a column that a check lists."""

REGULAR = 0.95
"""The share of texts of one shape from which on the others are odd."""

FAR = 4.0
"""How many times the middle half of numbers lies between it and what is far out (Tukey's outer fence is 3)."""

RARE = 0.01
"""The most numbers that may lie outside."""

SHOWN = 5


def find(table: Table) -> Iterator[Finding]:
    """Yield the checks of each column. They warn: nothing is sent away that a person has not looked at."""
    for column, dtype in table.frame.schema.items():
        if table.frame.height < FEW or not table.known(column):
            continue
        numbers = _numbers(table, column, dtype)
        keys = [] if numbers is not None and not _are_whole(numbers) else list(_key(table, column))
        yield from keys
        if numbers is None:
            yield from _shape(table, column) if dtype == pl.String and not _are_truths(table, column) else ()
        elif not keys:  # the next rows have the next numbers
            yield from _range(column, numbers)


def _are_whole(numbers: pl.Series) -> bool:
    """Tell whether numbers count: measurements with fractions may differ in every row, and are no key."""
    return bool((numbers == numbers.floor()).all())


def _are_truths(table: Table, column: str) -> bool:
    """Tell whether the contract reads a column of text as truth values, which need no list."""
    return set(table.counts(column)["value"]) == {"true", "false"}


def _key(table: Table, column: str) -> Iterator[Finding]:
    """Yield that a column holds each value once, where nearly all rows say so."""
    values = table.frame.get_column(column).drop_nulls()
    distinct = values.n_unique()
    if distinct >= 0.98 * table.frame.height:
        doubled = values.len() - distinct
        why = f"{column!r} tells rows apart" + (f", but for {doubled:,} rows: see which is right" if doubled else "")
        yield Finding("expect", {"unique": {"column": column, "otherwise": "warn"}}, why, doubled)


def _numbers(table: Table, column: str, dtype: pl.DataType) -> pl.Series | None:
    if dtype.is_numeric():
        return table.frame.get_column(column).drop_nulls().cast(pl.Float64)
    if dtype != pl.String:
        return None
    read = table.counts(column)["value"].cast(pl.Float64, strict=False)
    # the contract reads whole columns only
    if read.null_count() or table.counts(column)["value"].str.contains(r"^0\d").any():
        return None
    return table.frame.get_column(column).drop_nulls().cast(pl.Float64)


def _range(column: str, numbers: pl.Series) -> Iterator[Finding]:
    numbers = numbers.filter(numbers.is_finite())
    if numbers.n_unique() < FEW:
        return
    low, high = (float(numbers.quantile(part) or 0.0) for part in (0.25, 0.75))
    width = high - low
    least_likely, most_likely = low - FAR * width, high + FAR * width
    if 0 < (numbers < 0).sum() <= RARE * numbers.len():
        least_likely = max(least_likely, 0.0)  # what is hardly ever below 0 cannot be
    is_inside = numbers.is_between(least_likely, most_likely)
    inside = numbers.filter(is_inside)
    outside = numbers.len() - inside.len()
    if not width or outside > RARE * numbers.len():
        return
    least, most = (_short(float(end)) for end in (inside.min(), inside.max()))  # type: ignore[arg-type]
    odd = ", ".join(f"{each:g}" for each in numbers.filter(~is_inside).unique().sort().head(SHOWN))
    why = f"{least} to {most} is where {column!r} lies"
    if outside:
        why += f", but for {odd}: far from all others, or below 0 where no other is"
    rule = {"between": {"column": column, "min": least, "max": most, "otherwise": "warn"}}
    yield Finding("expect", rule, why, outside)


def _short(value: float) -> float | int:
    """Return a number as a whole one where it is."""
    return int(value) if value.is_integer() else value


def _shape(table: Table, column: str) -> Iterator[Finding]:
    """Yield the list of values where there are few, else the shape of text where nearly all have one."""
    counts = table.counts(column)
    often = counts.filter(pl.col("count") >= max(3, 0.005 * table.known(column)))
    rest = table.known(column) - cells_of(often)
    if 1 < often.height <= FEW and rest <= 0.02 * table.known(column):
        others = counts.join(often, "value", "anti", maintain_order="left")["value"].head(SHOWN).to_list()
        why = f"the values of {column!r}" + (f", but for {', '.join(map(repr, others))}" if others else "")
        rule = {"in_set": {"column": column, "values": often["value"].sort().to_list(), "otherwise": "warn"}}
        yield Finding("expect", rule, why, rest)
        return
    shapes = counts.group_by(_shape_of(pl.col("value")).alias("shape")).agg(
        pl.col("count").sum(), pl.col("value").first()
    )
    best = shapes.sort("count", "shape", descending=[True, False]).row(0, named=True)
    odd = table.known(column) - best["count"]
    if best["count"] >= REGULAR * table.known(column) and any(letter.isdigit() for letter in best["value"]):
        others = shapes.filter(pl.col("shape") != best["shape"])["value"].head(SHOWN).to_list()
        why = f"how {column!r} is written" + (f", but for {', '.join(map(repr, others))}" if others else "")
        rule = {"matches": {"column": column, "pattern": f"^{best['shape']}$", "otherwise": "warn"}}
        yield Finding("expect", rule, why, odd)


def _shape_of(text: pl.Expr) -> pl.Expr:
    r"""Return the pattern of a text: digits as \d, runs of letters as [a-z]+, all else as it is."""
    plain = text.str.replace_all(r"[\\.+*?()\[\]{}|^$/-]", r"\$0")
    letters = plain.str.replace_all(r"[A-Z]+", "\x01").str.replace_all(r"\p{Ll}+", "\x02")
    digits = letters.str.replace_all(r"\d+", "\x03")
    named = digits.str.replace_all("\x01", "[A-Z]+").str.replace_all("\x02", r"\p{Ll}+")
    return named.str.replace_all("\x03", r"\d+")
