"""Tells what texts are: numbers, quantities, truth values, dates, marks of a missing value, or just text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.explore.profile.dates import Dates, dates
from wrangle.expressions.nothing import is_token, plain

MOSTLY = 0.8
"""The share of values, marks of a missing one apart, from which on a column is taken for what they are."""

TRUE = ("true", "t", "yes", "y", "on")
FALSE = ("false", "f", "no", "n", "off")

WRITTEN = (
    r"^[(+\-\u2212 ]*\d{1,3}(?:([,. '_\u{a0}])\d{3})*(?:[.,]\d+)?\)?$|^[+-]?\d+,\d+$"
    r"|^[(+\-\u2212 ]*[$€£¥₹][+\-\u2212 ]*[\d.,]*\d\s*(?:k|K|M|B|bn)?\)?$|^[+\-\u2212]?[\d.,]*\d\s*[$€£¥₹]$"
)
"""Numbers as people write them: thousands apart, a decimal comma, in parentheses, money."""
COMMA = r"\d,\d{1,2}$|\d,\d{4,}$|\.\d{3},\d+$"
"""Numbers whose comma stands before the fraction."""


@dataclass(frozen=True)
class Reading:
    """What the texts of a column are."""

    kinds: dict[str, int]
    """number, written number, quantity, boolean, date, missing or text -> rows, or about so many."""
    numbers: pl.DataFrame
    """(texts that are read, `number` + `count`), those of number and written number."""
    units: dict[str, int] = field(default_factory=dict)
    """What stands behind numbers, as it is written -> rows; nothing: ''."""
    decimal_commas: int = 0
    dates: Dates | None = None
    odd: tuple[str, ...] = ()
    """Examples of what is not like most."""

    @property
    def looks(self) -> str:
        """What most values are: a key of `kinds`, or `empty`."""
        there = {name: rows for name, rows in self.kinds.items() if name != "missing"}
        total = sum(there.values())
        if not total:
            return "empty"
        number = there.get("number", 0) + there.get("written number", 0)
        if there.get("date", 0) >= MOSTLY * total:
            return "date"
        if number >= MOSTLY * total:
            return "number"
        if number + there.get("quantity", 0) >= MOSTLY * total:
            return "quantity"
        return "boolean" if there.get("boolean", 0) >= MOSTLY * total else "text"


def read(values: pl.DataFrame) -> Reading:
    """Return what texts are.

    Parameters
    ----------
    values : polars.DataFrame, (texts, `value` + `count`)
        Different texts with their rows.

    Examples
    --------
    >>> found = read(pl.DataFrame({"value": ["1.5", "1,234.5", "12 kt", "n/a", "Oslo"], "count": [5, 1, 2, 1, 1]}))
    >>> found.kinds, found.looks, found.units
    ({'number': 5, 'written number': 1, 'quantity': 2, 'missing': 1, 'text': 1}, 'quantity', {'': 6, 'kt': 2})
    """
    frame = _kinds(values)
    when = dates(frame.filter(pl.col("kind").is_in(["text", "number", "written number"])).select("value", "count"))
    if when.rows and not _is_dates(frame, when):
        when = Dates({}, when.moments.clear())
    rows = {name: int(count) for name, count in frame.group_by("kind").agg(pl.col("count").sum()).iter_rows()}
    if when.rows:
        rows = _without_dates(rows, when)
    numbers = frame.filter(pl.col("kind").is_in(["number", "written number"])).select("number", "count")
    units = _units(frame) if rows.get("quantity") else {}
    comma = frame.filter(pl.col("kind") == "written number", pl.col("value").str.contains(COMMA))
    order = ("number", "written number", "quantity", "boolean", "date", "missing", "text")
    kinds = {name: rows[name] for name in order if rows.get(name)}
    found = Reading(kinds, numbers, units, int(comma["count"].sum()), when if when.rows else None)
    return Reading(**{**vars(found), "odd": _odd(frame, found.looks)})


def _is_dates(frame: pl.DataFrame, when: Dates) -> bool:
    """Tell whether dates are meant: numbers of eight digits are dates only where nearly all are."""
    there = frame.filter(pl.col("kind") != "missing")["count"].sum()
    assert isinstance(there, int)
    return when.rows >= (0.99 if list(when.formats) == ["%Y%m%d"] else 0.05) * there


def _without_dates(rows: dict[str, int], when: Dates) -> dict[str, int]:
    left, found = when.rows, {**rows, "date": when.rows}
    for name in ("text", "number", "written number"):
        taken = min(left, found.get(name, 0))
        found[name], left = found.get(name, 0) - taken, left - taken
    return found


def _kinds(values: pl.DataFrame) -> pl.DataFrame:
    """Return texts with their kind, number and what stands behind it."""
    text = pl.col("value").str.strip_chars()
    number = text.cast(pl.Float64, strict=False)
    frame = values.select("value", pl.col("count").cast(pl.Int64), text=text, missing=is_token(pl.col("value")))
    frame = frame.with_columns(number=pl.when(number.is_finite() & ~pl.col("missing")).then(number))
    left = pl.col("number").is_null() & ~pl.col("missing")
    written = pl.when(left & pl.col("text").str.contains(WRITTEN)).then(pl.col("text"))
    frame = frame.with_columns(written=_written(written))
    quantity = _quantities(frame.with_columns(text=pl.when(left & pl.col("written").is_null()).then("text"))["text"])
    frame = pl.concat([frame, quantity], how="horizontal")
    kind = (
        pl.when("missing").then(pl.lit("missing"))
        .when(pl.col("number").is_not_null()).then(pl.lit("number"))
        .when(pl.col("written").is_not_null()).then(pl.lit("written number"))
        .when(pl.col("unit").is_not_null()).then(pl.lit("quantity"))
        .when(plain(pl.col("value")).is_in([*TRUE, *FALSE])).then(pl.lit("boolean"))
        .otherwise(pl.lit("text"))
    )  # fmt: skip
    return frame.with_columns(kind=kind, number=pl.coalesce("number", "written"))


def _written(text: pl.Expr) -> pl.Expr:
    """Return numbers as people write them; a comma before one, two or four digits and more is that of a fraction."""
    digits = text.str.replace_all(r"[^\d.,]", "")
    comma = digits.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    point = digits.str.replace_all(",", "", literal=True)
    number = pl.when(text.str.contains(COMMA)).then(comma).otherwise(point).cast(pl.Float64, strict=False)
    scale = (
        pl.when(text.str.contains("[kK]")).then(1e3)
        .when(text.str.contains("M")).then(1e6)
        .when(text.str.contains("B|bn")).then(1e9)
        .otherwise(1.0)
    )  # fmt: skip
    negative = text.str.contains(r"^\(|^[$€£¥₹ ]*[\-\u2212]")
    return number * scale * pl.when(negative).then(-1.0).otherwise(1.0)


def _quantities(texts: pl.Series) -> pl.DataFrame:
    """Return what stands behind numbers, as it is written, where it is a known unit."""
    from wrangle.expressions.units import known

    found = texts.to_frame("text").select(
        unit=pl.col("text")
        .str.extract(r"^[-+\u2212]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*(\D[^,;]{0,15})$", 1)
        .str.strip_chars()
    )
    return found.select(unit=pl.when(pl.col("unit").str.to_lowercase().is_in(list(known()))).then("unit"))


def _units(frame: pl.DataFrame) -> dict[str, int]:
    rows = frame.filter(pl.col("kind").is_in(["quantity", "number", "written number"]))
    unit = pl.col("unit").fill_null("")
    counted = rows.group_by(unit).agg(pl.col("count").sum()).sort(["count", "unit"], descending=[True, False])
    return dict(counted.iter_rows())


def _odd(frame: pl.DataFrame, looks: str) -> tuple[str, ...]:
    """Return some values that are neither like most nor missing."""
    like: dict[str, Any] = {
        "number": ["number", "written number"],
        "quantity": ["number", "written number", "quantity"],
        "boolean": ["boolean"],
    }
    if looks not in like:
        return ()
    others = frame.filter(~pl.col("kind").is_in([*like[looks], "missing"]))
    return tuple(others.sort(["count", "value"], descending=[True, False])["value"].head(5))
