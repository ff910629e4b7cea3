"""The deciding metric by the values of a column: where the model is worse than on the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

import polars as pl

from wrangle.sections.train import Split
from wrangle.training.answers import Answers
from wrangle.training.bootstrap import Measured, draws, resample
from wrangle.training.metric import METRICS
from wrangle.training.metrics import score
from wrangle.training.part import Part

LEAST = 30
"""Rows below which a slice is not shown: nothing can be said of it."""
BINS = 5
"""Parts of about as many rows that numbers and times are divided into."""
LEVELS = 20
"""Values of a column that are shown, the most frequent ones; the others stand together."""
OTHERS = "(others)"
MISSING = "(missing)"
ROWS, TIMES = 5_000, 200
"""Rows that are looked at, and how often they are drawn, for the interval of a slice."""


@dataclass(frozen=True)
class Slice:
    """The deciding metric on the test rows with one value of a column."""

    column: str
    value: str
    rows: int
    share: float
    """Of all test rows."""
    measured: Measured
    worse: bool
    """Whether the whole interval is worse than the metric of all test rows."""
    truth: float | None
    """The share of the class looked for, or the mean of the target; None for other problems."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        found = {"column": self.column, "slice": self.value, "rows": self.rows, "share": self.share}
        return found | self.measured.describe() | {"worse": self.worse, "truth": self.truth}


def slices(test: Part, given: Answers, name: str, split: Split, *, seed: int) -> list[Slice]:
    """Return a metric by the values of each slice column, the worst first; those that cannot be told last.

    Parameters
    ----------
    test : Part
        With its slice columns.
    given : Answers
        Of the same rows.
    name : str
        The deciding metric.
    split : Split
    seed : int
    """
    if not len(test):
        return []
    whole = score(name, given)
    found = [
        _slice(test, given, (column.name, value), places, (name, whole, split, seed))
        for column in test.slices
        for value, places in groups(column)
        if len(places) >= LEAST
    ]
    return sorted(found, key=lambda each: _rank(name, each))


def _rank(name: str, each: Slice) -> tuple[bool, float]:
    """Return what slices are sorted by: the worst first, NaN last."""
    turned = METRICS[name].turned(each.measured.value)
    return isnan(turned), turned


def _slice(
    test: Part, given: Answers, named: tuple[str, str], places: Any, asked: tuple[str, float, Split, int]
) -> Slice:
    name, whole, split, seed = asked
    few = given.take(places)
    drawn = draws(test.take(places), split, seed=seed, limit=ROWS, times=TIMES)
    found = resample(few, [name], drawn).measured(name)
    metric = METRICS[name]
    best = found.high if metric.greater else found.low
    worse = best is not None and metric.turned(best) < metric.turned(whole)
    return Slice(*named, len(places), len(places) / len(given), found, worse, _truth(few))


def _truth(given: Answers) -> float | None:
    if given.truth is None or given.problem == "multiclass":
        return None
    return float((given.truth if given.problem == "regression" else given.is_positive).mean())


def groups(column: pl.Series) -> Iterator[tuple[str, Any]]:
    """Yield the values of a column as text, each with the places of its rows; missing ones last.

    Numbers and times of more than ten values are divided into `BINS` parts of about as many rows.

    Examples
    --------
    >>> [(value, len(places)) for value, places in groups(pl.Series("n", [None, *range(100)]))]
    [('0 to 19', 20), ('20 to 39', 20), ('40 to 59', 20), ('60 to 79', 20), ('80 to 99', 20), ('(missing)', 1)]
    """
    values = column.fill_nan(None) if column.dtype.is_float() else column
    ordered = values.dtype.is_numeric() or values.dtype.is_temporal()
    yield from _bins(values) if ordered and values.n_unique() > 10 else _levels(values)
    if values.null_count():
        yield MISSING, values.is_null().arg_true().to_numpy()


def _bins(values: pl.Series) -> Iterator[tuple[str, Any]]:
    """Yield parts of about as many rows; equal values are never parted."""
    middle = values.rank("average") - 0.5  # of equal values: the middle of their places
    number = (middle * BINS / (len(values) - values.null_count())).floor()
    for part in range(BINS):
        places = (number == part).arg_true()
        if len(places):
            within = values.gather(places)
            yield f"{_shown(within.min())} to {_shown(within.max())}", places.to_numpy()


def _levels(values: pl.Series) -> Iterator[tuple[str, Any]]:
    """Yield the most frequent values, then the others together."""
    texts = values.cast(pl.String).alias("text")
    counts = texts.drop_nulls().value_counts().sort(["count", "text"], descending=[True, False])["text"]
    for text in counts[:LEVELS]:
        yield text, (texts == text).arg_true().to_numpy()
    if len(counts) > LEVELS:
        yield OTHERS, texts.is_in(counts[LEVELS:].implode()).arg_true().to_numpy()


def _shown(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
