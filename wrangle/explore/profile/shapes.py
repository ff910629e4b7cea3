"""The looks of texts, and values that are likely spellings of one."""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.drift.texts import looks
from wrangle.expressions.clustering import by_distance, by_key, keys_of

SHAPES = 8
"""Looks that are told of a column."""

COMPARED = 3_000
"""The most frequent values among which spellings are looked for."""

CLUSTERS = 50
"""Clusters that are told of a column."""

RARER = 5
"""So many times as frequent must a value be that another is a slip of: two frequent ones are two values."""


def shapes(values: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the most frequent looks of texts.

    Parameters
    ----------
    values : polars.DataFrame, (texts, `value` + `count`)
        The most frequent first.

    Examples
    --------
    >>> shapes(pl.DataFrame({"value": ["AA12", "B7"], "count": [3, 1]}))
    [{'shape': 'A99', 'rows': 3, 'example': 'AA12'}, {'shape': 'A9', 'rows': 1, 'example': 'B7'}]
    """
    found = values.with_columns(shape=looks(values["value"].alias("value"), letters=False))
    grouped = found.group_by("shape", maintain_order=True).agg(
        pl.col("count").sum().cast(pl.Int64).alias("rows"), pl.col("value").first().alias("example")
    )
    return grouped.sort(["rows", "shape"], descending=[True, False]).head(SHAPES).to_dicts()


def spellings(values: pl.DataFrame) -> list[dict[str, Any]]:
    """Return values that are likely spellings of one, as `cluster_values` finds them.

    By fingerprint: case, accents, punctuation, blanks and the order of words apart; and by edit distance: one letter of
    four differs, and the other spelling is much more frequent.

    Parameters
    ----------
    values : polars.DataFrame, (texts, `value` + `count`)
        The most frequent first.

    Examples
    --------
    >>> values = pl.DataFrame({"value": ["Oslo", "Bergen", "OSLO ", "Begren"], "count": [90, 80, 5, 1]})
    >>> spellings(values)[0]
    {'name': 'Bergen', 'rows': 80, 'others': {'Begren': 1}, 'method': 'edit_distance'}
    """
    texts = values.filter(pl.col("value").str.contains(r"\p{L}{2}")).head(COMPARED)
    if texts.height < 2:
        return []
    rows = dict(texts.select("value", pl.col("count").cast(pl.Int64)).iter_rows())
    same = by_key(texts, keys_of(texts["value"], "fingerprint"))
    near = {value: name for value, name in by_distance(texts, 1).items() if value not in same}
    near = {value: name for value, name in near.items() if rows[value] * RARER <= rows[name]}
    found = [*_clusters(same, rows, "fingerprint"), *_clusters(near, rows, "edit_distance")]
    return sorted(found, key=lambda each: (each["method"], -sum(each["others"].values()), each["name"]))[:CLUSTERS]


def _clusters(names: dict[str, str], rows: dict[str, int], method: str) -> list[dict[str, Any]]:
    others: dict[str, dict[str, int]] = {}
    for value, name in names.items():
        others.setdefault(name, {})[value] = rows[value]
    return [{"name": name, "rows": rows[name], "others": found, "method": method} for name, found in others.items()]
