"""Mends text that was read in the wrong encoding."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep


class FixEncoding(TextInPlaceStep):
    """Mend text that was written in one encoding and read in another: "Ã©" that should be "é" (mojibake).

    Only what can be explained by such a mistake, or by several one after the other, and makes sense afterwards, is
    changed; all else stays, quotes and accents too. ASCII text is never changed. Null stays null, empty text empty.
    Give the source its true `encoding` where it is known: this is for files in which some rows are broken.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("fix_encoding: {column: a}", a=["OrlÃ©ans", "CuraÃ§ao", "Århus", None])
    {'a': ['Orléans', 'Curaçao', 'Århus', None]}

    References
    ----------
    Speer, R. (2019): ftfy, version 5.5. doi:10.5281/zenodo.2591652. Its `fix_encoding`.
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 10_000.0

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the mended text."""
        return pl.col(name).map_batches(_mended, return_dtype=pl.String, is_elementwise=True)


def _mended(texts: pl.Series) -> pl.Series:
    """Return mended texts; only those with a character beyond ASCII are looked at, each once."""
    rows = texts.str.contains(r"[^\x00-\x7f]").fill_null(value=False).arg_true()
    if not len(rows):
        return texts
    from ftfy import fix_encoding

    broken = texts.gather(rows)
    known = {text: fix_encoding(text) for text in broken.unique()}
    return texts.scatter(rows, [known[text] for text in broken])
