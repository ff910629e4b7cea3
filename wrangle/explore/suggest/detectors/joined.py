"""Columns that hold two others, one behind the other: full street name, name and kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.sql import named, text
from wrangle.explore.suggest.table import Table

ORDER = 80

MOST = 0.4
"""The share of rows in which the one must be made of the others."""

COLUMNS = 15
"""Columns that are tried, the first."""

TRIED, ROWS = 60, 2_000
"""Rows on which all are tried, and on which those that agree there are tried again."""

LEAST = 3
"""How often a value stands that is a kind of its own."""

BETWEEN = (" ", ", ", "-", "_", "/", "")
"""What may stand between the two."""


def find(table: Table) -> Iterator[Finding]:
    """Yield what makes the parts and the whole agree, where one of them is right by what the others say."""
    few = table.frame.head(ROWS)
    names = [name for name in table.texts if table.known(name) > table.frame.height / 2][:COLUMNS]
    sample = {name: few[name].to_list()[:TRIED] for name in names}
    for whole, first, last in permutations(names, 3):
        parts = list(zip(sample[first], sample[last], strict=True))
        for between in BETWEEN:
            joint = _Joint(whole, first, last, between)
            if _agree(sample[whole], parts, between) and _holds(few, joint):
                yield from _mended(table.frame, joint)
                break


def _agree(wholes: list[str | None], parts: list[tuple[str | None, str | None]], between: str) -> bool:
    """Return whether so many of some rows hold a whole that is made of its parts that all should be looked at."""
    rows = [(whole, one, other) for whole, (one, other) in zip(wholes, parts, strict=True) if whole and one and other]
    agreed = sum(whole == f"{one}{between}{other}" for whole, one, other in rows)
    return bool(rows) and agreed * 2 >= MOST * len(rows)


def _holds(frame: pl.DataFrame, joint: _Joint) -> bool:
    known = frame.filter(pl.all_horizontal(pl.col(joint.whole, joint.first, joint.last).is_not_null()))
    return known.filter(pl.col(joint.whole) == joint.made).height >= MOST * known.height > 0


@dataclass(frozen=True)
class _Joint:
    """A column that is made of two others."""

    whole: str
    first: str
    last: str
    between: str

    @property
    def made(self) -> pl.Expr:
        """What the whole should be."""
        return pl.concat_str(self.first, pl.lit(self.between), self.last)

    @property
    def lead(self) -> str:
        """What the whole should begin with, in SQL."""
        return f"{named(self.first)} || {text(self.between)}" if self.between else named(self.first)

    def usual(self, frame: pl.DataFrame) -> list[str]:
        """Return the values of the last part that stand often, and mostly where the whole agrees with them."""
        known = frame.filter(pl.col(self.last).is_not_null(), pl.col(self.whole).is_not_null())
        agreed = known.group_by(self.last).agg(rows=pl.len(), agreed=(pl.col(self.whole) == self.made).mean())
        often = agreed.filter(pl.col("rows") >= LEAST, pl.col("agreed") >= 0.5 * pl.col("agreed").max())
        return often[self.last].sort().to_list()


def _mended(frame: pl.DataFrame, joint: _Joint) -> Iterator[Finding]:
    """Yield the mending of the last part, where the whole begins with the first; then of the whole."""
    usual, whole, last = joint.usual(frame), pl.col(joint.whole), pl.col(joint.last)
    begins = whole.str.starts_with(pl.concat_str(joint.first, pl.lit(joint.between)))
    told = whole.str.slice(pl.col(joint.first).str.len_chars() + len(joint.between))
    why = f"{joint.whole!r} is mostly {joint.first!r} and {joint.last!r} with {joint.between!r} between"
    wrong = begins & told.is_in(usual) & (whole != joint.made)
    parts = frame.filter(wrong)
    if parts.height and joint.between:
        cases = " ".join(f"WHEN {joint.lead} || {text(value)} THEN {text(value)}" for value in usual)
        rule = {"derive": {joint.last: f"CASE {named(joint.whole)} {cases} ELSE {named(joint.last)} END"}}
        pairs = parts.select(last, told.alias("told")).unique(maintain_order=True).rows()
        yield Finding("clean", rule, f"{why}: it tells what {joint.last!r} is", parts.height, 0.93, shown(pairs))
        frame = frame.with_columns(pl.when(wrong).then(told).otherwise(last).alias(joint.last))
    apart = ~whole.str.starts_with(pl.col(joint.first)) & ~whole.str.ends_with(
        pl.concat_str(pl.lit(joint.between), joint.last)
    )
    odd = frame.filter(apart, last.is_in(usual))
    if odd.height:
        condition = (
            f"NOT STARTS_WITH({named(joint.whole)}, {named(joint.first)}) AND NOT ENDS_WITH({named(joint.whole)}, "
            f"{text(joint.between)} || {named(joint.last)}) AND {named(joint.last)} IN ({', '.join(map(text, usual))})"
        )
        right = f"{joint.lead} || {named(joint.last)}"
        rule = {"derive": {joint.whole: f"CASE WHEN {condition} THEN {right} ELSE {named(joint.whole)} END"}}
        pairs = odd.select(whole, joint.made.alias("made")).rows()
        yield Finding("clean", rule, f"{why}: here it is neither", odd.height, 0.92, shown(pairs))
