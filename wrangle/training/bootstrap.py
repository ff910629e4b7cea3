"""Intervals of 95 % by the percentile bootstrap: what metrics would be on rows drawn again.

Where the split is by groups or by time, whole groups or whole blocks of time are drawn, since rows of one group or
hour are alike and say less than as many rows of their own. Work is bounded: of more than `LIMIT` rows that many are
looked at, each draw is as large as all of them, and the interval is moved to the value of all (Kleiner et al. 2014,
A scalable bootstrap for massive data, with one bag). Of large groups some rows are looked at rather than few groups
whole: how groups differ is what an interval has to tell, and fewer rows of each make it a little wider, never narrower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.sections.train import Split
from wrangle.training.answers import Answers
from wrangle.training.metric import METRICS
from wrangle.training.metrics import can, score
from wrangle.training.part import Part

LIMIT = 25_000
"""Rows that are looked at: the 0.7th power of two millions, as Kleiner et al. advise."""
TIMES = 400
"""How often rows are drawn: the ends of an interval lie between the 10th and 11th value from either side."""
OF_UNIT = 50
"""Rows of a group or block that are enough to look at where groups are large: more groups then tell more."""
LEAST = 10
"""Rows, groups or blocks below which no interval is told: too few to know how they vary."""


@dataclass(frozen=True)
class Measured:
    """A metric with its interval."""

    value: float
    """NaN where it cannot be told from these rows."""
    low: float | None = None
    """None: no interval is told."""
    high: float | None = None

    def describe(self) -> dict[str, float | None]:
        """Return it as plain JSON values."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Draws:
    """Seeded draws with replacement; each tells how often each row counts."""

    rows: Any
    """numpy.ndarray: the places of the rows that are looked at, rising."""
    unit: Any | None
    """numpy.ndarray, (rows looked at,): the unit each row goes with, from 0; None: each row by itself."""
    units: int
    """How many units are looked at."""
    of: int
    """How many units there are in all: so many are drawn."""
    how: str
    """What is drawn, in words."""
    seed: int = 0
    times: int = TIMES

    def __iter__(self) -> Iterator[Any]:
        """Yield numpy.ndarray, (rows looked at,), float64: how often each row counts."""
        import numpy as np

        random = np.random.default_rng(self.seed)
        for _ in range(self.times if self.units >= LEAST else 0):
            if self.of == self.units:
                counts = np.bincount(random.integers(self.units, size=self.units), minlength=self.units)
            else:
                counts = random.multinomial(self.of, np.full(self.units, 1 / self.units))
            yield counts.astype(np.float64) if self.unit is None else counts[self.unit].astype(np.float64)


def draws(part: Part, split: Split, *, seed: int, limit: int = LIMIT, times: int = TIMES) -> Draws:
    """Return how rows of a part are to be drawn again.

    Parameters
    ----------
    part : Part
    split : Split
        By a column: its groups, or blocks of its time, are drawn whole.
    seed : int
    limit : int
        Rows that are looked at.
    times : int
        How often rows are drawn.

    Examples
    --------
    >>> import numpy as np
    >>> part = Part(np.zeros((30, 1)), None, np.arange(30), by=pl.Series("who", list("abcdefghij") * 3))
    >>> draws(part, Split(by="who"), seed=0).how
    '10 whole groups of who'
    """
    import numpy as np

    unit, how = _units(part, split)
    if unit is None:
        return _of_rows(len(part), seed, limit, times)
    of = int(unit.max()) + 1 if len(unit) else 0
    chosen = np.arange(of)
    if len(part) > limit:
        share = max(LEAST, limit // OF_UNIT, round(of * limit / len(part)))
        chosen = np.random.default_rng(seed).permutation(of)[: min(share, of)]
    number = np.full(of, -1)
    number[chosen] = np.arange(len(chosen))
    rows = _few(np.flatnonzero(number[unit] >= 0), max(limit, LEAST), seed)
    return Draws(rows, number[unit[rows]], len(chosen), of, how, seed, times)


def _few(rows: Any, limit: int, seed: int) -> Any:
    """Return the rows, or as many of them as may be looked at, rising."""
    import numpy as np

    return rows if len(rows) <= limit else np.sort(np.random.default_rng(seed).choice(rows, limit, replace=False))


def _of_rows(count: int, seed: int, limit: int, times: int) -> Draws:
    import numpy as np

    rows = _few(np.arange(count), limit, seed)
    return Draws(rows, None, len(rows), count, "single rows", seed, times)


def _units(part: Part, split: Split) -> tuple[Any | None, str]:
    """Return the number of the unit that each row goes with, and what units are; None for single rows."""
    if part.by is None or split.by is None or split.how == "random" or not len(part):
        return None, ""
    by = part.by
    if split.how == "time" or (split.how == "auto" and by.dtype.is_temporal()):
        places = _dense(by)
        moments = int(places.max()) + 1
        length = max(1, min(round(moments**0.5), moments // (2 * LEAST)))
        return places // length, f"whole blocks of {length:,} moments of {by.name}"
    unit = _dense(by)
    return unit, f"{int(unit.max()) + 1:,} whole groups of {by.name}"


def _dense(by: pl.Series) -> Any:
    """Return the number of each value among the different ones, in order, from 0; null is the least."""
    if by.dtype == pl.String:  # ranking texts compares them row by row: five times as dear as looking them up
        by = by.cast(pl.Enum(by.drop_nulls().unique().sort())).to_physical()
    ranks = by.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    return ranks - ranks.min()


Replicates = Mapping[str, Any]
"""Metric -> numpy.ndarray, (draws,): its value in each draw."""


@dataclass(frozen=True)
class Resampled:
    """The metrics of one set of answers, on all rows and in each draw."""

    values: Mapping[str, float]
    """On all rows."""
    looked_at: Mapping[str, float]
    """On the rows that are looked at, each once."""
    replicates: Replicates

    def measured(self, name: str) -> Measured:
        """Return a metric with its interval, held within the metric's range."""
        metric = METRICS[name]
        found = interval(self.values[name], self.looked_at.get(name), self.replicates.get(name))
        if found is None:
            return Measured(self.values[name])
        return Measured(self.values[name], *(min(max(end, metric.low), metric.high) for end in found))

    def gain_over(self, other: Resampled, name: str) -> Measured:
        """Return how much better a metric is than another's on the same rows and draws: greater is better."""
        turned = METRICS[name].turned
        value = turned(self.values[name] - other.values[name])
        if name not in self.replicates or name not in other.replicates:
            return Measured(value)
        at_all = turned(self.looked_at[name] - other.looked_at[name])
        found = interval(value, at_all, turned(self.replicates[name] - other.replicates[name]))
        return Measured(value, *(found or (None, None)))


def resample(given: Answers, names: Sequence[str], drawn: Draws) -> Resampled:
    """Return metrics of answers on all rows and in each draw; those that cannot be computed are left out.

    Parameters
    ----------
    given : Answers
    names : sequence of str
        Metrics.
    drawn : Draws
        Of the same rows.
    """
    import numpy as np

    fit = [name for name in names if can(METRICS[name], given)]
    values = {name: score(name, given) for name in fit}
    few = given.take(drawn.rows) if len(drawn.rows) < len(given) else given
    prepared = {name: prepare(few) for name in fit if len(few) and (prepare := METRICS[name].replica)}
    weight = np.ones(len(few)) if few.weight is None else few.weight
    looked_at = {name: replica(weight) for name, replica in prepared.items()}
    found: dict[str, list[float]] = {name: [] for name in prepared}
    for counts in drawn:
        weighted = counts * weight
        for name, replica in prepared.items():
            found[name].append(replica(weighted))
    return Resampled(values, looked_at, {name: np.array(each) for name, each in found.items() if each})


def interval(value: float, looked_at: float | None, replicates: Any | None) -> tuple[float, float] | None:
    """Return the ends of the middle 95 % of what was found in each draw, moved to the value of all rows.

    Parameters
    ----------
    value : float
        On all rows.
    looked_at : float or None
        On the rows that are looked at.
    replicates : numpy.ndarray or None, (draws,)
        Where more than a tenth is NaN, no interval is told.
    """
    import numpy as np

    if replicates is None or looked_at is None or not np.isfinite(value - looked_at):
        return None
    finite = replicates[np.isfinite(replicates)]
    if len(finite) < 0.9 * len(replicates):
        return None
    low, high = np.quantile(finite, (0.025, 0.975)) + (value - looked_at)
    return float(low), float(high)
