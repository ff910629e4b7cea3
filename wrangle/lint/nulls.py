"""Tells which operation sees to it that a column has no missing value."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wrangle.engine.ops import CheckOp, ColumnOp
from wrangle.errors import WrangleError
from wrangle.lint.trail import Point, Trail


def filled_by(trail: Trail, which: int, before: int) -> Point | None:
    """Return the operation that left no null in a column before a position; None where nulls may be there.

    Parameters
    ----------
    trail : Trail
    which : int
        The column, as the trail counts them.
    before : int
        A position among the operations.
    """
    for point in reversed(trail.makers(which, before)):
        if isinstance(point.op, CheckOp):
            if point.op.check.keyword() == "not_null":
                return point
            continue
        return point if isinstance(point.op, ColumnOp) and point.op.where is None and _fills(point, which) else None
    return None


def _fills(point: Point, which: int) -> bool:
    assert isinstance(point.op, ColumnOp)
    if point.op.expressions is None:
        return point.op.step.keyword() == "impute" and which in point.reads.values()
    made = point.making(which)
    return made is not None and any(_filled(*made, values) for values in (["x", None], [1.0, None], [1, None]))


def _filled(column: str, expression: pl.Expr, values: Sequence[object]) -> bool:
    """Tell whether an expression gives a value for a value and for null."""
    try:
        return pl.DataFrame({column: values}).select(expression).to_series().null_count() == 0
    except (pl.exceptions.PolarsError, WrangleError):
        return False
