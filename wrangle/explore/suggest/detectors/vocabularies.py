"""Names that a built-in vocabulary knows, in several spellings: countries, states, currencies, languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from wrangle.explore.suggest.finding import Finding, shown
from wrangle.explore.suggest.table import Table, cells_of, text_of
from wrangle.rulefile.read import read_text
from wrangle.vocabularies import FOLDER, names

ORDER = 50

KNOWN = 0.9
"""The share of rows whose value a vocabulary must know."""

ALREADY = 0.5
"""The share of rows that must be written as all are to be."""

TRIED = 30
"""The most frequent values of a column, from which is told whether to look at all."""

SEEN = 0.1
"""The share of rows that must be so written, before the others are written like them."""

LEAST, MOST = 3, 5_000
"""How many different values a column has that may be names."""


def find(table: Table) -> Iterator[Finding]:
    """Yield the writing of each name in the spelling that most rows have."""
    for column in table.texts:
        counts = table.counts(column)
        if not LEAST <= counts.height <= MOST:
            continue
        likely = [name for name in names() if _likely(counts, name)]
        best = max((_tried(counts, name) for name in likely), key=lambda each: each[1], default=None)
        if best is None or best[1] < KNOWN:
            continue
        name, _, output, written = best
        changed = written.filter(pl.col("after").is_not_null() & (pl.col("after") != pl.col("value")))
        if not changed.height or written["after"].count() < LEAST:
            continue
        rule = {"column": column, "vocabulary": name, **({"output": output} if output != "name" else {})}
        total = cells_of(counts)
        kept = cells_of(written.filter(pl.col("after") == pl.col("value"))) / total
        why = f"{best[1]:.1%} of the values of {column!r} are {name.replace('_', ' ')}, some in other spellings"
        sure = 0.96 if kept >= ALREADY else 0.92 if kept >= SEEN else 0.6
        pairs = changed.select("value", "after").rows()
        yield Finding("clean", {"canonicalize": rule}, why, cells_of(changed), sure, shown(pairs))


def _likely(counts: pl.DataFrame, name: str) -> bool:
    """Return whether half of the most frequent values are spellings of a vocabulary as they stand, case apart."""
    top = counts.head(TRIED).with_columns(known=pl.col("value").str.to_lowercase().is_in(_spellings(name)))
    return bool(cells_of(top.filter("known")) * 2 >= cells_of(top))


@cache
def _spellings(name: str) -> list[str]:
    table = pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False).drop("match", strict=False)
    return pl.concat([table[each].drop_nulls() for each in table.columns]).str.to_lowercase().unique().to_list()


def _tried(counts: pl.DataFrame, name: str) -> tuple[str, float, str, pl.DataFrame]:
    """Return a vocabulary, the share of rows that it knows, the output most are written in, and what it writes."""
    columns = pl.read_csv(FOLDER / f"{name}.csv", n_rows=0).columns
    outputs = [each for each in columns if each not in {"spelling", "match"}]
    found = [(output, _written(counts, name, output)) for output in outputs]
    output, written = max(found, key=lambda each: cells_of(each[1].filter(pl.col("after") == pl.col("value"))))
    known = cells_of(written.filter(pl.col("after").is_not_null()))
    return name, known / max(cells_of(counts), 1), output, written


def _written(counts: pl.DataFrame, name: str, output: str) -> pl.DataFrame:
    step = {"column": "after", "vocabulary": name, "output": output, "otherwise": "null"}
    pipeline = read_text(text_of({"clean": [{"canonicalize": step}]}))
    clean: pl.DataFrame = pipeline.run(counts.with_columns(after="value")).clean
    return clean
