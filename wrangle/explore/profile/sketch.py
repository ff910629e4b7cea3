"""Counts different values and repetitions of any number of values in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

ALL = 2**64 - 1
"""The greatest hash."""


@dataclass
class HashSample:
    """How often each hash below a bound was met; the bound sinks as different ones come.

    A value is followed from the first time it is met to the last, or not at all: so among those that are followed,
    repetitions are counted exactly, and they are as frequent as among all. Exact while no more than `size` different
    values were met.

    Examples
    --------
    >>> import polars as pl
    >>> sample = HashSample(size=1000)
    >>> sample.add(pl.Series(["a", "b", "a"]).hash().to_numpy())
    >>> sample.distinct, sample.repeated, sample.exact
    (2, 1, True)

    References
    ----------
    Gibbons, P. (2001): Distinct sampling for highly-accurate answers to distinct values queries. VLDB 2001.
    """

    size: int = 65_536
    """How many different values are followed at most."""
    rows: int = 0
    """How many values were met."""
    _bound: int = ALL
    _hashes: Any = None
    """numpy.ndarray, (followed,), uint64, ascending."""
    _counts: Any = None
    """numpy.ndarray, (followed,), int64."""
    _waiting: list[tuple[Any, Any]] = field(default_factory=list)
    _held: int = 0

    def add(self, hashes: Any, counts: Any = None) -> None:
        """Take in values.

        Parameters
        ----------
        hashes : numpy.ndarray, (values,), uint64
        counts : numpy.ndarray, (values,), int64, optional
            How often each stands; once where it is left out.
        """
        import numpy as np

        counts = np.ones(len(hashes), np.int64) if counts is None else counts
        self.rows += int(counts.sum())
        if self._bound < ALL:
            low = hashes <= np.uint64(self._bound)
            hashes, counts = hashes[low], counts[low]
        self._waiting.append((hashes, counts))
        self._held += len(hashes)
        if self._held > max(self.size, 1):
            self._settle()

    def take(self, other: HashSample) -> None:
        """Take in the values that another one met; of as many values, the same are followed whoever met them."""
        self._settle()
        other._settle()
        self.rows += other.rows
        self._bound = min(self._bound, other._bound)
        mine, self._hashes, self._counts = (self._hashes, self._counts), None, None
        for hashes, counts in (mine, (other._hashes, other._counts)):
            if hashes is not None:
                low = hashes <= self._bound
                self._waiting.append((hashes[low], counts[low]))
        self._settle()

    def _settle(self) -> None:
        """Bring equal hashes together, and follow fewer where there are too many."""
        import numpy as np

        known = [] if self._hashes is None else [(self._hashes, self._counts)]
        parts = [*known, *self._waiting]
        if not self._waiting:
            return
        hashes, counts = (np.concatenate(each) for each in zip(*parts, strict=True))
        order = np.argsort(hashes, kind="stable")
        hashes, counts = hashes[order], counts[order]
        if len(hashes):
            starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
            hashes, counts = hashes[starts], np.add.reduceat(counts, starts)
        self._hashes, self._counts = hashes, counts
        if len(self._hashes) > self.size:
            self._bound = int(self._hashes[self.size - 1])
            self._hashes, self._counts = self._hashes[: self.size], self._counts[: self.size]
        self._waiting, self._held = [], 0

    @property
    def exact(self) -> bool:
        """Whether all values are followed."""
        self._settle()
        return self._bound == ALL

    @property
    def error(self) -> float:
        """The relative standard error of `distinct`; 0 where it is exact."""
        return 0.0 if self.exact else 1 / sqrt(self.size - 2)

    @property
    def distinct(self) -> int:
        """How many different values there are, or about so many."""
        self._settle()
        if self._hashes is None:
            return 0
        if self._bound == ALL:
            return len(self._hashes)
        return round((len(self._hashes) - 1) / (self._bound / 2**64))

    @property
    def repeated(self) -> int:
        """How many values stand for the second time or more, or about so many."""
        self._settle()
        if self._counts is None or not len(self._counts):
            return 0
        followed = int(self._counts.sum())
        again = followed - len(self._counts)
        return again if self._bound == ALL else round(self.rows * again / followed)
