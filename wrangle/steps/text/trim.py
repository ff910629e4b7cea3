"""Takes white space off the ends of text."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import Selector, TextColumns

SPACE = r"[\s\u{200b}\u{feff}]+"
"""White space as Unicode has it, and two characters that show nothing: zero-width space and byte-order mark."""

RARE_AT_ENDS = r"^[\u{200b}\u{feff}]|[\u{200b}\u{feff}]$"
"""What polars' `strip_chars` leaves at the ends."""

RARE_INSIDE = r"[\s\u{200b}\u{feff}&&[^ ]]|  "
"""White space inside that is not one blank."""


class Trim(ColumnStep):
    r"""Take white space off both ends of text, and bring white space inside down to one blank.

    White space is what Unicode says it is (no-break and ideographic spaces, tabs, line ends too), zero-width spaces and
    byte-order marks. Null stays null; text of nothing but white space becomes empty text: `null_values` makes it null.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("trim: {columns: [a]}", a=["  x ", "united   states", "   ", None])
    {'a': ['x', 'united states', '', None]}
    >>> apply("trim: {columns: [a], inner: false}", a=[" united  states "])
    {'a': ['united  states']}
    """

    before_types: ClassVar[bool] = True
    shorthand: ClassVar[str] = "columns"
    cost: ClassVar[float] = 60.0

    columns: TextColumns = Selector()
    """The columns to rewrite, in place; all columns of text where none are named."""

    inner: bool = True
    """Whether runs of white space inside the text become one blank."""

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column without white space at its ends."""
        names = self.reads_in_place()
        return [pl.col(name).map_batches(self._trimmed, pl.String(), is_elementwise=True) for name in names]

    def _trimmed(self, texts: pl.Series) -> pl.Series:
        """Return texts trimmed by polars' own means, several times faster; those that this does not do by patterns."""
        plain = texts.str.strip_chars()
        rare = plain.str.contains(RARE_INSIDE if self.inner else RARE_AT_ENDS)
        if not rare.any():
            return plain
        slow = texts.filter(rare)
        if self.inner:
            slow = slow.str.replace_all(SPACE, " ")
        return plain.scatter(rare.arg_true(), slow.str.replace_all(f"^{SPACE}|{SPACE}$", ""))
