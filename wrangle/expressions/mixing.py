"""Draws by chance that is none: what comes of a row's number, or of a key, is the same for ever."""

from __future__ import annotations

import hashlib
from functools import reduce
from typing import Any

import polars as pl


def mixed(numbers: Any, seed: int = 0) -> Any:
    """Return whole numbers mixed so well that no pattern of theirs is left.

    Parameters
    ----------
    numbers : numpy.ndarray, (rows,), uint32
    seed : int
        Another seed mixes otherwise.

    Returns
    -------
    numpy.ndarray, (rows,), uint32: each number once, of 0 to 2 ** 32 - 1

    References
    ----------
    Appleby, A.: MurmurHash3, its finalizer of 32 bits; in the public domain.

    Examples
    --------
    >>> import numpy as np
    >>> mixed(np.arange(3, dtype=np.uint32)).tolist()
    [0, 1364076727, 821347078]
    """
    import numpy as np

    steps = ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))
    start = numbers ^ np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)  # the golden ratio, to keep seeds apart
    return reduce(lambda bits, step: (bits ^ (bits >> step[0])) * np.uint32(step[1]), steps, start)


def fold_of(rows: pl.Expr, folds: int) -> pl.Expr:
    """Return the fold of each row, from 0, by its number.

    Examples
    --------
    >>> pl.DataFrame({"__row": pl.Series(range(8), dtype=pl.UInt32)}).select(fold_of(pl.col("__row"), 2))["__row"].sum()
    4
    """
    return rows.map_batches(lambda numbers: _fold(numbers, folds), return_dtype=pl.UInt8, is_elementwise=True)


def _fold(numbers: pl.Series, folds: int) -> pl.Series:
    import numpy as np

    return pl.Series(numbers.name, (mixed(numbers.to_numpy()) % np.uint32(folds)).astype(np.uint8))


def share_of(key: str, seed: int = 0) -> float:
    """Return a number from 0 to less than 1 that a text is given for ever, whatever others there are.

    References
    ----------
    BLAKE2b, RFC 7693.

    Examples
    --------
    >>> share_of("Oslo") == share_of("Oslo"), 0 <= share_of("") < 1, share_of("a") != share_of("a", 1)
    (True, True, True)
    """
    digest = hashlib.blake2b(key.encode(), digest_size=7, key=str(seed).encode()).digest()
    return int.from_bytes(digest, "big") / 2**56
