"""Takes from text what came with copying it: marks of footnotes, entities of HTML, letters that were misread."""

from __future__ import annotations

import polars as pl

SUPERSCRIPTS = r"[\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02b8\u1d2c-\u1d6a\u2070-\u209f]"
"""Small raised and lowered signs."""

FOOTNOTES = (
    r"\[(?:[a-z]{1,2}|[a-z]{0,6} ?[0-9]{1,3}|note [a-z0-9]{1,3}|citation needed)\]"
    r"|\((?:[a-z]|[ivx]{1,4}|[0-9]{1,4}|[*\u2020\u2021]+)\)| (?:[a-z]|[0-9]{1,2})[/)] *$"
)
"""What points to a footnote: small letters and numbers in brackets, or before a last stroke ("Austria a/")."""

ELISION = r"(?i)\b([dl])['\u2019`\u00b4]"
"""An article or a word for "of" before a vowel, in French and Italian."""

ENTITIES = ((r"&(?:amp|#38);", "&"), (r"&(?:nbsp|#160|#xa0);", " "),
            (r"&(?:apos|rsquo|lsquo|quot|#0?39|#x27|#8217|#34);", "'"),
            (r"&([A-Za-z])(?:acute|grave|circ|cedil|uml|tilde|ring|caron|slash);", "$1"))  # fmt: skip
"""Entities of HTML that stand for letters and signs of names."""


def _misread() -> dict[str, str]:
    """Return what letters look like whose UTF-8 was read as Windows' code page -> the letters."""
    letters = [chr(code) for code in (*range(0xC0, 0x180), 0x2019, 0x2018, 0x2013)]
    found = {}
    for letter in letters:
        raw = letter.encode()
        found[raw.decode("cp1252", errors="ignore")] = letter
        found[raw.decode("latin-1")] = letter
    return {wrong: right for wrong, right in found.items() if len(wrong) > 1}


MISREAD = _misread()
"""What a letter outside ASCII looks like where its UTF-8 was read as Windows' code page or Latin 1 -> the letter."""


def unmarked(text: pl.Expr) -> pl.Expr:
    """Return text without marks of footnotes, with the letters that entities and misread bytes stand for.

    "d'" and "l'" are a word of their own.

    Examples
    --------
    >>> texts = ["France[1]", "Japan (a)", "Malta²", "Trinidad &amp; Tobago", "TÃ¼rkiye", "d'Italie"]
    >>> pl.DataFrame({"a": texts}).select(unmarked(pl.col("a")))["a"].to_list()
    ['France ', 'Japan  ', 'Malta', 'Trinidad & Tobago', 'Türkiye', 'd Italie']
    """
    whole = text.str.replace_many(list(MISREAD), list(MISREAD.values()), leftmost=True)
    for pattern, becomes in ENTITIES:
        whole = whole.str.replace_all(pattern, becomes)
    plain = whole.str.replace_all(SUPERSCRIPTS, "").str.replace_all(FOOTNOTES, " ")
    return plain.str.replace_all(ELISION, "$1 ")
