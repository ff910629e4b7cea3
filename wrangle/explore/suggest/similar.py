"""Tells rare values that are likely misspelled from rare values that are rare."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

FREQUENT, RARE = 2_000, 20_000
"""Most frequent values that are compared with, and most rare ones that are compared."""

TIMES = 8
"""How much more frequent the right spelling must be."""

TIMES_CLOSE = 3
"""The same, where one letter differs in a word of `LONG` letters and more."""

LONG = 6

SO_MANY = 5
"""Misspellings of one name from which on it is looked at apart from the others."""

BATCH = 500
"""Texts that are compared with all names together."""

FAR = 1 << 20
"""More letters than any text differs in."""

PARTS = (0.34, 0.25, 0.15, 0.08, 0.05, 0.0)
"""Shares of letters that may differ, tried in turn: typing errors change few, damaged texts many. One always may."""


@dataclass(frozen=True)
class Spelling:
    """A rare value, and the frequent one that it is likely to be."""

    value: str
    count: int
    name: str
    """The right spelling."""
    steps: int
    """How many letters differ."""
    part: float
    """Their share of the longer text."""


def misspelled(counts: pl.DataFrame, least: float) -> tuple[list[Spelling], float]:
    """Return the rare values that are likely misspellings of frequent ones, and how sure that is.

    A rare value must be near to one frequent value and to no other. How often right values are that near to each other
    by chance is learned from the frequent ones among themselves, apart for short and long ones: where it is often, as
    among codes of two letters, nothing is said.

    Parameters
    ----------
    counts : polars.DataFrame, (values, `value` and `count`), the most frequent first
    least : float
        How sure the misspellings of a length must be as a whole.

    Returns
    -------
    spellings : list of Spelling
    sure : float
        The estimated share of them that are misspellings; 1 where there are none.
    """
    texts = counts.filter(pl.col("value").str.contains(r"\p{L}"))
    frequent = texts.filter(pl.col("count") >= TIMES_CLOSE).head(FREQUENT)
    if not frequent.height:
        return [], 1.0
    frequent = _without_common(frequent)
    rare = texts.join(frequent, "value", "anti", maintain_order="left").tail(RARE)
    found: list[Spelling] = []
    wrong = 0.0
    for group in (0, 1, 2):
        ours, alike = (each.filter(_length_class() == group) for each in (rare, frequent))
        spellings, doubt = _of_length(ours, frequent, alike, least)
        found += spellings
        wrong += doubt
    return found, 1 - wrong / len(found) if found else 1.0


def _without_common(frequent: pl.DataFrame) -> pl.DataFrame:
    """Return frequent values without those that are likely common misspellings of much more frequent ones."""
    while common := _nearest(frequent, frequent, TIMES):
        frequent = frequent.filter(~pl.col("value").is_in([each.value for each in common]))
    return frequent


def _length_class() -> pl.Expr:
    letters = pl.col("value").str.len_chars()
    return pl.when(letters < 4).then(0).when(letters < 8).then(1).otherwise(2)


def _of_length(
    rare: pl.DataFrame, frequent: pl.DataFrame, alike: pl.DataFrame, least: float
) -> tuple[list[Spelling], float]:
    """Return misspellings among rare values, and how many are likely to be none, of the most that are sure enough.

    How many are none is told from the frequent values of this length: as many rare ones would be taken for misspellings
    as there are of them that would be taken for a misspelling of another, were they rare.
    """
    found = _nearest(rare, frequent)
    near = _nearest(alike.with_columns(count=pl.lit(0, pl.UInt32)), frequent, alone=False)
    for part in PARTS:
        ours, theirs = ([each for each in some if each.part <= part or each.steps <= 1] for some in (found, near))
        doubt = (len(theirs) + 0.25) / (alike.height + 2) * rare.height
        if ours and 1 - doubt / len(ours) >= least:
            return ours, doubt
    return _of_name(found, near, rare.height, alike.height, least)


def _of_name(
    found: list[Spelling], near: list[Spelling], rare: int, alike: int, least: float
) -> tuple[list[Spelling], float]:
    """Return the misspellings with one letter of names that have so many that these cannot be other values."""
    ours, total = list[Spelling](), 0.0
    for name in dict.fromkeys(each.name for each in found):
        some = [each for each in found if each.name == name and each.steps <= 1]
        close = sum(each.name == name and each.steps <= 1 for each in near)
        doubt = (close + 0.5) / (alike + 1) * rare
        if len(some) >= SO_MANY and 1 - doubt / len(some) >= least:
            ours += some
            total += doubt
    return ours, total


def _nearest(texts: pl.DataFrame, names: pl.DataFrame, ahead: float = 1, *, alone: bool = True) -> list[Spelling]:
    """Return the texts that are near to one name, itself apart, to no other if `alone`, and so much rarer.

    Names that are not `ahead` times as frequent as a text do not stand in doubt beside the one that is.
    """
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    known, times = names["value"].to_list(), names["count"].to_numpy().astype(np.int64)
    lengths = names["value"].str.len_chars().to_numpy().astype(np.int64)
    folded, found = names["value"].str.to_lowercase().to_list(), list[Spelling]()
    for start in range(0, texts.height, BATCH):
        part = texts.slice(start, BATCH)
        asked = part["value"].str.to_lowercase().to_list()
        steps = cdist(asked, folded, scorer=OSA.distance).astype(np.int64)
        count = part["count"].to_numpy().astype(np.int64)
        steps[part["value"].to_numpy()[:, None] == names["value"].to_numpy()[None, :]] = FAR
        if ahead > 1:
            steps[times[None, :] < ahead * count[:, None]] = FAR
        place = steps.argmin(axis=1)
        least, second = np.partition(np.c_[steps, np.full((len(asked), 1), FAR)], 1, axis=1)[:, :2].T
        own = part["value"].str.len_chars().to_numpy().astype(np.int64)
        longest = np.maximum(own, lengths[place])
        near = least <= np.maximum(1, PARTS[0] * longest)
        if alone:
            near &= second >= np.maximum(least + 1, 1.5 * least)
        close = (least <= 1) & (longest >= LONG)
        more = times[place] >= count * np.where(close, TIMES_CLOSE, TIMES)
        for row in np.flatnonzero(near & more & (own > 1)).tolist():
            value, name = part["value"][row], known[place[row]]
            if digits_within(value, name):
                found.append(Spelling(value, int(count[row]), name, int(least[row]), float(least[row] / longest[row])))
    return found


def digits_within(value: str, name: str) -> bool:
    """Return whether the digits of a value stand in a name in the same order: another number is no misspelling.

    Examples
    --------
    >>> digits_within("al_pn-xb", "al_pn-3b"), digits_within("Gate 14", "Gate 15")
    (True, False)
    """
    rest = iter(re.findall(r"\d", name))
    return all(any(digit == each for each in rest) for digit in re.findall(r"\d", value))
