"""Works out a lane for some distinct texts: its results, what the audit asks of them, and which texts break what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from wrangle.engine.cells import KINDS, Misfits, Outcome, evaluated, outcome
from wrangle.engine.compute import evaluate
from wrangle.engine.ops import CheckOp, Op
from wrangle.engine.reasons import looked_at, why_expression
from wrangle.engine.schedule import Lane, members, stages_of
from wrangle.engine.unknown import Unknown, unanswered

WAYS = "\x1fways"
"""Stands for the column in the names of flags that tell which way found an answer."""


@dataclass(frozen=True)
class Breakers:
    """The texts that break an operation, and why: of the many others nothing is kept but that they do not."""

    op: Op
    flags: pl.Series
    """(texts,), Boolean: whether each breaks it."""
    codes: pl.Series
    """(texts that do,), UInt32, ascending: their numbers."""
    why: pl.Series
    """(texts that do,), String"""

    @classmethod
    def none(cls, op: Op, texts: int) -> Breakers:
        """Return that none of so many texts breaks an operation."""
        flags = pl.repeat(value=False, n=texts, dtype=pl.Boolean, eager=True)
        return cls(op, flags, pl.Series(dtype=pl.UInt32), pl.Series(dtype=pl.String))

    def and_then(self, others: Breakers) -> Breakers:
        """Return these texts and others, which are numbered after them.

        Examples
        --------
        >>> one = Breakers(None, pl.Series([False, True]), pl.Series([1], dtype=pl.UInt32), pl.Series(["a"]))
        >>> one.and_then(one).codes.to_list(), one.and_then(Breakers.none(None, 1)).flags.to_list()
        ([1, 3], [False, True, False])
        """
        codes = pl.concat([self.codes, others.codes + len(self.flags)])
        flags = pl.concat([self.flags, others.flags], rechunk=True)
        return Breakers(self.op, flags, codes.rechunk(), pl.concat([self.why, others.why], rechunk=True))


@dataclass(frozen=True)
class Worked:
    """What a lane makes of some texts."""

    texts: pl.Series
    frame: pl.DataFrame
    """(texts, columns): all columns after the lane."""
    results: pl.DataFrame
    """(texts, outputs of the lane)"""
    flags: pl.DataFrame
    """(texts, flags): what the audit asks, each named by `flag`."""
    broken: Mapping[int, Breakers]
    """Position of an operation that some of the texts break -> which, and why."""
    unknown: pl.DataFrame
    """(texts, outputs of the lane), Boolean: which results are null because a step had no answer."""


def worked(lane: Lane, texts: pl.Series, *, audit: bool) -> Worked:
    """Run a lane's operations over distinct texts.

    Parameters
    ----------
    lane : Lane
    texts : polars.Series, (texts,), String
        Named as the lane's source.
    audit : bool
        Whether cells are compared with what they were.
    """
    frame = texts.to_frame()
    flags: list[pl.Series] = []
    broken: dict[int, Breakers] = {}
    misfits, unknown = Misfits(), Unknown()
    for stage in stages_of(lane.ops, {lane.key}) if lane.ops else ():
        ops = [op for unit in stage for op in members(unit)]
        computed = evaluated(frame, ops)
        done = [outcome(op, frame, computed, audit=audit) for op in ops]
        for each in done:
            misfits.excuse(each)
            flags += _flags(each, frame, audit=audit)
            flags += _unanswered(each, unknown, frame)
            if each.violations is not None and each.violations.any():
                misfits.note(each.op, each.violations)
                broken[each.op.position] = _breakers(each.op, each.violations, frame)
        unknown.change(unknown.after(done))
        frame = frame.with_columns(series for each in done for series in each.columns.values())
    none = pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True)
    marks = pl.DataFrame([unknown.get(name, none).alias(name) for name in lane.outputs])
    return Worked(texts, frame, frame.select(lane.outputs), pl.DataFrame(flags), broken, marks)


def _unanswered(done: Outcome, unknown: Unknown, frame: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield, of a check, the mask of the texts that it cannot call fine because there was no answer for them."""
    if isinstance(done.op, CheckOp):
        rows = unanswered(done, unknown, frame)
        none = pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
        yield (none if rows is None else rows).alias(flag(done.op, "unknown"))


def _breakers(op: Op, violations: pl.Series, before: pl.DataFrame) -> Breakers:
    names = [name for name in looked_at(op) if name in before.columns]
    why = why_expression(op, {name: before.schema[name] for name in names}).alias("why")
    reasons = evaluate(before.filter(violations), [why]).to_series()
    return Breakers(op, violations, violations.arg_true().cast(pl.UInt32), reasons)


def _flags(done: Outcome, before: pl.DataFrame, *, audit: bool) -> Iterable[pl.Series]:
    """Return the masks of an outcome as columns, all of them, whether there is a true cell or not."""
    none = pl.repeat(value=False, n=before.height, dtype=pl.Boolean, eager=True)
    if isinstance(done.op, CheckOp):
        return [(~none if done.applies is None else done.applies).alias(flag(done.op, "applies"))]
    cells = [(name, kind) for name in done.op.writes for kind in KINDS] if audit else []
    masks = [done.masks[name].get(kind, none).alias(flag(done.op, kind, name)) for name, kind in cells]
    ways = done.ways(before) if audit else None
    return masks if ways is None else [*masks, *(each.alias(flag(done.op, each.name, WAYS)) for each in ways)]


def flag(op: Op, kind: str, column: str = "") -> str:
    """Return the name of a column of flags.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> flag(SimpleNamespace(position=3), "changed", "country").split(chr(31))
    ['3', 'changed', 'country']
    """
    return f"{op.position}\x1f{kind}\x1f{column}"
