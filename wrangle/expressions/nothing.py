"""Texts and numbers that stand for a missing value."""

from __future__ import annotations

import polars as pl

SURELY = (
    "n/a", "#n/a", "n.a.", "<na>", "nan", "#nan", "null", "#null!", "(null)", "(empty)", "(blank)", "0000-00-00", "\\n",
    "?", "??", "???", "-", "--", "---", ".", "..", "...", "#value!", "#ref!", "#div/0!",
)  # fmt: skip
"""In lower case: what programs and people write where there is nothing, and for nothing else."""

WORDS = ("na", "missing", "unknown", "not available", "not applicable", "tbd", "undefined", "empty")
"""What may be a name where names stand ("NA" is Namibia), and is nothing where numbers stand."""

PERHAPS = ("nil", "none", "*", "**", "***")
"""What may mean something where numbers stand, too: none of them, or a footnote."""

TOKENS = SURELY + WORDS + PERHAPS
"""All of these."""

SENTINELS = (-9, -99, -999, -9999, -99999, -999999, 99, 999, 9999, 99999, 999999, -1, 999.9, -999.9, -99.9)
"""Numbers that programs write for a missing value; only such that lie far from all others are taken for one."""


def plain(text: pl.Expr) -> pl.Expr:
    """Return text as tokens are compared: without blanks at its ends, in lower case."""
    return text.str.strip_chars().str.to_lowercase()


def is_token(text: pl.Expr) -> pl.Expr:
    """Return whether a text stands for a missing value; empty text does.

    Examples
    --------
    >>> pl.DataFrame({"a": ["N/A ", "", "Oslo"]}).select(is_token(pl.col("a")))["a"].to_list()
    [True, True, False]
    """
    return plain(text).is_in(["", *TOKENS])
