"""Answers for every record what becomes of it: cleaned, cleaned with a remark, or rejected. None disturbs another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from wrangle.engine.batch import Pass, Worker
from wrangle.engine.ops import ROW, CheckOp, Plan
from wrangle.engine.rows import Done
from wrangle.engine.swift import BAD, Swift
from wrangle.engine.tally import EXAMPLES
from wrangle.errors import WrangleError

RECORD = "record"
"""Who rejects a record that is not of the columns and types that the pipeline reads."""

_REASON = re.compile(r"row (\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Rejection:
    """Who rejects a record, and why."""

    by: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Outcomes:
    """What became of some records."""

    frame: pl.DataFrame
    """(records that are not rejected, clean columns), in their order."""
    places: Sequence[int]
    """The place among the records of each row of the frame."""
    rejected: Mapping[int, Rejection] = field(default_factory=dict)
    """Place -> who rejects the record."""
    flags: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Place -> what is remarked on a record that is not rejected: who, and why."""


@dataclass
class _Slow:
    """What became of the records that break something."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    rejected: dict[int, Rejection] = field(default_factory=dict)
    flags: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


class Judge:
    """Tells what becomes of records, by a plan for serving.

    Parameters
    ----------
    plan
    columns
        The clean columns that are wanted; all of them where none are named.
    """

    def __init__(self, plan: Plan, columns: Sequence[str] | None = None) -> None:
        self._columns = tuple(plan.after if columns is None else columns)
        self._swift = Swift(plan.ops, plan.before, self._columns)
        self._labels = {op.position: op.origin.label for op in plan.ops}
        self._checks = {op.position: op for op in plan.ops if isinstance(op, CheckOp) and not op.rejects}
        output = tuple(dict.fromkeys((*self._columns, ROW)))
        self._worker = Worker(Pass(plan.ops, tuple(plan.before), output=output, labels=self._labels))
        self._off = frozenset(self._labels)

    def outcomes(self, rows: pl.DataFrame) -> Outcomes:
        """Return what becomes of each row.

        Parameters
        ----------
        rows : polars.DataFrame, (no or several rows, raw columns + `__row`)
            Numbered from 0.
        """
        if not rows.height:
            return Outcomes(self._none(rows), ())
        return self._outcomes(rows, self._swiftly(rows))

    def outcome_of(self, row: pl.DataFrame) -> Outcomes:
        """Return what becomes of one row.

        Parameters
        ----------
        row : polars.DataFrame, (2 rows, raw columns + `__row`)
            The row twice: one row alone would be computed otherwise; see `wrangle.engine.compute`.
        """
        found = self._swiftly(row)
        return self._outcomes(row.head(1), None if found is None else found.head(1))

    def _outcomes(self, rows: pl.DataFrame, found: pl.DataFrame | None) -> Outcomes:
        if found is None:
            return self._merged(rows, None, range(rows.height))
        bad = found.drop_in_place(BAD)
        if not bad.any():
            return Outcomes(found, range(rows.height))
        return self._merged(rows, found.filter(~bad), bad.arg_true().to_list())

    def _swiftly(self, rows: pl.DataFrame) -> pl.DataFrame | None:
        """Return what the short way gives; None where it cannot be gone."""
        try:
            return self._swift.run(rows)
        except pl.exceptions.PolarsError:
            return None  # the long way names the step

    def _merged(self, rows: pl.DataFrame, fine: pl.DataFrame | None, bad: Sequence[int]) -> Outcomes:
        slow = _Slow()
        for start in range(0, len(bad), EXAMPLES):
            self._judge(rows, list(bad[start : start + EXAMPLES]), slow)
        apart = set(bad)
        places = [place for place in range(rows.height) if place not in apart] if fine is not None else []
        frames = [each for each in (fine, *slow.frames) if each is not None]
        every = [*places, *slow.places]
        if not slow.frames:
            frame = fine if fine is not None else self._none(rows.clear())
            return Outcomes(frame, every, slow.rejected, slow.flags)
        order = sorted(range(len(every)), key=every.__getitem__)
        return Outcomes(pl.concat(frames)[order], [every[each] for each in order], slow.rejected, slow.flags)

    def _judge(self, rows: pl.DataFrame, places: Sequence[int], slow: _Slow) -> None:
        """Take a few rows the long way: no more than each operation tells its reasons for."""
        try:
            # one row is taken twice: it would be computed as two in every stage
            chosen = [*places, *places] if len(places) == 1 else list(places)
            done = self._worker.run(_numbered(rows[chosen]), self._off)
        except WrangleError as error:
            if len(places) == 1:
                slow.rejected[places[0]] = Rejection((RECORD,), (str(error),))
                return
            self._apart(rows, places, slow)
            return
        if done.tally.dropped.total() and len(places) > 1:
            self._apart(rows, places, slow)
            return
        self._take(done, places, slow)

    def _apart(self, rows: pl.DataFrame, places: Sequence[int], slow: _Slow) -> None:
        for place in places:
            self._judge(rows, [place], slow)

    def _take(self, done: Done, places: Sequence[int], slow: _Slow) -> None:
        count = len(places)
        gone = {places[row]: Rejection(tuple(by), tuple(why)) for row, by, why in _quarantined(done) if row < count}
        for row, label, why, rejects in self._remarks(done):
            if row >= count:
                continue
            place = places[row]
            if rejects and place not in gone:
                gone[place] = Rejection((label,), (why,))
            elif not rejects:
                slow.flags.setdefault(place, []).append((label, why))
        assert done.clean is not None
        stay = [row for row, place in enumerate(places) if place not in gone]
        clean = done.clean.filter(pl.col(ROW).is_in(stay))
        left = [places[row] for row in clean[ROW]]
        dropped = [self._labels[position] for position, count in done.tally.dropped.items() if count]
        why = "is left out here: say `at: training` where the step is not meant for serving"
        for place in places:
            if place not in gone and place not in left:
                gone[place] = Rejection(tuple(dropped), (why,))
        slow.rejected |= gone
        for place in gone:
            slow.flags.pop(place, None)
        slow.frames.append(clean.drop(ROW))
        slow.places += left

    def _remarks(self, done: Done) -> Iterator[tuple[int, str, str, bool]]:
        """Yield what checks that do not quarantine say: row, check, reason, and whether no such row may pass."""
        for position, op in self._checks.items():
            rejects = op.check.otherwise == "fail" and op.check.mostly == 1
            for reason in done.tally.reasons.get(position, ()):
                found = _REASON.fullmatch(reason)
                assert found is not None
                yield int(found[1]), self._labels[position], found[2], rejects

    def _none(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return no rows with the columns that leave."""
        clean = self._worker.run(rows, self._off).clean
        assert clean is not None
        return clean.drop(ROW)


def _quarantined(done: Done) -> Iterator[tuple[int, list[str], list[str]]]:
    if done.quarantine is not None:
        yield from done.quarantine.select("_row", "_rejected_by", "_why").iter_rows()


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows numbered anew."""
    return rows.with_columns(pl.Series(ROW, range(rows.height), pl.UInt32))
