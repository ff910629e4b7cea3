"""Counts which way a step came by its answer, text by text, for steps that look for one in several ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.steps.base import ColumnStep

SHOWN = 5
"""How many examples are kept of each way."""

IN_WORDS = 3
"""How many of them are told in words."""

LIMIT = 1_000_000
"""Texts that are kept, some hundred bytes each; of more, cells are counted and texts are not."""

ABSTAINED = "abstained"
"""What is said where no way found an answer."""

SEEN = pl.Schema({"text": pl.String(), "after": pl.String(), "way": pl.UInt8(), "cells": pl.Int64()})

ENTRY = pl.List(
    pl.Struct(
        {
            "way": pl.String(),
            "values": pl.Int64(),
            "cells": pl.Int64(),
            "examples": pl.List(pl.Struct({"before": pl.String(), "after": pl.String(), "score": pl.Float64()})),
        }
    )
)
"""The column of the audit: for each way the distinct texts (null where they are too many) and cells that it found."""


def seen(step: ColumnStep, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the texts that a step saw, each once, with the way to its answer.

    Parameters
    ----------
    step : ColumnStep
    cells : polars.DataFrame, (cells, `text` + `after` + `answered` + `cells`)
        What the step read, and what stands there after it; whether that is its answer; how many such cells there are.
        Cells of null are left out.

    Returns
    -------
    polars.DataFrame, (texts, `text` + `after` + `way` + `cells`)
        The way is a place among the step's ways; the one after the last where it found none.
    """
    known = cells.drop_nulls("text").group_by("text", "after", "answered").agg(pl.col("cells").cast(pl.Int64).sum())
    named = step.explain(known["text"], known["answered"])
    assert named is not None
    places = named.cast(pl.Enum(step.ways)).to_physical().cast(pl.UInt8).fill_null(len(step.ways))
    return known.with_columns(places.alias("way")).select(SEEN.names())


@dataclass
class Ways:
    """The texts that a step saw: each with its answer, the way to it, and in how many cells it stood."""

    cells: dict[int, int] = field(default_factory=dict)
    """Way -> cells."""
    parts: Sequence[pl.DataFrame] | None = field(default_factory=list)
    """(texts, `text` + `after` + `way` + `cells`); None: they are too many."""
    _settled: int = 0

    def add(self, texts: pl.DataFrame) -> None:
        """Take in texts, as `seen` gives them.

        Examples
        --------
        >>> ways = Ways()
        >>> ways.add(pl.DataFrame([("no", "Norway", 1, 2), ("no", "Norway", 1, 3)], schema=SEEN, orient="row"))
        >>> ways.cells, ways.table().rows()
        ({1: 5}, [('no', 'Norway', 1, 5)])
        """
        self._count(dict(texts.group_by("way").agg(pl.col("cells").sum()).iter_rows()))
        self._keep([texts])

    def merge(self, later: Ways) -> None:
        """Take in what the rows that come next gave."""
        self._count(later.cells)
        self._keep(later.parts)

    def _count(self, cells: Mapping[int, int]) -> None:
        for way, count in cells.items():
            self.cells[way] = self.cells.get(way, 0) + count

    def _keep(self, parts: Sequence[pl.DataFrame] | None) -> None:
        if parts is None or self.parts is None:
            self.parts = None
            return
        self.parts = [*self.parts, *parts]
        if sum(part.height for part in self.parts) > 2 * self._settled + LIMIT // 4:
            self.settle()

    def settle(self) -> None:
        """Keep each text once."""
        whole = self.table()
        self._settled = whole.height
        self.parts = [whole] if self.parts is not None and whole.height <= LIMIT else None

    def table(self) -> pl.DataFrame:
        """Return the texts, each once; none where they are too many."""
        whole = pl.concat([SEEN.to_frame(), *(self.parts or ())])
        each = whole.group_by("text", "way").agg(pl.col("after").first(), pl.col("cells").sum())
        return each.select(SEEN.names())


def described(step: ColumnStep, ways: Ways) -> list[dict[str, Any]]:
    """Return what the audit says of a step's ways, in their order: texts, cells, and the most frequent as examples.

    Ways that found nothing are left out. An example tells how alike the text was, where the step knows.
    """
    table = ways.table().sort("cells", "text", descending=[True, False])
    return [
        {
            "way": name,
            "values": None if ways.parts is None else table.filter(way=place).height,
            "cells": ways.cells[place],
            "examples": _examples(step, table.filter(way=place), name),
        }
        for place, name in enumerate((*step.ways, ABSTAINED))
        if ways.cells.get(place)
    ]


def _examples(step: ColumnStep, texts: pl.DataFrame, way: str) -> list[dict[str, Any]]:
    changed = pl.col("text").ne_missing(pl.col("after")) | (way == ABSTAINED)
    few = texts.filter(changed).head(SHOWN)
    scores = step.scores(way, few["text"], few["after"]) if few.height else None
    known: Sequence[float | None] = [None] * few.height if scores is None else scores.to_list()
    pairs = few.select("text", "after").iter_rows()
    return [{"before": text, "after": after, "score": score} for (text, after), score in zip(pairs, known, strict=True)]


def in_words(ways: Sequence[Mapping[str, Any]]) -> str:
    """Return in words what the audit says of ways.

    Examples
    --------
    >>> fuzzy = {"before": "Uzbekitsan", "after": "Uzbekistan", "score": 90.0}
    >>> ways = [{"way": "exact", "values": 2, "cells": 1_000, "examples": []}]
    >>> in_words([*ways, {"way": "fuzzy", "values": 1, "cells": 7, "examples": [fuzzy]}])
    "1,000 cells (2 distinct) exact, 7 (1) fuzzy: 'Uzbekitsan' -> 'Uzbekistan' (90)"
    """
    return ", ".join(_in_words(each, first=not number) for number, each in enumerate(ways))


def _in_words(each: Mapping[str, Any], *, first: bool) -> str:
    texts = "" if each["values"] is None else f" ({each['values']:,}{' distinct' if first else ''})"
    shown = [one for one in each["examples"] if one["score"] is not None or each["way"] == ABSTAINED]
    few = ", ".join(map(_example, shown[:IN_WORDS]))
    return f"{each['cells']:,}{' cells' if first else ''}{texts} {each['way']}" + (f": {few}" if few else "")


def _example(one: Mapping[str, Any]) -> str:
    if one["score"] is None:
        return repr(one["before"])
    return f"{one['before']!r} -> {one['after']!r} ({one['score']:.0f})"
