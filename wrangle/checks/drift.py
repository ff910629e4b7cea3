"""A check: a column is distributed as in training."""

from __future__ import annotations

from collections.abc import Mapping
from math import log, sqrt
from typing import Annotated, Any, Literal, Self

import polars as pl
from pydantic import Field

from wrangle.checks.base import TableCheck
from wrangle.errors import SchemaError
from wrangle.schema import family
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.statistics.distances import jensen_shannon, kolmogorov_smirnov, merged, noise, psi
from wrangle.statistics.distribution import Distribution
from wrangle.steps.base import Learned
from wrangle.steps.in_place import LevelColumn

ALPHA = 1e-3
"""How often a column that has not drifted may still be said to have, by chance."""
LISTED = 50
"""Values that are counted each for itself, the most frequent ones; the others are counted together."""
MOST: Mapping[str, float] = {"psi": 0.2, "jensen_shannon": 0.2, "ks": 0.1}
"""From when on a distance is drift, where nothing is said."""


class Drift(TableCheck):
    """Expect a column to be distributed as in the training data.

    Numbers are counted in bins that hold about as many rows each in training, other values by themselves, the 50 most
    frequent ones; those of which fewer than 5 rows are to be expected are taken together, but for `ks`. `psi` is the
    population stability index, `jensen_shannon` the distance from 0 to 1, `ks` the greatest difference of the shares up
    to a number. Of few rows chance alone makes a distance: what chance makes in all but one of 1,000 times is no drift,
    whatever `max` says. Null, NaN and infinities are left out (see `null_fraction`); without a value the check does not
    succeed. Data that the pipeline was fitted to has no drift.

    Examples
    --------
    >>> check = Drift(column="sky").fitted({"kind": "value", "values": {"Clear": 600, "Fog": 400}, "other": 0})
    >>> now = pl.DataFrame({"value": ["Clear", "Fog"], "count": [100, 900]})
    >>> check.observe({"statistics": {"now": now}})
    (False, 'psi 1.3, not at most 0.2')
    """

    column: LevelColumn
    """The column to look at."""

    measure: Literal["psi", "jensen_shannon", "ks"] = "psi"
    """How the distance is measured; `ks` is for numbers."""

    max: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """The greatest distance that is no drift; without it 0.2, for `ks` 0.1."""

    bins: Annotated[int, Field(ge=2, le=100)] = 10
    """Into how many bins numbers are counted."""

    def typed(self, types: Mapping[str, pl.DataType]) -> Self:
        """Return the check for a column of this type.

        Raises
        ------
        SchemaError
            `ks` is asked of values that have no order.
        """
        told = super().typed(types)
        if self.measure == "ks" and self.column in types and family(types[self.column]) != "number":
            raise SchemaError("`ks` compares numbers: take `measure: psi` or `jensen_shannon` for other values")
        return told

    def training(self) -> Mapping[str, Statistic]:
        """Return that the values are to be counted."""
        is_number = family(self.dtype(self.column)) == "number"
        return {"now": Distribution(self.column) if is_number else Counts(self.column)}

    def statistics(self) -> Mapping[str, Statistic]:
        """Return that the values are to be counted, as in training."""
        return self.training()

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return the bins of the training data, or its values, with the number of rows of each."""
        counts: pl.DataFrame = values["now"]
        if family(self.dtype(self.column)) == "number":
            edges = _edges(counts, self.bins)
            return {"kind": "number", "edges": edges, "counts": _binned(counts, edges).tolist()}
        first = counts.head(LISTED).with_columns(pl.col("value").cast(pl.String))
        return {"kind": "value", "values": dict(first.iter_rows()), "other": int(counts["count"][LISTED:].sum())}

    def observe(self, totals: Mapping[str, Any]) -> tuple[bool, str]:
        """Return whether the distance to training is small, or no more than chance makes."""
        before, now = self._counts(totals["statistics"]["now"])
        if not before.sum() or not now.sum():
            return False, "no value" + (" in training" if now.sum() else "")
        before, now = (before, now) if self.measure == "ks" else merged(before, now)
        distance, floor = self._distance(before, now), self._floor(before, now)
        most = MOST[self.measure] if self.max is None else self.max
        said = f"{self.measure} {distance:.3g}"
        if distance <= most:
            return True, said
        if distance <= floor:
            return True, f"{said}, no more than chance makes of so few rows"
        return False, f"{said}, not at most {most:g}"

    def _counts(self, counts: pl.DataFrame) -> tuple[Any, Any]:
        """Return the rows of each bin or value in training and now, others last."""
        import numpy as np

        learned = self.learned
        if learned["kind"] == "number":
            return np.asarray(learned["counts"], np.int64), _binned(counts, learned["edges"])
        listed: Mapping[str, int] = learned["values"]
        found = dict(counts.with_columns(pl.col("value").cast(pl.String)).iter_rows())
        now = [found.pop(value, 0) for value in listed]
        return np.asarray([*listed.values(), learned["other"]]), np.asarray([*now, sum(found.values())])

    def _distance(self, before: Any, now: Any) -> float:
        if self.measure == "ks":
            return kolmogorov_smirnov(before, now)[0]
        return psi(before, now) if self.measure == "psi" else jensen_shannon(before, now)

    def _floor(self, before: Any, now: Any) -> float:
        """Return the distance that chance alone makes in all but `ALPHA` of all times."""
        rows, trained = int(now.sum()), int(before.sum())
        if self.measure == "ks":
            return sqrt(log(2 / ALPHA) / 2 * (1 / rows + 1 / trained))
        floor = noise(rows, trained, len(before), ALPHA)
        # where little has moved, the divergence is an eighth of the index, in nats
        return floor if self.measure == "psi" else sqrt(floor / (8 * log(2)))


def _edges(counts: pl.DataFrame, bins: int) -> list[float]:
    """Return the upper ends of bins of about as many rows; each belongs to its bin, the last has none."""
    import numpy as np

    values, rows = counts["value"].to_numpy(), np.cumsum(counts["count"].to_numpy())
    if not len(values):
        return []
    ends = np.arange(1, bins) * (rows[-1] / bins)
    found = set(values[np.searchsorted(rows, ends - 1e-9)].tolist()) - {values[-1]}
    return [float(each) for each in sorted(found)]


def _binned(counts: pl.DataFrame, edges: list[float]) -> Any:
    """Return numpy.ndarray, (bins,): rows of each bin."""
    import numpy as np

    places = np.searchsorted(np.asarray(edges, np.float64), counts["value"].to_numpy(), side="left")
    return np.bincount(places, counts["count"].to_numpy(), minlength=len(edges) + 1).astype(np.int64)
