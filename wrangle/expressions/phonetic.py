"""Writes words as they sound in English, so that spellings that sound alike are equal."""

from __future__ import annotations

import re
from functools import lru_cache

RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^[gkp](?=n)|^w(?=r)|^a(?=e)", ""),
        (r"^x", "s"),
        (r"^wh", "w"),
        (r"([abd-z])\1+", r"\1"),
        (r"mb$", "m"),
        (r"sch", "sk"),
        (r"tch|cia|ch|sh|[st](?=i[oa])", "X"),
        (r"sc(?=[iey])|c(?=[iey])", "s"),
        (r"c+k?|q", "k"),
        (r"dg(?=[iey])", "J"),
        (r"gh(?![aeiou])|g(?=n$|ned$|ns$)", ""),
        (r"g(?=[iey])|j", "J"),
        (r"gh?", "k"),
        (r"ph|v", "f"),
        (r"th", "0"),
        (r"d", "t"),
        (r"(?<=[aeiou])h(?![aeiou])|(?<=[kpst])h", ""),
        (r"x", "ks"),
        (r"z", "s"),
        (r"[wy](?![aeiou])", ""),
        (r"(?<!^)[aeiou]", ""),
        (r"([a-zJX0])\1+", r"\1"),
    )
)
"""What is written for what, in this order: X is the sound of `sh` or `ch`, 0 that of `th`."""


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return how a word sounds: its consonants by their sound, and a vowel that it begins with.

    A word that is not all letters of the Latin alphabet from a to z, small and without accents, stays as it is.

    References
    ----------
    After Philips, L. (1990): Hanging on the Metaphone. Computer Language 7 (12), 39-43.

    Examples
    --------
    >>> [sound(word) for word in ("knight", "night", "phillip", "filip", "schmidt", "smith", "747")]
    ['nt', 'nt', 'flp', 'flp', 'skmt', 'sm0', '747']
    """
    if not re.fullmatch("[a-z]+", word):
        return word
    found = word
    for pattern, written in RULES:
        found = pattern.sub(written, found)
    return found or word
