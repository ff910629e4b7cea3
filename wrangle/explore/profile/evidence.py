"""All that was found in a table, for those who look for something to clean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.explore.profile.describe import Values
from wrangle.explore.profile.facts import ColumnProfile, Power, Relation


@dataclass(frozen=True)
class Evidence:
    """What a scan and its sample tell."""

    rows: int
    columns: Mapping[str, ColumnProfile]
    values: Mapping[str, Values]
    """Column -> its different values with their rows."""
    sample: pl.DataFrame
    """(rows of the sample, columns)"""
    text: bool = False
    """Whether every column is text, as in CSV files: then text is no fault of a column."""
    equal_rows: int | None = None
    """Rows that are equal to an earlier one, or about so many; None where rows cannot be compared."""
    equal_exact: bool = True
    keys: tuple[Mapping[str, Any], ...] = ()
    """`columns`, `repeated` rows and `exact` of each likely key."""
    relations: tuple[Relation, ...] = ()
    target: str | None = None
    power: tuple[Power, ...] = ()
    unread: tuple[tuple[int, str], ...] = field(default=())
    """Rows that the reader could not read whole, with the reason: the first of them."""
    unread_rows: int = 0
