"""Tells how alike the values of two rows are, for many pairs of rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.expressions.matching import folded

NEUTRAL = 0.5
"""How alike values count where one of them is missing: for little more than what differs."""

LEAST_RARITY = 0.1
"""What a column weighs at least, in which all rows agree."""

PAIRS = 100_000
"""Pairs of which the letters are held in memory together."""

DAY = 86_400_000_000
"""Microseconds."""

Score = Callable[[Any, Any], Any]
"""Codes of values, codes of others -> how alike they are, 0 to 1."""


@dataclass(frozen=True)
class Likeness:
    """One column, ready for comparison: values as codes, and what tells how alike two codes are."""

    codes: Any
    """numpy.ndarray, (rows,), int64: the number of each row's value; -1 for a missing one."""
    weight: float
    """What the column counts for: how rarely two rows agree in it by chance, times what the user says."""
    score: Score

    def of(self, one: Any, other: Any) -> Any:
        """Return how alike the values of rows are to those of other rows, 0 to 1; a half where one is missing.

        Parameters
        ----------
        one, other : numpy.ndarray, (pairs,), int
            Numbers of rows.
        """
        import numpy as np

        left, right = self.codes[one], self.codes[other]
        found = np.where(left == right, 1.0, 0.0)
        found[(left < 0) | (right < 0)] = NEUTRAL
        open_ = np.flatnonzero((left != right) & (left >= 0) & (right >= 0))
        if len(open_):
            size = int(self.codes.max()) + 1
            pairs, back = np.unique(left[open_] * size + right[open_], return_inverse=True)
            found[open_] = self.score(pairs // size, pairs % size)[back]
        return found


def likeness(values: pl.Series, method: str, weight: float, least: float, within: float) -> Likeness:
    """Make a column ready for comparison.

    Parameters
    ----------
    values : polars.Series, (rows,)
    method : str
        `letters`: the share of letter pairs in common, rare ones count more; `exact`; `edit`, `jaro_winkler`,
        `token_sort`, `token_set`: as rapidfuzz has them; `number`, `date`: by the distance. Text is compared without
        case, accents and punctuation.
    weight : float
        What the column counts for beside its rarity.
    least : float
        How alike values must be to count at all, from 0 to less than 1; from there on to 1 it counts evenly.
    within : float
        For `number` the share of the larger one, and for `date` the days, from which on values are not alike at all.

    Examples
    --------
    >>> import numpy as np
    >>> column = likeness(pl.Series(["Oslo", "OSLO!", "Olso", None]), "edit", 1, 0, 0)
    >>> column.of(np.array([0, 0, 0]), np.array([1, 2, 3])).tolist()
    [1.0, 0.75, 0.5]
    """
    known = plain(values) if method not in {"number", "date"} else _numbers(values)
    distinct = known.drop_nulls().unique().sort()
    codes = (known.rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()
    return Likeness(codes, weight * rarity(codes), _score(method, distinct, least, within))


def rarity(codes: Any) -> float:
    """Return how much it tells that two rows agree: minus the logarithm of how often they do so by chance.

    Examples
    --------
    >>> import numpy as np
    >>> [round(rarity(np.array(codes)), 2) for codes in ([0, 1, 2, 3], [0, 0, 1, 1, -1], [0, 0])]
    [1.39, 0.69, 0.1]
    """
    import numpy as np

    counts = np.sort(np.bincount(codes[codes >= 0]))
    share = counts / max(counts.sum(), 1)
    return max(float(-np.log((share**2).sum())), LEAST_RARITY) if len(counts) else LEAST_RARITY


def plain(values: pl.Series) -> pl.Series:
    """Return values as folded text, each distinct one folded once; null where nothing is left of it.

    Examples
    --------
    >>> plain(pl.Series(["310/246-1501", "310 246 1501", "?", None])).to_list()
    ['310 246 1501', '310 246 1501', None, None]
    """
    numbers = values.fill_nan(None) if values.dtype.is_float() else values
    texts = numbers.cast(pl.String)
    distinct = texts.drop_nulls().unique().sort()
    known = distinct.to_frame("a").select(folded(pl.col("a")).replace("", None)).to_series()
    places = (texts.rank("dense") - 1).cast(pl.UInt32)
    return known.gather(places) if len(known) else pl.repeat(None, len(texts), dtype=pl.String, eager=True)


def _numbers(values: pl.Series) -> pl.Series:
    if values.dtype.is_temporal():
        kind = pl.Datetime("us")
        return values.cast(kind).cast(pl.Int64) / DAY
    known = values.cast(pl.Float64)
    return known.set(~known.is_finite(), None)


def _score(method: str, distinct: pl.Series, least: float, within: float) -> Score:
    import numpy as np

    if method == "exact" or not len(distinct):
        return lambda left, _: np.zeros(len(left))
    if method in {"number", "date"}:
        return _by_distance(distinct.to_numpy(), within, relative=method == "number")
    return _above(_by_letters(distinct) if method == "letters" else _by_text(distinct, method), least)


def _above(score: Score, least: float) -> Score:
    import numpy as np

    return lambda left, right: np.maximum((score(left, right) - least) / (1 - least), 0.0)


def _by_distance(values: Any, within: float, *, relative: bool) -> Score:
    import numpy as np

    def score(left: Any, right: Any) -> Any:
        one, other = values[left], values[right]
        scale = np.maximum(np.abs(one), np.abs(other)) if relative else 1.0
        return np.maximum(1 - np.abs(one - other) / (scale * within), 0.0)

    return score


def _by_text(distinct: pl.Series, method: str) -> Score:
    import numpy as np
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA, JaroWinkler

    scorers: dict[str, tuple[Any, float]] = {
        "edit": (OSA.normalized_similarity, 1),
        "jaro_winkler": (JaroWinkler.normalized_similarity, 1),
        "token_sort": (fuzz.token_sort_ratio, 100),
        "token_set": (fuzz.token_set_ratio, 100),
    }
    scorer, whole = scorers[method]
    texts = np.array(distinct.to_list(), dtype=object)

    def score(left: Any, right: Any) -> Any:
        found: Any = process.cpdist(texts[left], texts[right], scorer=scorer, dtype=np.float32)
        return found.astype(np.float64) / whole

    return score


def _by_letters(distinct: pl.Series) -> Score:
    """Return the cosine of the letter pairs of texts, each weighed by how rarely it stands.

    References
    ----------
    Inverse document frequency: Spärck Jones, K. (1972). Journal of Documentation 28 (1), 11-21.
    """
    import numpy as np

    pairs = letter_pairs(distinct)
    weight = np.log1p(len(distinct) / np.maximum(np.asarray(pairs.sum(axis=0)).ravel(), 1))
    weighed = pairs.multiply(weight).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = weighed.multiply(1 / np.maximum(length, 1e-12)[:, None]).tocsr()

    def score(left: Any, right: Any) -> Any:
        starts = range(0, len(left), PAIRS)
        parts = [
            unit[left[at : at + PAIRS]].multiply(unit[right[at : at + PAIRS]]).sum(axis=1)
            for at in starts
        ]  # fmt: skip
        return np.concatenate([np.asarray(part).ravel() for part in parts])

    return score


def letter_pairs(distinct: pl.Series) -> Any:
    """Return which pairs of neighbouring letters stand in each text, its beginning and end among them.

    Parameters
    ----------
    distinct : polars.Series, (texts,), String, without nulls

    Returns
    -------
    scipy.sparse.csr_array, (texts, pairs), float64: 1 or nothing

    Examples
    --------
    >>> letter_pairs(pl.Series(["abab", "b"])).sum(axis=1).tolist()
    [4.0, 2.0]
    """
    letters = (
        (" " + distinct + " ").to_frame("letter").with_row_index("text")
        .with_columns(pl.col("letter").str.split("")).explode("letter")
        .filter(pl.col("letter") != "")
        .with_columns(pair=pl.col("letter") + pl.col("letter").shift(-1), within=pl.col("text").shift(-1))
        .filter(pl.col("text") == pl.col("within")).unique(["text", "pair"], maintain_order=True)
    )  # fmt: skip
    return incidence(letters["text"], letters["pair"], len(distinct))


def incidence(rows: pl.Series, keys: pl.Series, height: int) -> Any:
    """Return a sparse matrix with a 1 where a row has a key.

    Examples
    --------
    >>> incidence(pl.Series([0, 0, 1]), pl.Series(["x", "y", "x"]), 2).toarray().tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    import numpy as np
    from scipy.sparse import csr_array

    columns = (keys.rank("dense") - 1).cast(pl.Int64).to_numpy()
    shape = (height, int(columns.max()) + 1 if len(columns) else 0)
    found = csr_array((np.ones(len(columns)), (rows.cast(pl.Int64).to_numpy(), columns)), shape=shape)
    found.sort_indices()
    return found


@dataclass(frozen=True)
class Links:
    """Pairs of rows that are alike."""

    one: Any
    """numpy.ndarray, (pairs,), int: numbers of rows."""
    other: Any
    score: Any
    """numpy.ndarray, (pairs,), float64, 0 to 1"""


def alike(pairs: Iterator[tuple[Any, Any]], columns: Sequence[Likeness], threshold: float) -> Links:
    """Return the pairs of which the weighed mean likeness of all columns is at least the threshold.

    Examples
    --------
    >>> import numpy as np
    >>> columns = [likeness(pl.Series(["Oslo", "Olso", "Bergen"]), "edit", 1, 0, 0)]
    >>> links = alike(iter([(np.array([0, 0]), np.array([1, 2]))]), columns, 0.7)
    >>> links.one.tolist(), links.other.tolist(), links.score.tolist()
    ([0], [1], [0.75])
    """
    import numpy as np

    found = [_alike(*pair, columns, threshold) for pair in pairs]
    nothing = Links(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    parts = [nothing, *found]
    return Links(*(np.concatenate([getattr(each, name) for each in parts]) for name in ("one", "other", "score")))


def _alike(one: Any, other: Any, columns: Sequence[Likeness], threshold: float) -> Links:
    """Compare column by column, the weightiest first, and let go of pairs that cannot get there any more."""
    import numpy as np

    total = sum(column.weight for column in columns)
    got, left = np.zeros(len(one)), total
    for column in sorted(columns, key=lambda each: -each.weight):
        got += column.weight * column.of(one, other)
        left -= column.weight
        stays = got + left >= (threshold - 1e-9) * total
        one, other, got = one[stays], other[stays], got[stays]
    return Links(one, other, got / total)
