"""Counts what texts are like, however many there are: lengths, blanks, tokens, and the numbers among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from wrangle.explore.profile.moments import Moments
from wrangle.expressions.nothing import is_token

NUMBERS = 0.5
"""The share of the first rows' texts from which on the numbers among all are counted."""


@dataclass
class TextCounts:
    """What all texts of a column are like.

    Examples
    --------
    >>> counts = TextCounts(numeric=True)
    >>> counts.add(pl.Series(["1.5", " 2", "n/a"]))
    >>> counts.padded, dict(counts.tokens), counts.moments.mean, counts.numbers
    (1, {'n/a': 1}, 1.75, 2)
    """

    numeric: bool = False
    """Whether numbers among them are counted."""
    count: int = 0
    letters: int = 0
    shortest: int | None = None
    longest: int = 0
    padded: int = 0
    """Texts with blanks at an end."""
    tokens: Counter[str] = field(default_factory=Counter)
    """Text that stands for a missing value, without blanks at its ends -> rows."""
    numbers: int = 0
    """Texts that are a number as programs write it."""
    moments: Moments = field(default_factory=Moments)

    def add(self, values: pl.Series, counts: pl.Series | None = None) -> None:
        """Take in texts, none of them null.

        Parameters
        ----------
        values : polars.Series, (texts,)
        counts : polars.Series, (texts,), optional
            How often each stands; once where it is left out.
        """
        if not len(values):
            return
        times = pl.repeat(1, len(values), dtype=pl.UInt32, eager=True) if counts is None else counts
        frame = pl.DataFrame({"text": values, "times": times})
        text, number = pl.col("text"), pl.col("times").cast(pl.Int64)
        length = text.str.len_chars()
        frame = frame.with_columns(length=length, token=is_token(text) if self._may_hold(values) else pl.lit(False))
        told = frame.select(
            count=number.sum(),
            letters=(pl.col("length") * number).sum(),
            shortest=pl.col("length").min(),
            longest=pl.col("length").max(),
            padded=number.filter(text.str.strip_chars().str.len_bytes() != text.str.len_bytes()).sum(),
        ).row(0, named=True)
        self.count += told["count"]
        self.letters += told["letters"]
        self.padded += told["padded"]
        self.longest = max(self.longest, told["longest"])
        self.shortest = told["shortest"] if self.shortest is None else min(self.shortest, told["shortest"])
        found = frame.filter("token").group_by(text.str.strip_chars()).agg(number.sum())
        self.tokens.update(dict(found.iter_rows()))
        if self.numeric:
            self._add_numbers(frame)

    def take(self, other: TextCounts) -> None:
        """Take in what was counted of other texts."""
        self.count += other.count
        self.letters += other.letters
        self.padded += other.padded
        self.numbers += other.numbers
        self.longest = max(self.longest, other.longest)
        shortest = [each for each in (self.shortest, other.shortest) if each is not None]
        self.shortest = min(shortest, default=None)
        self.tokens.update(other.tokens)
        self.moments.take(other.moments)

    @staticmethod
    def _may_hold(values: pl.Series) -> bool:
        """Tell whether there can be a token: none has more than sixteen letters."""
        return bool(values.str.len_bytes().min() <= 32)  # type: ignore[operator]  # a number, of texts

    def _add_numbers(self, frame: pl.DataFrame) -> None:
        number = pl.col("text").str.strip_chars().cast(pl.Float64, strict=False)
        read = frame.select("times", "token", number=number).filter(~pl.col("token"), pl.col("number").is_finite())
        self.numbers += int(read["times"].cast(pl.Int64).sum())
        self.moments.add(read["number"].to_numpy(), read["times"].cast(pl.Int64).to_numpy())

    @property
    def mean_length(self) -> float | None:
        """The mean number of letters."""
        return self.letters / self.count if self.count else None


def are_numbers(values: pl.Series, counts: pl.Series) -> bool:
    """Tell whether many of some texts are numbers.

    Examples
    --------
    >>> are_numbers(pl.Series(["1", "2", "x"]), pl.Series([5, 5, 1]))
    True
    """
    read = values.str.strip_chars().cast(pl.Float64, strict=False).is_finite().fill_null(value=False)
    return int(counts.filter(read).sum()) >= NUMBERS * max(int(counts.sum()), 1)
