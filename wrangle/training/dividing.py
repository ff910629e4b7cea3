"""Divides the raw rows of a session, before anything is learned from them."""

from __future__ import annotations

from typing import Any

import polars as pl

from wrangle.engine.ops import WindowOp
from wrangle.engine.parted import raw_columns
from wrangle.engine.session import Session
from wrangle.errors import SchemaError, TrainingError
from wrangle.sections.train import Split, Train
from wrangle.training.split import Division, divide, divide_rest


def division_of(session: Session, train: Train, split: Split, held: Any | None = None) -> Division:
    """Divide the raw rows, before anything is learned.

    Parameters
    ----------
    session : Session
    train : Train
    split : Split
        With the share of validation that is wanted.
    held : numpy.ndarray, optional, (raw rows,), uint8
        The codes of rows that are in the test or in no part, whatever `split` says; 0 for the others.

    Raises
    ------
    SchemaError, TrainingError
        The column of the split is not there, or cannot decide.
    """
    numbers = raw_columns(session, [split.by] if split.by else [])
    by = numbers[split.by] if split.by else None
    target = None
    if by is None and split.stratify and train.target is not None:
        target = _classes(session, train.target)
    if held is None:
        division = divide(split, by, numbers.height, train.seed, target)
    else:
        division = divide_rest(split, by, held, train.seed, target)
    if division.how == "random":
        _refuse_windows(session)
    return division


def _classes(session: Session, target: str) -> pl.Series | None:
    """Return the target to stratify by; None where it is no class, or waits for other steps."""
    try:
        values = raw_columns(session, [target])[target]
    except SchemaError:
        return None
    return None if values.dtype.is_float() or values.n_unique() > 1000 else values


def _refuse_windows(session: Session) -> None:
    for op in session.plan().ops:
        if isinstance(op, WindowOp):
            raise TrainingError(
                f"train: {op.origin.label} looks at the rows before and after, and a random split tears them apart: "
                "split by time or by a group (`split: {by: ...}`)"
            )
