"""Makes spellings of one name equal, and finds the name that a spelling resembles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

LIGATURES = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "\u0131": "i",
    "&": " and ",
}
"""Letters that NFKD does not take apart, and a sign that is read as a word."""

DOUBLED = "bcdefgklmoprstz"
"""Letters that words have twice in a row."""

TWICE = r"([a-z])\1"
"""The pattern of a reading for a letter that stands twice in a row; Polars' own patterns have no such."""

ACCENTS = (
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
"""Marks over Latin, Greek, Cyrillic, Hebrew and Arabic letters; in others they are vowels and tell words apart."""

CHUNK = 4_000_000
"""Scores that are held in memory together, four bytes each."""


def folded(text: pl.Expr) -> pl.Expr:
    """Return text without what spellings differ in: case, accents, punctuation and white space.

    Examples
    --------
    >>> spellings = pl.DataFrame({"a": ["  UNITED-States ", "U.S.A.", "Côte d'Ivoire"]})
    >>> spellings.select(folded(pl.col("a")))["a"].to_list()
    ['united states', 'usa', 'cote divoire']
    """
    lower = text.str.normalize("NFKD").str.to_lowercase().str.normalize("NFKD")
    plain = lower.str.replace_all(rf"{ACCENTS}|[.'\u2019`\u00b4]", "")
    words = plain.str.replace_many(list(LIGATURES), list(LIGATURES.values()))
    return words.str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars()


def fingerprint(folded_text: pl.Expr) -> pl.Expr:
    """Return the words of folded text, each once and sorted: the order in which they stand does not count.

    References
    ----------
    OpenRefine documentation, "Clustering in depth", fingerprint key collision.

    Examples
    --------
    >>> pl.DataFrame({"a": ["korea republic of", "republic of korea"]}).select(fingerprint(pl.col("a")))["a"].to_list()
    ['korea of republic', 'korea of republic']
    """
    return folded_text.str.split(" ").list.unique().list.sort().list.join(" ")


def by_words(folded_text: pl.Expr) -> pl.Expr:
    """Return the words of folded text sorted, each as often as it stands: "Guinea and Guinea" is not "Guinea".

    Examples
    --------
    >>> pl.DataFrame({"a": ["korea republic", "guinea guinea"]}).select(by_words(pl.col("a")))["a"].to_list()
    ['korea republic', 'guinea guinea']
    """
    return folded_text.str.split(" ").list.sort().list.join(" ")


def squeezed(folded_text: pl.Expr) -> pl.Expr:
    """Return folded text without blanks: where words are parted does not count.

    Examples
    --------
    >>> pl.DataFrame({"a": ["south africa", "southafrica"]}).select(squeezed(pl.col("a")))["a"].to_list()
    ['southafrica', 'southafrica']
    """
    return folded_text.str.replace_all(" ", "", literal=True)


def apart(text: pl.Expr) -> pl.Expr:
    """Return text with a blank where a full stop parts two words: an acronym's letters stay together.

    Examples
    --------
    >>> pl.DataFrame({"a": ["South.Korea", "N.Korea", "U.S.A."]}).select(apart(pl.col("a")))["a"].to_list()
    ['South. Korea', 'N. Korea', 'U.S.A.']
    """
    after = text.str.replace_all(r"(\p{L}{2})\.(\p{L})", "$1. $2")
    return after.str.replace_all(r"\b(\p{L})\.(\p{L}{2})", "$1. $2")


def read_as(folded_text: pl.Expr, reading: Sequence[Sequence[str]]) -> pl.Expr:
    r"""Return folded text as it is to be read: each pattern gives way to what takes its place, one after the other.

    Examples
    --------
    >>> reading = [(r"[0-9]+", " "), (r"\brep\b", "republic")]
    >>> pl.DataFrame({"a": ["14 czech rep"]}).select(read_as(pl.col("a"), reading))["a"].to_list()
    ['czech republic']
    >>> pl.DataFrame({"a": ["morrocco"]}).select(read_as(pl.col("a"), [(TWICE, "$1")]))["a"].to_list()
    ['moroco']
    """
    for pattern, becomes in reading:
        plain = pattern != TWICE
        folded_text = folded_text.str.replace_all(pattern, becomes) if plain else undoubled(folded_text)
    return folded_text.str.replace_all(" +", " ").str.strip_chars() if reading else folded_text


def undoubled(folded_text: pl.Expr) -> pl.Expr:
    """Return folded text with each letter once where it stands twice: doubled letters are what is mistyped most.

    Examples
    --------
    >>> pl.DataFrame({"a": ["philippines", "phillipines"]}).select(undoubled(pl.col("a")))["a"].to_list()
    ['philipines', 'philipines']
    """
    return folded_text.str.replace_many([2 * each for each in DOUBLED], list(DOUBLED))


def resemble(texts: pl.Series, spellings: pl.DataFrame, min_score: float, margin: float) -> pl.Series:
    """Return for each text the name of the spelling it resembles most; null where that is not clear.

    Parameters
    ----------
    texts : polars.Series, (texts,)
        Folded; null gives null.
    spellings : polars.DataFrame, (spellings, `folded` + `name`)
    min_score : float
        The least similarity, 0 to 100: 100 times the share of letters that both have in order.
    margin : float
        By how much the best name must be more similar than the second best.

    References
    ----------
    Normalized Indel similarity, `rapidfuzz.fuzz.ratio`.

    Examples
    --------
    >>> known = pl.DataFrame({"folded": ["norway", "sweden"], "name": ["Norway", "Sweden"]})
    >>> resemble(pl.Series(["norwey", "xyz", None]), known, 80, 5).to_list()
    ['Norway', None, None]
    """
    if texts.null_count() == len(texts) or not spellings.height:
        return pl.repeat(None, len(texts), dtype=pl.String, eager=True).alias(texts.name)
    known = spellings.sort("name").with_columns(length=pl.col("folded").str.len_chars())
    distinct = texts.drop_nulls().unique()
    distinct = distinct.gather(distinct.str.len_chars().arg_sort())  # texts of one length are compared together
    size = max(CHUNK // known.height, 1)
    parts = [_best(distinct.slice(start, size), known, min_score, margin) for start in range(0, len(distinct), size)]
    return texts.replace_strict(distinct, pl.concat(parts), default=None, return_dtype=pl.String)


def best_score(text: str, spellings: Sequence[str]) -> float:
    """Return how alike a text is to the one of some spellings that is most like it, as `resemble` counts it.

    Examples
    --------
    >>> round(best_score("norwey", ["norway", "noreg"]), 1)
    83.3
    """
    from rapidfuzz import fuzz

    return max((fuzz.ratio(text, each) for each in spellings), default=0.0)


def _best(texts: pl.Series, known: pl.DataFrame, min_score: float, margin: float) -> pl.Series:
    """Return the name of each text; the texts are of nearly one length, so that few spellings can be like one of them.

    What is less like a text than `min_score - margin` can neither be its name nor stand in doubt beside it.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    least = max(min_score - margin, 0.0)
    known = known.filter(_within(texts.str.len_chars(), least))
    if not known.height:
        return pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    names = known["name"].rle()
    lengths = names.struct.field("len").to_numpy().astype(np.intp)
    starts = np.cumsum(lengths) - lengths
    folded_names, cutoff = known["folded"].to_list(), max(least - 0.01, 0.0)  # scores are of single precision
    scores: Any = process.cdist(texts.to_list(), folded_names, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.float32)
    by_name = np.maximum.reduceat(scores, starts, axis=1)
    best = by_name.argmax(axis=1)
    rows = np.arange(len(best))
    first = by_name[rows, best]
    by_name[rows, best] = -np.inf
    clear = (first >= min_score) & (first - by_name.max(axis=1) >= margin)
    return pl.select(pl.when(pl.Series(clear)).then(names.struct.field("value").gather(best))).to_series()


def _within(lengths: pl.Series, least: float) -> pl.Expr:
    """Return which spellings are not too short or long to be that like a text of these lengths.

    Of n letters in one and m in the other min(n, m) may be in both: the similarity is at most 200 min(n, m) / (n + m).
    """
    if not least:
        return pl.lit(True)
    shortest, longest = lengths.min(), lengths.max()
    assert isinstance(shortest, int)
    assert isinstance(longest, int)
    factor = (200 - least) / least
    return pl.col("length").is_between(shortest / factor - 0.01, longest * factor + 0.01)
