"""Adds lines of truth to a store: each is kept once, whether its capture is there or comes later."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from wrangle.captures.labels import Labels
from wrangle.captures.linking import link
from wrangle.captures.read import microseconds
from wrangle.captures.states import Counts, counts_of
from wrangle.captures.store import Store
from wrangle.captures.truth import LONGEST_ID, TRUTH, Line, Refused, digest_of, key_of, prepare_truth
from wrangle.errors import CaptureError

ROWS = 1_000
"""Lines of one transaction."""

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class How:
    """How lines are to be added."""

    source: str
    """What they come from, to be kept beside them."""
    labels: Labels = field(default_factory=Labels)
    """What labels there can be."""
    replace: bool = False
    """Whether these labels win over those that came earlier."""
    within: timedelta | None = None
    """How long after the answer a label may come without being late."""
    links: bool = True
    """Whether lines that are told by key are joined now, for which all captures are read; else when they are needed."""


@dataclass
class Added:
    """What became of lines that were added."""

    read: int = 0
    new: int = 0
    """Lines that were not there yet."""
    refused: list[Refused] = field(default_factory=list)
    """Lines that are not kept, and why."""
    counts: Counts = field(default_factory=Counts)
    """What became of the lines that are new."""

    @property
    def again(self) -> int:
        """Lines that were there already, and changed nothing."""
        return self.read - self.new - len(self.refused)

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        refused = [{"line": each.place, "why": each.why} for each in self.refused]
        numbers = {"read": self.read, "new": self.new, "again": self.again, **self.counts.describe()}
        return numbers | {"refused": refused}


def add_truth(url: str, lines: Iterable[Line | Refused], how: How) -> Added:
    """Add lines of truth to a store. What does not fit is refused, line by line; all else is kept.

    Parameters
    ----------
    url : str
        As `store_url` returns it.
    lines : iterable
        Lines, and those that could not be read.
    how : How

    Raises
    ------
    CaptureError
        The store cannot be reached or written. What was added before stays, and adding all again adds the rest.
    """
    found = Added()
    new: list[str] = []
    last: dict[str, str] = {}
    now = time.time_ns() // 1_000
    with Store(url) as store:
        with store.writing() as connection:
            prepare_truth(connection)
        for rows in _batches(_rows(lines, how, found, now)):
            new += _insert(store, rows)
            last |= {_subject(each): each["id"] for each in rows}
        found.new = len(new)
        if how.links:
            link(url)
        if how.replace:
            _replace(store, last, frozenset(new), now)
        found.counts = _count(store, new, how.within)
    return found


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield what fits into a transaction, until there is no more."""
    rest = iter(values)
    while batch := list(islice(rest, ROWS)):
        yield batch


def _rows(lines: Iterable[Line | Refused], how: How, found: Added, now: int) -> Iterator[Row]:
    """Yield the rows of lines that fit, and take note of those that do not."""
    for line in lines:
        found.read += 1
        if isinstance(line, Refused):
            found.refused.append(line)
            continue
        try:
            yield _row(line, how, now)
        except (ValueError, CaptureError) as error:
            found.refused.append(Refused(line.place, str(error)))


def _row(line: Line, how: How, now: int) -> Row:
    label = json.dumps(how.labels.read(line.label))
    id_, key = line.inference_id, None if line.key is None else key_of(line.key)
    if line.key is not None and key is None:
        missing = [name for name, value in line.key.items() if key_of({name: value}) is None]
        raise ValueError(f"there is no value in the key {', '.join(missing)}")
    if id_ is None and key is None:
        raise ValueError("there is no inference id")
    if id_ is not None and not (0 < len(id_) <= LONGEST_ID and id_.isprintable()):
        raise ValueError(f"an inference id has 1 to {LONGEST_ID} printable letters")
    moment = None if line.time is None else microseconds(line.time)
    subject = f"id {id_}" if id_ is not None else f"key {key}"
    return {
        "id": digest_of(subject, label, moment), "inference_id": id_, "key": key if id_ is None else None,
        "label": label, "time": moment, "added": now, "place": line.place, "source": how.source[:500],
        "replaced": None,
    }  # fmt: skip


def _subject(row: Row) -> str:
    return f"id {row['inference_id']}" if row["inference_id"] is not None else f"key {row['key']}"


def _insert(store: Store, rows: Sequence[Row]) -> list[str]:
    """Add rows in one transaction; return the ids of those that were not there."""
    ids = list(dict.fromkeys(each["id"] for each in rows))
    with store.writing() as connection:
        there = set(connection.scalars(sa.select(TRUTH.c.id).where(TRUTH.c.id.in_(ids))))
        if fresh := [each for each in rows if each["id"] not in there]:
            connection.execute(store.adding(TRUTH, ("id",)), fresh)
    return [each for each in ids if each not in there]


def _replace(store: Store, last: dict[str, str], new: frozenset[str], now: int) -> None:
    """Have the last line of each subject win, where it is new or does not win already."""
    for ids in _batches(last.values()):
        with store.writing() as connection:
            held = _valid(connection, ids)
            losing = [each for each in ids if each in new or each not in held]
            connection.execute(sa.update(TRUTH).where(TRUTH.c.id.in_(losing)).values(replaced=now))


def _valid(connection: sa.Connection, ids: Sequence[str]) -> set[str]:
    """Return the lines that hold for what these lines are about."""
    subject = sa.func.coalesce(TRUTH.c.inference_id, TRUTH.c.key)
    told = connection.execute(sa.select(TRUTH.c.inference_id, TRUTH.c.key).where(TRUTH.c.id.in_(ids))).all()
    mine, keys = ([each for each in column if each is not None] for column in zip(*told, strict=True))
    order = [TRUTH.c.replaced.is_(None), TRUTH.c.replaced.desc(), TRUTH.c.added, TRUTH.c.place, TRUTH.c.id]
    ranked = (
        sa.select(TRUTH.c.id, sa.func.row_number().over(partition_by=subject, order_by=order).label("place"))
        .where(TRUTH.c.inference_id.in_(mine) | TRUTH.c.key.in_(keys))
        .subquery()
    )
    return set(connection.scalars(sa.select(ranked.c.id).where(ranked.c.place == 1)))


def _count(store: Store, ids: Sequence[str], within: timedelta | None) -> Counts:
    """Return what became of lines, counted a transaction's worth at a time."""
    total = Counts()
    with store.reading() as connection:
        for some in _batches(ids):
            found = counts_of(connection, some, within).describe()
            total = Counts(**{name: value + found[name] for name, value in total.describe().items()})
    return total
