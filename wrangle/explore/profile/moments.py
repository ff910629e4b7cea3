"""Mean and spread of numbers that come in parts, and what else one look at them tells."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any


@dataclass
class Moments:
    """Count, mean, spread and ends of the finite ones of numbers.

    Examples
    --------
    >>> import numpy as np
    >>> moments = Moments()
    >>> moments.add(np.array([1.0, 2.0])); moments.add(np.array([3.0, np.nan, np.inf]))
    >>> moments.mean, moments.std, moments.max, moments.nan, moments.infinite
    (2.0, 1.0, 3.0, 1, 1)

    References
    ----------
    Chan, T., Golub, G., LeVeque, R. (1983): Algorithms for computing the sample variance. The American Statistician 37.
    """

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0
    """The sum of squared distances from the mean."""
    min: float = inf
    max: float = -inf
    nan: int = 0
    infinite: int = 0
    zeros: int = 0
    negative: int = 0

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
            self._merge(numbers, counts)

    def _merge(self, numbers: Any, counts: Any) -> None:
        import numpy as np

        count = len(numbers) if counts is None else int(counts.sum())
        mean = float(np.average(numbers, weights=counts))
        squares = float(np.dot((numbers - mean) ** 2, np.ones(len(numbers)) if counts is None else counts))
        total = self.count + count
        apart = mean - self.mean
        self.squares += squares + apart * apart * self.count * count / total
        self.mean += apart * count / total
        self.count = total
        self.min, self.max = min(self.min, float(numbers.min())), max(self.max, float(numbers.max()))
        weigh: Any = np.count_nonzero if counts is None else lambda mask: int(counts[mask].sum())
        self.zeros += int(weigh(numbers == 0))
        self.negative += int(weigh(numbers < 0))

    @property
    def std(self) -> float | None:
        """The standard deviation (n - 1); None of fewer than two numbers."""
        return sqrt(self.squares / (self.count - 1)) if self.count > 1 else None
