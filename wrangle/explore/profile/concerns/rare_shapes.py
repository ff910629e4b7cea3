"""Codes that do not look like the others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wrangle.drift.texts import looks
from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 65

MOST = 0.95
"""The share of the most frequent look from which on others are odd."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of codes, nearly all of one look, with some of another."""
    for name, column in evidence.columns.items():
        if not column.texts or column.looks not in {"category", "text", "key"} or not column.texts.shapes:
            continue
        first = column.texts.shapes[0]
        others = column.known - first["rows"]
        if first["rows"] < MOST * column.known or others <= 0 or "9" not in first["shape"]:
            continue
        values = evidence.values[name].frame.select(pl.col("value").cast(pl.String))["value"]
        odd = values.filter((looks(values, letters=False) != first["shape"]) & ~values.is_in(list(column.missing)))
        text = f"codes that do not look like the others, which are like {first['shape']!r}"
        step = {"matches": {"column": name, "pattern": pattern(first["shape"])}}
        yield Concern(
            "rare_shapes", (name,), text, others, column.exact, examples=tuple(map(repr, odd.head(3))), step=step
        )


def pattern(shape: str) -> str:
    r"""Return a regular expression for a look.

    Examples
    --------
    >>> pattern("A99/a")
    '^\\p{Lu}+\\d\\d/\\p{Ll}+$'
    """
    import re

    signs = {"9": r"\d", "A": r"\p{Lu}+", "a": r"\p{Ll}+"}
    return f"^{''.join(signs.get(each, re.escape(each).replace(chr(92) + ' ', ' ')) for each in shape)}$"
