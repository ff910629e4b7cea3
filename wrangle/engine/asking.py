"""Computes the statistics that an operation asks for, from its rows as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.statistics.base import Statistic

ENOUGH = 1_000_000
"""Rows that are put together before a state is made of them: the more, the fewer states there are to merge."""


@dataclass
class Asking:
    """The statistics of one operation in the making."""

    statistics: Mapping[str, Statistic]
    states: dict[Statistic, list[tuple[int, Any]]] = field(default_factory=dict)
    """Statistic -> states, each with how often it was merged."""
    _waiting: list[pl.DataFrame] = field(default_factory=list)
    _rows: int = 0

    @property
    def reads(self) -> list[str]:
        """The columns that the statistics need."""
        return list(dict.fromkeys(name for each in self.statistics.values() for name in each.reads))

    def add(self, rows: pl.DataFrame) -> None:
        """Take in the next rows."""
        self._waiting.append(rows)
        self._rows += rows.height
        if self._rows >= ENOUGH:
            self._settle()

    def _settle(self) -> None:
        if not self._waiting:
            return
        rows = pl.concat(self._waiting)
        for statistic in dict.fromkeys(self.statistics.values()):
            self.states[statistic] = merged(statistic, self.states.get(statistic, ()), statistic.partial(rows))
        self._waiting.clear()
        self._rows = 0

    def values(self) -> dict[str, Any]:
        """Return the answers, by the names under which they were asked for.

        Examples
        --------
        >>> from wrangle.statistics.count import Count
        >>> asking = Asking({"count": Count("a")})
        >>> asking.add(pl.DataFrame({"a": [1, None]}))
        >>> asking.values()["count"]["rows"]
        2
        """
        folded = self.folded()
        return {name: each.value(folded[each]) for name, each in self.statistics.items()}

    def folded(self) -> dict[Statistic, Any]:
        """Return the state of all rows, for each statistic."""
        self._settle()
        return {statistic: fold(statistic, states) for statistic, states in self.states.items()}


def merged(statistic: Statistic, states: Sequence[tuple[int, Any]], new: Any) -> list[tuple[int, Any]]:
    """Return states with a new one taken in: like sizes are merged first, so that each row is merged but seldom.

    Examples
    --------
    >>> from wrangle.statistics.count import Count
    >>> count, states = Count("a"), []
    >>> for rows in (1, 2, 3):
    ...     states = merged(count, states, count.partial(pl.DataFrame({"a": [1] * rows})))
    >>> [(level, count.value(state)["rows"]) for level, state in states]
    [(1, 3), (0, 3)]
    """
    kept = [*states, (0, new)]
    while len(kept) > 1 and kept[-1][0] == kept[-2][0]:
        (level, one), (_, other) = kept[-2:]
        kept[-2:] = [(level + 1, statistic.merge(one, other))]
    return kept


def fold(statistic: Statistic, states: Sequence[tuple[int, Any]]) -> Any:
    """Return the state of all parts together."""
    total = states[-1][1]
    for _, state in reversed(states[:-1]):
        total = statistic.merge(state, total)
    return total
