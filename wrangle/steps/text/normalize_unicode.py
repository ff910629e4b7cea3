"""Writes equal characters in one way."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

import polars as pl

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep

PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u2039": "'", "\u203a": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2026": "...",
}  # fmt: skip
"""Quotes, primes, hyphens, dashes, the minus sign and the ellipsis, as a keyboard writes them."""


REFERENCE = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
"""A character reference of HTML, with its semicolon: without one, "R&D" and "AT&T" might hold some."""


class NormalizeUnicode(TextInPlaceStep):
    """Write what looks the same as the same characters, by a normal form of Unicode.

    Done in this order, where asked for: character references of HTML become characters, quotes and dashes plain ones,
    accents are left out, and last the normal form is made. "é" is one character in NFC, and an "e" with an accent of
    its own in NFD. NFKC and NFKD also write ligatures, full-width letters, superscripts and the like plainly: "ﬁ" is
    "fi", "m²" is "m2". Letters that are no accented ones stay: "ø", "ł", "ß". Null stays null, empty text empty.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("normalize_unicode: {column: a, form: NFKC}", a=["ﬁne", "2 m²", None])
    {'a': ['fine', '2 m2', None]}
    >>> rule = "normalize_unicode: {column: a, strip_accents: true, plain_quotes: true, unescape_html: true}"
    >>> apply(rule, a=["Orléans", "“Tromsø”", "Fish &amp; chips", "&eacute;"])
    {'a': ['Orleans', '"Tromsø"', 'Fish & chips', 'e']}

    References
    ----------
    Unicode Standard Annex 15: Unicode normalization forms. HTML Living Standard, section 13.5: named character
    references.
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 200.0

    form: Literal["NFC", "NFD", "NFKC", "NFKD"] = "NFC"
    """The normal form."""

    strip_accents: bool = False
    """Whether accents and other marks on letters are left out."""

    plain_quotes: bool = False
    """Whether typographic quotes, dashes, the minus sign and the ellipsis are written as a keyboard has them."""

    unescape_html: bool = False
    """Whether `&amp;`, `&#233;` and the like become the characters that they stand for, once: `&amp;lt;` is `&lt;`."""

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the text in its normal form."""
        text = pl.col(name)
        if self.unescape_html:
            text = text.map_batches(_unescaped, return_dtype=pl.String, is_elementwise=True)
        if self.plain_quotes:
            text = text.str.replace_many(list(PLAIN), list(PLAIN.values()))
        if self.strip_accents:
            text = text.str.normalize("NFKD" if "K" in self.form else "NFD").str.replace_all(r"\p{M}", "")
        return text.str.normalize(self.form)


def _unescaped(texts: pl.Series) -> pl.Series:
    """Return texts without character references; only those with an ampersand are looked at."""
    import html
    from html.entities import html5

    def character(reference: re.Match[str]) -> str:
        return html.unescape(reference[0]) if reference[1][0] == "#" else html5.get(f"{reference[1]};", reference[0])

    rows = texts.str.contains("&", literal=True).fill_null(value=False).arg_true()
    if not len(rows):
        return texts
    return texts.scatter(rows, [REFERENCE.sub(character, each) for each in texts.gather(rows)])
