"""Brings runs of white space down to one blank."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from wrangle.steps.base import Learned
from wrangle.steps.in_place import TextInPlaceStep

SPACE = r"[\s\u{200b}\u{feff}]+"
"""White space as Unicode has it, and two characters that show nothing: zero-width space and byte-order mark."""

IN_LINE = r"[\s\u{200b}\u{feff}&&[^\n\r]]+"
"""The same, line ends apart."""

LINE_END = r" ?(\r\n|\n|\r) ?"


class CollapseWhitespace(TextInPlaceStep):
    r"""Write one blank for each run of white space in text; what stands at the ends becomes one blank as well.

    White space is what Unicode says it is (no-break and ideographic spaces, tabs, line ends too), zero-width spaces and
    byte-order marks. `trim` does the same and takes the blanks off the ends. Null stays null, empty text empty; text of
    nothing but white space becomes one blank.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("collapse_whitespace: {column: a}", a=["united   states", "a\t\nb ", None])
    {'a': ['united states', 'a b ', None]}
    >>> apply("collapse_whitespace: {column: a, keep_lines: true}", a=["two  lines \r\n  here"])
    {'a': ['two lines\nhere']}
    """

    before_types: ClassVar[bool] = True
    cost: ClassVar[float] = 80.0

    keep_lines: bool = False
    r"""Whether line ends stay, each as `\n`, without blanks around it."""

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return the text with single blanks."""
        text = pl.col(name)
        if not self.keep_lines:
            return text.str.replace_all(SPACE, " ")
        return text.str.replace_all(IN_LINE, " ").str.replace_all(LINE_END, "\n")
