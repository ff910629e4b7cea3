"""Computes a lane once per distinct text and looks its results up for each row.

polars gives each text a number (its code in a `Categories` of ours); the results stand in a table by that number, and
are gathered. What the audit counts is worked out from how often each number stood in the data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from wrangle.engine.cells import KINDS
from wrangle.engine.ops import CheckOp, ColumnOp, Op
from wrangle.engine.schedule import Lane
from wrangle.engine.tally import EXAMPLES, Change, Tally
from wrangle.engine.ways import Ways, seen
from wrangle.engine.worked import WAYS, Breakers, Worked, flag, worked

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
    unknown: Mapping[str, pl.Series] = field(default_factory=dict)
    """Column -> the rows whose result is null because a step had no answer, where there are such texts."""

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
        self._flags: list[pl.DataFrame] = []
        """What the audit asks of the texts of each extension."""
        self._height = 0
        self._results = pl.DataFrame()
        self._broken: dict[int, Breakers] = {}
        self._marks = pl.DataFrame()
        self._unknown: list[pl.Series] = []
        """Of the results for which a step had no answer, where they are."""
        self._extend(0)
        self._expected = expected
        if expected:
            self._extend(expected)

    @property
    def texts(self) -> pl.Series:
        """The distinct texts, by number."""
        return self._named(0, self._height)

    def _named(self, first: int, end: int) -> pl.Series:
        """Return the texts of some numbers."""
        numbers = pl.int_range(first, end, dtype=pl.UInt32, eager=True)
        texts = numbers.cat.to(self._kind).cast(pl.String).alias(self.lane.source)
        return texts if first else texts.scatter(0, None)

    def __len__(self) -> int:
        return self._height

    def came(self) -> int:
        """Return how many texts came up that were not expected."""
        return self._height - 1 - self._expected

    def find(self, texts: pl.Series) -> Found:
        """Return the lane's results for a batch of texts."""
        with self._lock:  # a code that another thread is just being given cannot be read yet
            coded = texts.cast(self._kind)
            codes = coded.to_physical()
            if highest(codes) >= self._height:
                self._extend(highest(codes))
            results, broken, unknown = self._results, tuple(self._broken.values()), self._unknown
        if codes.null_count():
            codes = codes.fill_null(0)
        masks = [(each.op, each.flags.gather(codes)) for each in broken]
        violations = [(op, mask) for op, mask in masks if mask.any()]
        return Found(results, codes, violations, coded, {each.name: each.gather(codes) for each in unknown})

    def _extend(self, code: int) -> None:
        """Work out the texts up to a number. What is looked up for each row is kept in one piece."""
        done = worked(self.lane, self._named(self._height, code + 1), audit=self._audit)
        self._results = pl.concat([self._results, done.results], rechunk=True) if self._height else done.results
        self._marks = pl.concat([self._marks, done.unknown], rechunk=True) if self._height else done.unknown
        self._unknown = [each for each in self._marks if each.any()]
        for op in self.lane.ops:
            if op.position in self._broken or op.position in done.broken:
                self._broken[op.position] = self._breakers(op, done)
        self._flags.append(done.flags)
        self._height = code + 1

    def _breakers(self, op: Op, done: Worked) -> Breakers:
        known = self._broken.get(op.position) or Breakers.none(op, self._height)
        return known.and_then(done.broken.get(op.position) or Breakers.none(op, len(done.texts)))

    def why(self, op: Op, codes: pl.Series) -> pl.Series:
        """Return an operation's reasons for rows that break it."""
        broken = self._broken[op.position]
        return broken.why.gather(broken.codes.search_sorted(codes))

    def tally(self, times: pl.Series) -> Tally:
        """Return what the lane did to cells.

        Parameters
        ----------
        times : polars.Series, (distinct texts,), integer
            How many rows each text stood for.
        """
        done = Tally()
        table = pl.concat(self._flags).head(len(times))
        for op in self.lane.ops:
            if isinstance(op, CheckOp):
                done.applied[op.position] = _total(times, table[flag(op, "applies")])
                if unknown := _total(times, table[flag(op, "unknown")]):
                    done.unknown[op.origin] = unknown
                continue
            for name in op.writes if self._audit else ():
                flags = {kind: table[flag(op, kind, name)] for kind in KINDS}
                done.count((op.position, name), {kind: _total(times, each) for kind, each in flags.items()})
                shown = flags["changed"] | flags["made"] | flags["filled"]
                done.show((op.position, name), self._changes(op, name, shown, times))
            if self._audit and isinstance(op, ColumnOp) and op.step.ways:
                cells = table.select(pl.col(flag(op, each, WAYS)).alias(each) for each in ("text", "after", "answered"))
                came = cells.with_columns(times.cast(pl.Int64).alias("cells")).filter(pl.col("cells") > 0)
                done.ways[op.position] = Ways()
                done.ways[op.position].add(seen(op.step, came))
        return done

    def _changes(self, op: Op, name: str, shown: pl.Series, times: pl.Series) -> list[Change]:
        """Return the most frequent changes: the lane is run again, up to this operation, for a few texts."""
        texts = self.texts.head(len(times))
        ranked = pl.DataFrame({"text": texts, "times": times}).filter(shown, pl.col("times") > 0)
        few = ranked.sort("times", "text", descending=[True, False]).head(EXAMPLES)["text"].alias(self.lane.source)
        upto = tuple(each for each in self.lane.ops if each.position < op.position)
        before = worked(Lane(self.lane.source, upto), few, audit=False).frame
        after = worked(Lane(self.lane.source, (*upto, op)), few, audit=False).frame
        return list(zip(_texts(before, name), _texts(after, name), strict=True))


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
