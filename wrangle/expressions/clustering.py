"""Finds values that are likely to be spellings of one: by equal keys, or by few letters that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from wrangle.expressions.matching import fingerprint, folded
from wrangle.expressions.phonetic import sound

LETTERS = 4
"""Of so many letters one may differ: a text of 4 to 7 letters has neighbours at distance 1, shorter ones have none."""

SCORES = 4_000_000
"""Distances that are held in memory together, a byte each."""


def keys_of(values: pl.Series, method: str, size: int = 2) -> pl.Series:
    """Return the key of each text: texts of equal keys are spellings of one; null where there is nothing to compare.

    Parameters
    ----------
    values : polars.Series, (values,), String
    method : str
        `fingerprint`: the words, sorted, without case, accents and punctuation; `ngram_fingerprint`: its runs of `size`
        letters, sorted; `phonetic`: how its words sound in English.
    size : int
        The letters of a run.

    References
    ----------
    OpenRefine documentation, "Clustering in depth", key collision methods.

    Examples
    --------
    >>> texts = pl.Series(["Korea, Republic of", "republic of  KOREA", "Night Smith", "Nite Smyth", "?"])
    >>> keys_of(texts, "fingerprint").to_list()[:2], keys_of(texts, "phonetic").to_list()[2:]
    (['korea of republic', 'korea of republic'], ['nt sm0', 'nt sm0', None])
    >>> keys_of(pl.Series(["Kraków", "krak ow"]), "ngram_fingerprint").to_list()
    ['akkokrowra', 'akkokrowra']
    """
    plain = values.to_frame("text").select(folded(pl.col("text"))).to_series()
    if method == "fingerprint":
        keys = plain.to_frame("text").select(fingerprint(pl.col("text"))).to_series()
    else:
        make = _grams(size) if method == "ngram_fingerprint" else _sounds
        keys = pl.Series([None if text is None else make(text) for text in plain], dtype=pl.String)
    return keys.replace("", None).alias("key")


def _grams(size: int) -> Callable[[str], str]:
    def make(text: str) -> str:
        close = text.replace(" ", "")
        return "".join(sorted({close[start : start + size] for start in range(max(len(close) - size + 1, 1))}))

    return make


def _sounds(text: str) -> str:
    return " ".join(map(sound, text.split()))


def neighbours(texts: pl.Series, most: int) -> pl.DataFrame:
    """Return the pairs of texts of which few letters differ.

    One in four letters of the shorter text may differ, at most `most`: left out, put in, exchanged for another, or for
    the one beside it. Texts with other digits are no neighbours: "Gate 12" is not "Gate 13".

    Parameters
    ----------
    texts : polars.Series, (texts,), String
        Each once, folded.
    most : int
        The most letters that may differ.

    Returns
    -------
    polars.DataFrame, (pairs, `one` + `other`)
        Each pair once, as places in `texts`.

    References
    ----------
    Optimal string alignment distance, `rapidfuzz.distance.OSA`.

    Examples
    --------
    >>> neighbours(pl.Series(["oslo", "olso", "oslos", "bergen", "gate 12", "gate 13"]), 1).rows()
    [(0, 1), (0, 2)]
    """
    frame = texts.to_frame("text").with_row_index("place").with_columns(
        digits=pl.col("text").str.replace_all(r"[^\d]+", " "), length=pl.col("text").str.len_chars()
    )  # fmt: skip
    frame = frame.filter(pl.col("length") >= LETTERS)
    groups = frame.partition_by("digits") if frame.height else []
    found = [pairs for group in groups if group.height > 1 for pairs in _pairs(group.sort("length", "text"), most)]
    pairs = pl.concat(found) if found else pl.DataFrame(schema={"one": pl.UInt32, "other": pl.UInt32})
    return pairs.sort("one", "other")


def _pairs(group: pl.DataFrame, most: int) -> Iterator[pl.DataFrame]:
    """Yield the pairs among texts sorted by length: each is compared with those that are as long, or little longer."""
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    texts, lengths, places = group["text"].to_list(), group["length"].to_numpy(), group["place"].to_numpy()
    allowed = np.minimum(lengths // LETTERS, most)
    start = 0
    while start < len(texts):
        last = int(np.searchsorted(lengths, lengths[start] + allowed[start], "right"))
        end = min(start + max(SCORES // (last - start), 1), int(np.searchsorted(lengths, lengths[start], "right")))
        reach: int = int(allowed[start])
        found: Any = process.cdist(
            texts[start:end], texts[start:last], scorer=OSA.distance, score_cutoff=reach, dtype=np.uint8
        )
        one, other = (found <= reach).nonzero()
        once = other > one
        pair = np.sort(np.stack([places[start + one[once]], places[start + other[once]]]), axis=0)
        yield pl.DataFrame({"one": pair[0], "other": pair[1]}, schema={"one": pl.UInt32, "other": pl.UInt32})
        start = end


def by_key(values: pl.DataFrame, keys: pl.Series) -> dict[str, str]:
    """Return value -> the most frequent value of the same key, of values that are not that one themselves.

    Parameters
    ----------
    values : polars.DataFrame, (values, `value` + `count`)
        The most frequent first, equally frequent ones in the order in which they are preferred.
    keys : polars.Series, (values,)
        Values without a key stay.

    Examples
    --------
    >>> values = pl.DataFrame({"value": ["Oslo", "OSLO", "Bergen"], "count": [5, 1, 1]})
    >>> by_key(values, pl.Series("key", ["oslo", "oslo", "bergen"]))
    {'OSLO': 'Oslo'}
    """
    keyed = values.with_columns(keys.alias("key")).drop_nulls("key")
    first = keyed.with_columns(best=pl.col("value").first().over("key"))
    changed = first.filter(pl.col("value") != pl.col("best"))
    return dict(zip(changed["value"], changed["best"], strict=True))


def by_distance(values: pl.DataFrame, most: int) -> dict[str, str]:
    """Return value -> the most frequent value near it, of values that are not kept themselves.

    Case, accents, punctuation and white space do not count. The most frequent value is kept first, and all near it are
    given its name; then the most frequent of the rest, and so on. So no chain of small steps leads from one value to
    quite another.

    Parameters
    ----------
    values : polars.DataFrame, (values, `value` + `count`)
        The most frequent first, equally frequent ones in the order in which they are preferred.
    most : int
        The most letters that may differ.

    Examples
    --------
    >>> values = pl.DataFrame({"value": ["Trondheim", "Oslo", "OSLO", "Olso"], "count": [9, 5, 1, 1]})
    >>> by_distance(values, 1)
    {'OSLO': 'Oslo', 'Olso': 'Oslo'}
    """
    keyed = values.with_columns(key=folded(pl.col("value"))).filter(pl.col("key") != "")
    groups = keyed.group_by("key", maintain_order=True).agg(pl.col("value"), pl.col("count").sum())
    groups = groups.with_row_index("order").sort("count", "order", descending=[True, False])
    pairs = neighbours(groups["key"], most)
    near: dict[int, list[int]] = {}
    for one, other in pairs.iter_rows():
        near.setdefault(one, []).append(other)  # places go by count: the first is the more frequent
    members = groups["value"].to_list()
    names: dict[int, str] = {}
    for place, spellings in enumerate(members):
        if place not in names:
            names[place] = spellings[0]
            names |= {other: spellings[0] for other in near.get(place, ()) if other not in names}
    pairs_of_names = ((value, names[place]) for place, values_ in enumerate(members) for value in values_)
    return {value: name for value, name in pairs_of_names if value != name}


def ordered(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping so that it reads well: by the name, then by the value."""
    return dict(sorted(mapping.items(), key=lambda pair: (pair[1], pair[0])))
