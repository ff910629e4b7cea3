"""Tells cells that are null because a step had no answer for their value from cells that were null before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

import polars as pl

from wrangle.engine.cells import Outcome
from wrangle.engine.compute import evaluate
from wrangle.engine.ops import CheckOp, ColumnOp


class Unknown(dict[str, pl.Series]):
    """Column -> the rows whose cell has a value that no step could read, or is made of such a cell: it is null since.

    Columns without such a row are left out. What a later step fills is known again.
    """

    def after(self, done: Iterable[Outcome]) -> dict[str, pl.Series | None]:
        """Return what outcomes of one stage change: column -> its rows, None where there are none any more."""
        return {
            name: self._rows(each, name, new)
            for each in done
            if isinstance(each.op, ColumnOp)
            for name, new in each.columns.items()
        }

    def _rows(self, done: Outcome, name: str, new: pl.Series) -> pl.Series | None:
        op = done.op
        assert isinstance(op, ColumnOp)
        masks = [self[each] for each in op.inputs if each in self]
        misfit = done.masks[name].get("misfit")
        if misfit is not None and op.otherwise == "null":
            masks.append(misfit)
        if not masks or not new.null_count():
            return None
        return reduce(lambda one, other: one | other, masks) & new.is_null()

    def change(self, rows: Mapping[str, pl.Series | None]) -> None:
        """Take note of columns that were written.

        Examples
        --------
        >>> unknown = Unknown({"a": pl.Series([True, False])})
        >>> unknown.change({"a": None, "b": pl.Series([False, True]), "c": pl.Series([False, False])})
        >>> list(unknown)
        ['b']
        """
        for name, mask in rows.items():
            self.pop(name, None)
            if mask is not None and mask.any():
                self[name] = mask

    def filter(self, mask: pl.Series) -> None:
        """Keep the rows for which a mask is true."""
        self.change({name: rows.filter(mask) for name, rows in self.items()})

    def lay_out(self, layout: Mapping[str, str]) -> None:
        """Choose and rename columns: new name -> present name."""
        chosen = {new: self[old] for new, old in layout.items() if old in self}
        self.clear()
        self.update(chosen)

    def of(self, columns: Iterable[str]) -> pl.Series | None:
        """Return the rows that have such a cell in any of some columns; None where there are none."""
        masks = [self[name] for name in columns if name in self]
        return reduce(lambda one, other: one | other, masks) if masks else None


def unanswered(done: Outcome, unknown: Unknown, before: pl.DataFrame) -> pl.Series | None:
    """Return the rows that a check cannot call fine because a cell that it looks at is unknown; None for none.

    Parameters
    ----------
    done : Outcome
        Of a check.
    unknown : Unknown
        What is unknown of the frame that it read.
    before : polars.DataFrame, (rows, columns)
        That frame.
    """
    op = done.op
    assert isinstance(op, CheckOp)
    rows = unknown.of(op.check.reads())
    if rows is None:
        return None
    fine = (
        pl.repeat(value=True, n=before.height, dtype=pl.Boolean, eager=True) if done.applies is None else done.applies
    )
    if done.violations is not None:
        fine &= ~done.violations
    rows &= ~fine
    return rows if op.where is None else rows & chosen(before, op.where)


def chosen(frame: pl.DataFrame, where: pl.Expr) -> pl.Series:
    """Return the rows for which a condition is true."""
    return evaluate(frame, [where.fill_null(value=False).alias("\x1fwhere")]).to_series()
