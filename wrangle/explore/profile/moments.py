"""Mean and spread of numbers that come in parts, and what else one look at them tells: the same whatever the parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import Any

from wrangle.statistics.exact import exact_sums, nearest
from wrangle.statistics.moments import deviations, totals
from wrangle.statistics.rounding import rounded


@dataclass
class Moments:
    """Count, mean, spread and ends of the finite ones of numbers; sums are exact.

    Examples
    --------
    >>> import numpy as np
    >>> moments = Moments()
    >>> moments.add(np.array([1.0, 2.0])); moments.add(np.array([3.0, np.nan, np.inf]))
    >>> moments.mean, moments.std, moments.max, moments.nan, moments.infinite
    (2.0, 1.0, 3.0, 1, 1)
    """

    count: int = 0
    min: float = inf
    max: float = -inf
    nan: int = 0
    infinite: int = 0
    zeros: int = 0
    negative: int = 0
    sums: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Power (1: numbers, 2: their squares) and place -> units: each sum is that of units * 2 ** place."""

    def add(self, numbers: Any, counts: Any = None) -> None:
        """Take in numbers.

        Parameters
        ----------
        numbers : numpy.ndarray, (numbers,), float64
        counts : numpy.ndarray, (numbers,), optional
            How often each stands; once where it is left out.
        """
        import numpy as np

        finite = np.isfinite(numbers)
        if not finite.all():
            lost = ~finite
            times = np.ones(len(numbers), np.int64) if counts is None else counts
            nan = np.isnan(numbers)
            self.nan += int(times[nan].sum())
            self.infinite += int(times[lost & ~nan].sum())
            numbers, counts = numbers[finite], None if counts is None else counts[finite]
        if len(numbers):
            self._count(numbers, counts)

    def _count(self, numbers: Any, counts: Any) -> None:
        import numpy as np

        self.min = min(self.min, float(numbers.min()) + 0.0)  # no -0.0: which zero came first must not matter
        self.max = max(self.max, float(numbers.max()) + 0.0)
        weigh: Any = np.count_nonzero if counts is None else lambda mask: int(counts[mask].sum())
        self.count += len(numbers) if counts is None else int(counts.sum())
        self.zeros += int(weigh(numbers == 0))
        self.negative += int(weigh(numbers < 0))
        if counts is None:
            self._sum(numbers, 0)
            return
        for bit in range(int(counts.max()).bit_length()):  # a count is a sum of powers of two
            self._sum(numbers[(counts >> bit) & 1 == 1], bit)

    def _sum(self, numbers: Any, bit: int) -> None:
        import numpy as np

        if len(numbers):
            for place, units in exact_sums(numbers, np.zeros(1, np.int64), squares=True).items():
                self.sums[place] += int(units[0]) << bit

    def take(self, other: Moments) -> None:
        """Take in the numbers of others."""
        self.count += other.count
        self.min, self.max = min(self.min, other.min), max(self.max, other.max)
        self.nan += other.nan
        self.infinite += other.infinite
        self.zeros += other.zeros
        self.negative += other.negative
        for place, units in other.sums.items():
            self.sums[place] += units

    def _totals(self) -> tuple[int, int, int, int]:
        powers, places = ([each[index] for each in self.sums] for index in (0, 1))
        return totals([0, *powers], [0, *places], [self.count, *self.sums.values()])

    @property
    def mean(self) -> float:
        """The mean; 0 of no numbers."""
        count, total, _, shift = self._totals()
        return rounded(nearest(total, count << shift)) if count else 0.0

    @property
    def std(self) -> float | None:
        """The standard deviation (n - 1); None of fewer than two numbers."""
        return deviations(*self._totals())[1]
