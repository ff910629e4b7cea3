"""What a statistic is: a question about the training data whose answers over parts can be merged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Statistic(ABC):
    """A question about one column, optionally for each group: computed part by part, merged in any order.

    The state of any split of the rows, merged in any order, gives the same value to the last bit.
    Nulls and NaN are left out; what else is left out, each statistic says.
    """

    column: str
    """The column asked about."""

    by: tuple[str, ...] = ()
    """Columns whose distinct values make the groups; none for the whole."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that are needed to compute this statistic."""
        return (self.column, *self.by)

    @abstractmethod
    def partial(self, part: pl.DataFrame) -> Any:
        """Return the state of one part of the rows (rows, columns read and maybe others)."""

    @abstractmethod
    def merge(self, one: Any, other: Any) -> Any:
        """Return the state of two parts together; neither is changed."""

    @abstractmethod
    def value(self, state: Any) -> Any:
        """Return the answer: a plain value; with `by`, a frame of the group columns and `value`."""
