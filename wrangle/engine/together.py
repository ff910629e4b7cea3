"""Tells which steps and checks reject the same rows: one cause often breaks several of them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import polars as pl


def together(rejected: pl.LazyFrame) -> list[dict[str, Any]]:
    """Return pairs of steps and checks that rejected the same rows, most rows first.

    Rows that a step or the contract rejects leave before `expect:` is asked, so pairs stand within one of both.

    Parameters
    ----------
    rejected : polars.LazyFrame, (rows, `_rejected_by` and others)
        A quarantine.

    Returns
    -------
    list of dict
        `by`: the two names, in order of the alphabet, and `rows`.

    Examples
    --------
    >>> together(pl.LazyFrame({"_rejected_by": [["b", "a"], ["a", "b"], ["a"]]}))
    [{'by': ['a', 'b'], 'rows': 2}]
    """
    several = rejected.select("_rejected_by").filter(pl.col("_rejected_by").list.len() > 1)
    sets = several.group_by(pl.col("_rejected_by").list.sort()).agg(rows=pl.len()).collect()
    counts: Counter[tuple[str, str]] = Counter()
    for names, rows in sets.iter_rows():
        for pair in combinations(dict.fromkeys(names), 2):
            counts[pair] += rows
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [{"by": list(pair), "rows": rows} for pair, rows in ranked]
