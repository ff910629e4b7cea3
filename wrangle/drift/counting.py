"""Counts a column of other records by the bins, values and looks of its profile; counts of parts can be added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.drift.profile import Profile, bins, epochs, hours
from wrangle.drift.texts import as_numbers, looks

KEPT = 200
"""How many different new values of a part are kept, the most frequent ones."""


@dataclass
class Counted:
    """How often what a profile tells of was met in other records, and what was met besides."""

    rows: int = 0
    nulls: int = 0
    bins: Any = None
    """numpy.ndarray, int64: of each bin, listed value or hour; of texts, all others last."""
    shapes: Any = None
    """numpy.ndarray, int64: of each look, all others last; None where looks are not told."""
    unread: int = 0
    """Texts that are no numbers, in a column of numbers."""
    new: int = 0
    """Rows with texts that the training did not have, where it is known which it had."""
    examples: Counter[str] = field(default_factory=Counter)
    """Texts that the training did not have, or not often enough to be listed -> rows."""
    strange: Counter[str] = field(default_factory=Counter)
    """Texts of looks that the training did not have -> rows."""
    below: int = 0
    above: int = 0
    """Values out of the range of the training."""
    outside: list[float] = field(default_factory=list)
    """The first few of them."""
    total: float = 0.0
    squares: float = 0.0
    """Sums, about the mean of the training."""
    low: float | None = None
    high: float | None = None
    frequent: Counter[str] = field(default_factory=Counter)
    """The most frequent numbers of each part -> rows."""

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.nulls

    def add(self, later: Counted) -> None:
        """Take in what was counted of further rows."""
        for name in ("rows", "nulls", "unread", "new", "below", "above", "total", "squares"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        for name in ("bins", "shapes"):
            mine, others = getattr(self, name), getattr(later, name)
            setattr(self, name, others if mine is None else mine if others is None else mine + others)
        for name in ("examples", "strange", "frequent"):
            getattr(self, name).update(getattr(later, name))
        self.outside = (self.outside + later.outside)[:5]
        self.low = min((each for each in (self.low, later.low) if each is not None), default=None)
        self.high = max((each for each in (self.high, later.high) if each is not None), default=None)


class Counting:
    """Counts a column by its profile.

    Examples
    --------
    >>> from wrangle.drift.profile import profile
    >>> counting = Counting(profile(pl.Series(["EWR", "JFK", "EWR"])))
    >>> found = counting.count(pl.Series(["EWR", "Newark", None]))
    >>> found.bins.tolist(), found.nulls, found.examples
    ([1, 0, 1], 1, Counter({'Newark': 1}))
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def count(self, column: pl.Series) -> Counted:
        """Return how often what the profile tells of is met in a column of any type."""
        if self.profile.kind == "time":
            return self._times(column)
        if self.profile.kind == "number":
            return self._numbers(column)
        return self._texts(column.cast(pl.String))

    def _numbers(self, column: pl.Series) -> Counted:
        profile, numbers = self.profile, as_numbers(column)
        there = numbers.drop_nulls()
        of_text = column.dtype == pl.String()
        found = Counted(len(column), column.null_count() if of_text else numbers.null_count())
        found.bins = bins(there, profile.edges)
        if of_text and len(there) + found.nulls < len(column):
            words = column.filter(numbers.is_null() & column.is_not_null())
            found.unread = len(words)
            found.examples = _most(words.filter(~words.is_in(list(profile.words))))
            found.new = found.examples.total() if profile.complete else 0
        if len(there) and profile.min is not None and profile.max is not None:
            self._spread(there, found)
        return found

    def _spread(self, there: pl.Series, found: Counted) -> None:
        import numpy as np

        profile, values = self.profile, there.to_numpy()
        below, above = values < profile.min, values > profile.max
        found.below, found.above = int(below.sum()), int(above.sum())
        if found.below or found.above:
            found.outside = values[below | above][:5].tolist()
        moved = values - (profile.mean or 0.0)
        found.total, found.squares = float(moved.sum()), float((moved * moved).sum())
        found.low, found.high = float(values.min()), float(values.max())
        different, counts = np.unique(values, return_counts=True)
        most = np.argsort(-counts, kind="stable")[:5]
        texts = pl.Series(different[most]).cast(pl.String)
        found.frequent = Counter(dict(zip(texts, counts[most].tolist(), strict=True)))

    @cached_property
    def _listed(self) -> pl.Enum:
        return pl.Enum(list(self.profile.values))

    @cached_property
    def _looks(self) -> pl.Enum:
        return pl.Enum(list(self.profile.shapes))

    def _texts(self, texts: pl.Series) -> Counted:
        profile = self.profile
        there = texts.drop_nulls()
        found = Counted(len(texts), len(texts) - len(there))
        found.bins, unknown = _by(there, self._listed)
        if profile.complete:
            found.examples = _most(there.filter(unknown))
            found.new = int(unknown.sum())
        elif profile.shapes:
            found.shapes, unknown = _by(looks(there, letters=profile.letters), self._looks)
            found.strange = _most(there.filter(unknown))
        return found

    def _times(self, column: pl.Series) -> Counted:
        profile = self.profile
        there = column.drop_nulls() if column.dtype.is_temporal() else column.clear()
        found = Counted(len(column), len(column) - len(there))
        found.bins = hours(there)
        seconds = epochs(there)
        if seconds is not None and len(there) and profile.min is not None:
            found.low, found.high = float(seconds.min()), float(seconds.max())  # type: ignore[arg-type]  # numbers
            found.below = int((seconds < profile.min).sum())
        return found


def _by(texts: pl.Series, listed: pl.Enum) -> tuple[Any, pl.Series]:
    """Return numpy.ndarray, (listed + 1,): rows of each listed text, others last; and which rows the others are."""
    import numpy as np

    count = len(listed.categories)
    codes = texts.cast(listed, strict=False).to_physical().cast(pl.Int64)
    unknown = codes.is_null()
    return np.bincount(codes.fill_null(count).to_numpy(), minlength=count + 1), unknown


def _most(texts: pl.Series) -> Counter[str]:
    if not len(texts):
        return Counter()
    counts = texts.alias("text").value_counts(name="n").sort(["n", "text"], descending=[True, False])
    return Counter(dict(counts.head(KEPT).iter_rows()))
