"""Finds the pairs of rows that are worth comparing, and puts linked rows together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from wrangle.expressions.clustering import keys_of
from wrangle.expressions.likeness import Links, incidence, plain

ROW = "row"
"""The column of row numbers, from 0, beside the keys."""

COMMON = 100
"""A word in more rows than this brings no rows together."""

PREFIX = 4
"""How many letters `prefix` takes."""

CANDIDATES = 2_000_000
"""Pairs that are held in memory together."""


def block_keys(values: pl.Series, way: str) -> pl.DataFrame:
    """Return the keys of each row: rows that share one are worth comparing.

    Parameters
    ----------
    values : polars.Series, (rows,)
    way : str
        `exact`, but for case, accents and punctuation; `words`: each of its words that stands in at most a hundred
        rows; `prefix`: the first four letters; `fingerprint`, `phonetic`: see `keys_of`.

    Returns
    -------
    polars.DataFrame, (keys, `row` + `key`)

    Examples
    --------
    >>> block_keys(pl.Series(["Blue Note", None, "blue"]), "words").rows()
    [(0, 'blue'), (0, 'note'), (2, 'blue')]
    """
    keyed = plain(values).alias("key").to_frame().with_row_index(ROW).drop_nulls()
    if way == "words":
        words = keyed.with_columns(pl.col("key").str.split(" ")).explode("key").unique(maintain_order=True)
        return words.filter(pl.len().over("key") <= COMMON)
    if way == "prefix":
        return keyed.with_columns(pl.col("key").str.replace_all(" ", "", literal=True).str.slice(0, PREFIX))
    if way == "exact":
        return keyed
    distinct = keyed["key"].unique().sort()
    known = keys_of(distinct, way)
    return keyed.with_columns(known.gather(keyed["key"].rank("dense") - 1).alias("key")).drop_nulls()


def crowded(keys: pl.DataFrame, most: int) -> list[tuple[str, int]]:
    """Return the keys that more than so many rows share, each with its number of rows, the most frequent first.

    Examples
    --------
    >>> crowded(pl.DataFrame({"row": [0, 1, 2], "key": ["x", "x", "y"]}), 1)
    [('x', 2)]
    """
    counts = keys.group_by("key").len().filter(pl.col("len") > most)
    return list(counts.sort(["len", "key"], descending=[True, False]).iter_rows())


def candidates(blocks: Sequence[pl.DataFrame], height: int, sides: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield the pairs of rows that share a key of any block, each pair once, so many at a time as memory is meant for.

    Parameters
    ----------
    blocks : sequence of polars.DataFrame, (keys, `row` + `key`)
        Keys of different blocks are never the same.
    height : int
        The number of rows.
    sides : numpy.ndarray, (rows,), int, optional
        Only rows of different sides make pairs, and rows of side -1 none.

    Examples
    --------
    >>> blocks = [pl.DataFrame({"row": [0, 1, 2], "key": ["x", "x", "y"]}), pl.DataFrame({"row": [0, 1], "key": "z"})]
    >>> [(one.tolist(), other.tolist()) for one, other in candidates(blocks, 3)]
    [([0], [1])]
    """
    import numpy as np

    matrix = _matrix(blocks, height)
    sizes = np.asarray(matrix.sum(axis=0)).ravel()
    work = np.cumsum(matrix @ sizes)
    turned, start = matrix.T.tocsr(), 0
    while start < height:
        reach = (work[start - 1] if start else 0) + CANDIDATES
        end = max(int(np.searchsorted(work, reach, "right")), start + 1)
        found = (matrix[start:end] @ turned).tocoo()
        one, other = found.coords[0] + start, found.coords[1]
        wanted = other > one
        if sides is not None:
            wanted &= (sides[one] != sides[other]) & (sides[one] >= 0) & (sides[other] >= 0)
        order = np.lexsort((other[wanted], one[wanted]))
        yield one[wanted][order].astype(np.int64), other[wanted][order].astype(np.int64)
        start = end


def _matrix(blocks: Sequence[pl.DataFrame], height: int) -> Any:
    """Return which keys each row has, of those that several rows share."""
    from scipy.sparse import csr_array, hstack

    shared = [block.filter(pl.len().over("key") > 1) for block in blocks]
    parts = [incidence(block[ROW], block["key"], height) for block in shared if block.height]
    return hstack(parts, format="csr") if parts else csr_array((height, 0))


def best_only(links: Links, sides: Any) -> Links:
    """Return the links that are the best of both of their rows, for each pair of sides; of equal ones the first.

    Examples
    --------
    >>> import numpy as np
    >>> links = Links(np.array([0, 0, 1]), np.array([2, 3, 2]), np.array([0.9, 0.8, 0.7]))
    >>> best_only(links, np.array([0, 0, 1, 1])).other.tolist()
    [2]
    """
    import numpy as np

    order = np.lexsort((links.other, links.one, -links.score))
    one, other, score = (each[order] for each in (links.one, links.other, links.score))
    count, ranks = int(sides.max(initial=0)) + 1, np.arange(len(one))
    best = np.full(len(sides) * count, len(one))
    np.minimum.at(best, one * count + sides[other], ranks)
    np.minimum.at(best, other * count + sides[one], ranks)
    stays = (best[one * count + sides[other]] == ranks) & (best[other * count + sides[one]] == ranks)
    return Links(one[stays], other[stays], score[stays])


def clusters(links: Links, height: int) -> Any:
    """Return for each row the first row that it is linked to, over other rows too; its own number where it is alone.

    Returns
    -------
    numpy.ndarray, (rows,), int64

    Examples
    --------
    >>> import numpy as np
    >>> clusters(Links(np.array([1, 3]), np.array([3, 4]), np.ones(2)), 5).tolist()
    [0, 1, 2, 1, 1]
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(links.one), np.int8), (links.one, links.other)), shape=(height, height))
    _, labels = connected_components(graph.tocsr(), directed=False)
    _, first, back = np.unique(labels, return_index=True, return_inverse=True)
    return first[back].astype(np.int64)
