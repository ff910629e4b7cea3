"""Rows in the order of their scores, sorted once for all metrics and draws that ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ranking:
    """Some rows by falling score; those of the same score stand together.

    Examples
    --------
    >>> import numpy as np
    >>> ranking = Ranking.of(np.array([True, False, True]), np.array([0.2, 0.9, 0.2]))
    >>> [each.tolist() for each in ranking.counts(np.ones(3))]
    [[0.0, 2.0], [1.0, 0.0]]
    """

    order: Any
    """numpy.ndarray, (rows,): places of the rows, the highest score first."""
    starts: Any
    """numpy.ndarray, (scores,): where in this order each different score begins."""
    is_hit: Any
    """numpy.ndarray, (rows,), bool: in this order, whether a row is of the class that is looked for."""
    _last: tuple[Any, Any, Any] = field(default=(None, None, None), repr=False)

    @classmethod
    def of(cls, truth: Any, score: Any) -> Ranking:
        """Return the ranking of rows by their scores.

        Parameters
        ----------
        truth : numpy.ndarray, (rows,), bool
        score : numpy.ndarray, (rows,)
        """
        import numpy as np

        order = np.argsort(-score, kind="stable")
        ordered = score[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        return cls(order, starts, truth[order])

    def counts(self, weight: Any) -> tuple[Any, Any]:
        """Return how much the hits and the others of each different score weigh, the highest score first.

        Parameters
        ----------
        weight : numpy.ndarray, (rows,), float64
            Asked again with the same array, the answer is the one given before.
        """
        import numpy as np

        if self._last[0] is not weight:
            counts = weight[self.order]
            hits = np.where(self.is_hit, counts, 0.0)
            hit = np.add.reduceat(hits, self.starts)
            self._last = (weight, hit, np.add.reduceat(counts - hits, self.starts))
        return self._last[1], self._last[2]
