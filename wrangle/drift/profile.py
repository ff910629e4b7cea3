"""What one column was like in training: the bins, values and looks that other records are counted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import polars as pl

from wrangle.drift.texts import LETTERS, NUMBERS, as_numbers, keeps_letters, looks

Kind = Literal["number", "text", "boolean", "time"]
BINS = 10
"""Bins of numbers, of about as many rows each."""
VALUES = 500
"""How many different texts are listed at most; of more, only the frequent ones are."""
FREQUENT = 5
"""How often a text must stand in a column with more different ones to be listed: rare ones may be names of people."""
FEW = 20
"""Different texts up to which all are listed whatever they hold."""
TOP = 50
"""How many of the most frequent numbers are listed."""


@dataclass(frozen=True)
class Profile:
    """A column of the training. `describe` is what baseline.json holds of it."""

    kind: Kind
    rows: int
    nulls: int = 0
    distinct: int = 0
    """How many different values; of numbers and times about so many."""
    mean: float | None = None
    std: float | None = None
    min: float | None = None
    """Of times: seconds since 1970."""
    max: float | None = None
    edges: tuple[float, ...] = ()
    """Of numbers: upper ends of all bins but the last; each belongs to its bin."""
    counts: tuple[int, ...] = ()
    """Of numbers: rows in each bin; of times: rows of each hour of the day."""
    values: Mapping[str, int] = field(default_factory=dict)
    """Texts, or the most frequent numbers -> rows."""
    other: int = 0
    """Rows with values that are not listed."""
    complete: bool = False
    """Whether all different values are listed."""
    once: int = 0
    """How many values stand there once: what is met for the first time is about as frequent as they are together."""
    unread: int = 0
    """Of texts that are compared as numbers: rows that hold none."""
    words: Mapping[str, int] = field(default_factory=dict)
    """What they hold instead -> rows."""
    letters: bool = False
    """Whether looks keep letters."""
    shapes: Mapping[str, int] = field(default_factory=dict)
    """What texts look like -> rows; none where all values are listed."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values, without what is empty."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        empty = vars(Profile(self.kind, self.rows))
        needed = ("kind", "rows", "nulls", "distinct")
        told = {name: value for name, value in found.items() if name in needed or value != empty[name]}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> Profile:
        """Return what `describe` told."""
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in described.items()
        }
        return cls(**plain)

    @property
    def there(self) -> int:
        """Rows with a value."""
        return self.rows - self.nulls

    @property
    def is_quantity(self) -> bool:
        """Whether it holds texts of few looks and many values: numbers with a unit, times, numbered things."""
        return bool(self.shapes) and sum(self.shapes.values()) >= NUMBERS * self.there


def profile(column: pl.Series) -> Profile | None:
    """Return what a column is like; None where it is of a kind that cannot be compared.

    Examples
    --------
    >>> found = profile(pl.Series([1.0, 2.0, 3.0, 4.0, None]))
    >>> found.kind, found.nulls, found.mean, found.counts
    ('number', 1, 2.5, (1, 1, 1, 1))
    >>> profile(pl.Series(["b", "a", "b"])).values
    {'b': 2, 'a': 1}
    """
    dtype = column.dtype
    if dtype.is_nested() or dtype in {pl.Binary(), pl.Object(), pl.Null()}:
        return None
    if dtype.is_temporal():
        return _times(column)
    if dtype == pl.Boolean():
        return _texts(column.cast(pl.String), "boolean")
    if dtype.is_numeric():
        return _numbers(column, as_numbers(column))
    texts = column.cast(pl.String)
    numbers = as_numbers(texts)
    there = len(texts) - texts.null_count()
    few = len(numbers) - numbers.null_count()
    return _numbers(texts, numbers) if few and few >= NUMBERS * there else _texts(texts, "text")


def _numbers(column: pl.Series, numbers: pl.Series) -> Profile:
    there = numbers.drop_nulls()
    of_text = column.dtype == pl.String()
    missing = column.null_count() if of_text else numbers.null_count()
    words = _counted(column.filter(column.is_not_null() & numbers.is_null())) if of_text else {}
    found = Profile("number", len(column), missing, int(there.n_unique()))
    if not len(there):
        return found
    edges = _edges(there)
    most = _counted(there.cast(pl.String), TOP)
    changed: dict[str, Any] = {
        **{name: float(getattr(there, name)()) for name in ("mean", "min", "max")},
        "std": float(there.std() or 0.0),  # type: ignore[arg-type]  # a number, of numbers
        "edges": edges,
        "counts": tuple(int(each) for each in bins(there, edges)),
        "values": {text: count for text, count in most.items() if count >= FREQUENT},
        "unread": sum(words.values()),
        "words": dict(list(words.items())[:TOP]),
        "once": sum(count == 1 for count in words.values()),
        "complete": len(words) <= TOP,
    }
    return Profile(**{**vars(found), **changed})


def _edges(numbers: pl.Series) -> tuple[float, ...]:
    """Return upper ends of bins of about as many rows, ties together; what a frequent value leaves is parted too."""
    import numpy as np

    values = numbers.to_numpy()
    found = set(np.quantile(values, np.arange(1, BINS) / BINS, method="inverted_cdf"))
    if len(found) < BINS - 1:
        places = np.searchsorted(np.array(sorted(found)), values)
        alone = ~np.isin(values, list(found))
        for place in np.unique(places[alone]):
            some = values[alone & (places == place)]
            if len(some) > len(values) / BINS / 2:
                found |= set(np.quantile(some, (0.25, 0.5, 0.75), method="inverted_cdf"))
    found.discard(values.max())
    return tuple(float(each) for each in sorted(found))


def bins(numbers: pl.Series, edges: tuple[float, ...]) -> Any:
    """Return numpy.ndarray, (bins,): how many of some numbers, none of them null, are in each bin."""
    import numpy as np

    places = np.searchsorted(np.asarray(edges, np.float64), numbers.to_numpy(), side="left")
    return np.bincount(places, minlength=len(edges) + 1)


def _counted(texts: pl.Series, most: int | None = None) -> dict[str, int]:
    """Return text -> rows, the most frequent first, then by text."""
    counts = texts.drop_nulls().alias("text").value_counts(name="n")
    ordered = counts.sort(["n", "text"], descending=[True, False])
    return dict((ordered if most is None else ordered.head(most)).iter_rows())


def _texts(texts: pl.Series, kind: Kind) -> Profile:
    counts = texts.drop_nulls().alias("text").value_counts(name="n").sort(["n", "text"], descending=[True, False])
    complete = counts.height <= VALUES and not _are_quantities(counts["text"])
    listed = counts if complete else counts.filter(pl.col("n") >= FREQUENT).head(TOP)
    there = len(texts) - texts.null_count()
    letters = not complete and keeps_letters(texts.drop_nulls())
    return Profile(
        kind,
        len(texts),
        texts.null_count(),
        counts.height,
        values=dict(listed.iter_rows()),
        other=there - int(listed["n"].sum()),
        complete=complete,
        once=int((counts["n"] == 1).sum()),
        letters=letters,
        shapes={} if complete else _counted(looks(texts, letters=letters), LETTERS),
    )


def _are_quantities(texts: pl.Series) -> bool:
    """Tell whether different texts are numbers with a unit, times or numbered things, of which others may come."""
    return len(texts) > FEW and float(texts.str.contains(r"\d").mean() or 0) >= NUMBERS  # type: ignore[arg-type]


def _times(column: pl.Series) -> Profile:
    there = column.drop_nulls()
    found = Profile("time", len(column), column.null_count(), int(there.n_unique()))
    if not len(there):
        return found
    clock, seconds = hours(there), epochs(there)
    low, high = (None, None) if seconds is None else (float(seconds.min()), float(seconds.max()))  # type: ignore[arg-type]
    return Profile(**{**vars(found), "counts": tuple(int(each) for each in clock), "min": low, "max": high})


def hours(times: pl.Series) -> Any:
    """Return numpy.ndarray, (24,): how many of some times, none of them null, are in each hour of the day.

    All 0 for dates and lengths of time, which are in none.
    """
    import numpy as np

    if not isinstance(times.dtype, (pl.Datetime, pl.Time)):
        return np.zeros(24, np.int64)
    return np.bincount(times.dt.hour().to_numpy(), minlength=24)


def epochs(times: pl.Series) -> pl.Series | None:
    """Return seconds since 1970 of dates and times; None for what is no moment."""
    if isinstance(times.dtype, (pl.Datetime, pl.Date)):
        return times.cast(pl.Datetime("us")).dt.epoch("us") / 1e6
    return None
