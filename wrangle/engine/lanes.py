"""Computes a lane once per distinct text and looks its results up for each row.

polars gives each text a number (its code in a `Categories` of ours); the results stand in a table by that number, and
are gathered. What the audit counts is worked out from how often each number stood in the data.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from wrangle.engine.cells import KINDS, Misfits, Outcome, evaluated, outcome
from wrangle.engine.compute import evaluate
from wrangle.engine.ops import CheckOp, Op
from wrangle.engine.reasons import looked_at, why_expression
from wrangle.engine.schedule import Lane, members, stages_of
from wrangle.engine.tally import EXAMPLES, Change, Tally

SAMPLE = 20_000
"""Rows of the first batch that are looked at to tell whether a lane pays."""
SHARE = 0.2
"""The share of distinct texts among rows above which it does not: the same work is done for each row instead."""
FEW = 2_000
"""This many distinct texts are worth a lane whatever their share."""
LIMIT = 1_000_000
"""Distinct texts that a lane may hold: some 200 bytes each."""


def pays(texts: pl.Series) -> bool:
    """Tell from the first rows whether texts stand often enough to be worth a lane.

    Examples
    --------
    >>> pays(pl.Series(["a", "b"] * 1000)), pays(pl.int_range(20_000, eager=True).cast(pl.String))
    (True, False)
    """
    sample = texts.head(SAMPLE)
    distinct = sample.n_unique()
    return distinct <= FEW // 10 or distinct <= SHARE * len(sample)


def outgrown(distinct: int, rows: int) -> bool:
    """Tell whether so many different texts came up that a lane does not pay any more.

    Examples
    --------
    >>> outgrown(900, 1000), outgrown(900_000, 1_000_000), outgrown(1_200_000, 10**9)
    (False, True, True)
    """
    return distinct > LIMIT or (distinct > 10 * FEW and distinct > SHARE * rows)


@dataclass
class Found:
    """What a lane gives for one batch."""

    table: pl.DataFrame
    """What is looked up: the lane's results for each distinct text."""
    codes: pl.Series
    """Row of the table for each row of the batch, UInt32."""
    violations: list[tuple[Op, pl.Series]] = field(default_factory=list)
    """Operations that some rows break, with these rows."""
    coded: pl.Series | None = None
    """The texts themselves, as numbers of the lane's kind."""

    @property
    def columns(self) -> list[pl.Series]:
        """The lane's results for each row."""
        return self.table[self.codes].get_columns()


class LaneTable:
    """The results of a lane for each distinct text, made as new texts come up. Threads may share it."""

    def __init__(self, lane: Lane, kind: pl.Categorical, *, audit: bool, expected: int = 0) -> None:
        """Make a table.

        Parameters
        ----------
        lane : Lane
        kind : polars.Categorical
            What gives each text its number; number 0 stands for null.
        audit : bool
            Whether cells are compared with what they were.
        expected : int
            How many texts an earlier pass has met: to work them out all at once is cheaper than as they come.
        """
        self.lane = lane
        self._audit = audit
        self._kind = kind
        self._lock = Lock()
        self.texts = pl.Series(lane.source, [None], pl.String)
        self.table = self._computed(self.texts)
        self._broken = self._breakers()
        self._gathered = self.table.select(lane.outputs)
        self._expected = expected
        if expected:
            self._extend(expected)

    def came(self) -> int:
        """Return how many texts came up that were not expected."""
        return len(self.texts) - 1 - self._expected

    def find(self, texts: pl.Series) -> Found:
        """Return the lane's results for a batch of texts."""
        with self._lock:  # a code that another thread is just being given cannot be read yet
            coded = texts.cast(self._kind)
            codes = coded.to_physical()
            if highest(codes) >= self.table.height:
                self._extend(highest(codes))
            gathered, broken = self._gathered, self._broken
        if codes.null_count():
            codes = codes.fill_null(0)
        masks = [(op, flags.gather(codes)) for op, flags in broken]
        return Found(gathered, codes, [(op, mask) for op, mask in masks if mask.any()], coded)

    def _extend(self, code: int) -> None:
        new = pl.int_range(len(self.texts), code + 1, dtype=pl.UInt32, eager=True)
        texts = new.cat.to(self._kind).cast(pl.String).alias(self.lane.source)
        more = self._computed(texts)
        self.texts = self.texts.append(texts).rechunk()
        self.table = pl.concat([self.table, more], rechunk=True)
        self._broken, self._gathered = self._breakers(), self.table.select(self.lane.outputs)

    def _computed(self, texts: pl.Series) -> pl.DataFrame:
        """Return outputs, flags and reasons for some texts."""
        frame, flags = run(self.lane, texts.to_frame(), audit=self._audit)
        return pl.DataFrame([*(frame[name] for name in self.lane.outputs), *flags])

    def _breakers(self) -> list[tuple[Op, pl.Series]]:
        """Return the operations that any text breaks, with these texts."""
        flags = [(op, self.table[_flag(op, "broken")]) for op in self.lane.ops]
        return [(op, flag) for op, flag in flags if flag.any()]

    def why(self, op: Op, codes: pl.Series) -> pl.Series:
        """Return an operation's reasons for rows that break it."""
        return self.table[_flag(op, "why")].gather(codes)

    def tally(self, times: pl.Series) -> Tally:
        """Return what the lane did to cells.

        Parameters
        ----------
        times : polars.Series, (distinct texts,), integer
            How many rows each row of the table stood for.
        """
        done = Tally()
        table = self.table.head(len(times))
        for op in self.lane.ops:
            if isinstance(op, CheckOp):
                done.applied[op.position] = _total(times, table[_flag(op, "applies")])
                continue
            for name in op.writes:
                flags = {kind: table[_flag(op, kind, name)] for kind in KINDS}
                done.count((op.position, name), {kind: _total(times, flag) for kind, flag in flags.items()})
                shown = flags["changed"] | flags["made"] | flags["filled"]
                done.show((op.position, name), self._changes(op, name, shown, times))
        return done

    def _changes(self, op: Op, name: str, shown: pl.Series, times: pl.Series) -> list[Change]:
        """Return the most frequent changes: the lane is run again, up to this operation, for a few texts."""
        texts = self.texts.head(len(times))
        ranked = pl.DataFrame({"text": texts, "times": times}).filter(shown, pl.col("times") > 0)
        few = ranked.sort("times", "text", descending=[True, False]).head(EXAMPLES)["text"].alias(self.lane.source)
        upto = tuple(each for each in self.lane.ops if each.position < op.position)
        before, _ = run(Lane(self.lane.source, upto), few.to_frame(), audit=False)
        after, _ = run(Lane(self.lane.source, (*upto, op)), few.to_frame(), audit=False)
        return list(zip(_texts(before, name), _texts(after, name), strict=True))


def run(lane: Lane, frame: pl.DataFrame, *, audit: bool) -> tuple[pl.DataFrame, list[pl.Series]]:
    """Run a lane's operations over distinct texts; return the columns and the flags."""
    flags: list[pl.Series] = []
    misfits = Misfits()
    for stage in stages_of(lane.ops, {lane.key}) if lane.ops else ():
        ops = [op for unit in stage for op in members(unit)]
        computed = evaluated(frame, ops)
        done = [outcome(op, frame, computed, audit=audit) for op in ops]
        for each in done:
            misfits.excuse(each)
            flags += _flags(each, frame, audit=audit)
            if each.violations is not None:
                misfits.note(each.op, each.violations)
        frame = frame.with_columns(series for each in done for series in each.columns.values())
    return frame, flags


def _flags(done: Outcome, before: pl.DataFrame, *, audit: bool) -> list[pl.Series]:
    """Return the masks of an outcome as columns, all of them, whether there is a true cell or not."""
    op, rows = done.op, before.height
    none = pl.repeat(value=False, n=rows, dtype=pl.Boolean, eager=True)
    broken = none if done.violations is None else done.violations
    names = [name for name in looked_at(op) if name in before.columns]
    why = evaluate(before, [why_expression(op, {name: before.schema[name] for name in names}).alias("\x1fwhy")])
    flags = [broken.alias(_flag(op, "broken")), why.to_series().alias(_flag(op, "why"))]
    if isinstance(op, CheckOp):
        return [*flags, (~none if done.applies is None else done.applies).alias(_flag(op, "applies"))]
    cells = [(name, kind) for name in op.writes for kind in KINDS] if audit else []
    return [*flags, *(done.masks[name].get(kind, none).alias(_flag(op, kind, name)) for name, kind in cells)]


def _flag(op: Op, kind: str, column: str = "") -> str:
    return f"{op.position}\x1f{kind}\x1f{column}"


def _total(times: pl.Series, flag: pl.Series) -> int:
    return int(times.filter(flag).sum())


def _texts(frame: pl.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * frame.height
    return frame[name].cast(pl.String, strict=False).to_list()


@dataclass
class LaneCounts:
    """How often each text of each lane stood in the rows counted so far, by the lane's key."""

    times: dict[int, pl.Series] = field(default_factory=dict)
    rows: Counter[int] = field(default_factory=Counter)

    def add(self, lane: int, counted: pl.Series) -> bool:
        """Take in the counts of the next rows; return whether the lane is outgrown by what it has seen."""
        known = self.times.get(lane)
        self.times[lane] = counted if known is None else _sum(known, counted)
        self.rows[lane] += int(counted.sum())
        return outgrown(int((self.times[lane] > 0).sum()), self.rows[lane])


def _sum(one: pl.Series, other: pl.Series) -> pl.Series:
    short, long = sorted((one, other), key=len)
    return long + short.extend_constant(0, len(long) - len(short))


def highest(codes: pl.Series) -> int:
    """Return the greatest code of a batch; 0 for an empty one."""
    greatest: Any = codes.max()
    return greatest or 0


def counted(codes: pl.Series) -> pl.Series:
    """Return how often each code stands in a batch, from code 0 on.

    Examples
    --------
    >>> counted(pl.Series([0, 2, 2], dtype=pl.UInt32)).to_list()
    [1, 0, 2]
    """
    import numpy as np

    return pl.Series(np.bincount(codes.to_numpy()))
