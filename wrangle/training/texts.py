"""Numbers the texts of a feature as they come, and counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

MAX_TEXTS = 100_000
"""Different texts of a feature that are told apart in one part; those that come later count as unknown."""


@dataclass
class Texts:
    """The different texts of a feature in the rows of one part, in the order in which they came.

    Each part has its own, so that no other row decides which texts of the training part are known.

    Examples
    --------
    >>> texts = Texts()
    >>> texts.numbers(pl.Series(["rain", None, "clear"])).to_list(), texts.numbers(pl.Series(["clear"])).to_list()
    ([0, None, 1], [1])
    """

    known: list[str] = field(default_factory=list)
    """The texts; the place of each is its number."""
    _set: set[str] = field(default_factory=set)
    _dtype: pl.Enum = field(default_factory=lambda: pl.Enum([]))

    def numbers(self, column: pl.Series) -> pl.Series:
        """Return the number of each text, null where it is missing or beyond those that are told apart.

        Parameters
        ----------
        column : polars.Series, (rows,)
            The next rows of the part.
        """
        column = column.cast(pl.String)
        new = [each for each in column.unique(maintain_order=True).drop_nulls() if each not in self._set]
        if new := new[: MAX_TEXTS - len(self.known)]:
            self.known += new
            self._set.update(new)
            self._dtype = pl.Enum(self.known)
        return column.cast(self._dtype, strict=False).to_physical()

    def counts(self, numbers: Any) -> pl.DataFrame:
        """Return how often each text is there, as `level` and `count`, the most frequent first, then in their order.

        Parameters
        ----------
        numbers : numpy.ndarray, (rows,)
            Numbers of the texts; NaN counts for none.
        """
        import numpy as np

        counts = np.bincount(numbers[~np.isnan(numbers)].astype(np.int64), minlength=len(self.known))
        frame = pl.DataFrame({"level": pl.Series(self.known, dtype=pl.String), "count": counts})
        return frame.filter(pl.col("count") > 0).sort("count", "level", descending=[True, False])

    def levels(self, numbers: Any, levels: Sequence[str], dtype: Any) -> Any:
        """Return the level number of each row; NaN where its text is missing or no level.

        Parameters
        ----------
        numbers : numpy.ndarray, (rows,)
            Numbers of the texts, NaN where they are missing.
        levels : sequence of str
        dtype : numpy.dtype

        Returns
        -------
        numpy.ndarray, (rows,)
        """
        import numpy as np

        places: Mapping[str, int] = {level: number for number, level in enumerate(levels)}
        of_text = np.array([places.get(text, np.nan) for text in self.known], float)
        known = ~np.isnan(numbers)
        found = np.full(len(numbers), np.nan, dtype)
        found[known] = of_text[numbers[known].astype(np.int64)]
        return found
