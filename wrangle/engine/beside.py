"""Rows that are not run again but stand beside those that are: what steps and checks over keys saw of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.engine.exchange import Spill
from wrangle.engine.ops import ROW, FrameOp, KeyOp
from wrangle.errors import ReplayError

GONE = "__gone"
"""The column that tells which rows the operation sent away."""


@dataclass
class Beside:
    """For each operation over keys in order: keys, needs, number and fate of the rows that are not run again.

    Their fate must stay what it was: of rows that were dropped nothing else is kept, and rows that were written are
    not looked at again.
    """

    seen: Sequence[pl.DataFrame]
    """Of each operation, (rows, keys + needs + `__row` + `__gone`)."""
    _next: int = 0
    _now: pl.DataFrame = field(default_factory=pl.DataFrame)

    def join(self, op: FrameOp | KeyOp, keys: Spill) -> None:
        """Put them to the rows that an operation is about to decide.

        Raises
        ------
        ReplayError
            The operation looks at other columns, or at columns of other types, than it did.
        """
        self._now = self.seen[self._next]
        self._next += 1
        mine = self._now.drop(GONE)
        found = next(keys.blocks(), mine.clear())
        if dict(found.schema) != dict(mine.schema):
            raise ReplayError(f"{op.origin.label} looks at other columns, or at other types, than it did: run again")
        keys.add(mine)

    def hold(self, op: FrameOp | KeyOp, goes: Any) -> None:
        """Hold that none of them has another fate now.

        Parameters
        ----------
        op : FrameOp or KeyOp
        goes : numpy.ndarray, (rows,), uint32
            The numbers of the rows that the operation sends away.

        Raises
        ------
        ReplayError
            One has; the message names it.
        """
        now = self._now[ROW].is_in(pl.Series(goes, dtype=pl.UInt32).implode())
        others = self._now.filter(now != self._now[GONE])
        if others.height:
            row, was_gone = others.select(ROW, GONE).row(0)
            what = "dropped, would stay now" if was_gone else "kept, would go now"
            raise ReplayError(
                f"{op.origin.label}: {others.height:,} rows beside the rejected ones have another fate when these come "
                f"back: row {row}, which was {what}: run again over all data"
            )
