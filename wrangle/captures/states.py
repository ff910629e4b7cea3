"""Tells what became of lines of truth: joined, unknown, duplicate or conflict; and how much of the captures is covered.

Nothing of this is stored: it follows from what the truth and the captures say, so it does not matter which came first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from wrangle.captures.linking import link
from wrangle.captures.read import microseconds
from wrangle.captures.store import Store
from wrangle.captures.table import CAPTURES
from wrangle.captures.truth import LINKS, TRUTH, has_truth

STATES = ("conflict", "joined", "duplicate", "unknown")
"""What may become of a line; one whose key is of several captures is in the first of these that one of them gives."""


MOST = 10_000
"""Inferences that are asked about by name; a database takes a limited number of values in one question."""


@dataclass(frozen=True)
class Counts:
    """How many lines are in each state."""

    joined: int = 0
    """The label of a captured inference is this one."""
    unknown: int = 0
    """No capture is known yet that it belongs to."""
    duplicate: int = 0
    """Says once more what another line said."""
    conflict: int = 0
    """Says otherwise than the line that holds."""
    late: int = 0
    """Of those joined: told later after the answer than `monitor: truth: within` says."""

    def describe(self) -> dict[str, int]:
        """Return it as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Coverage:
    """What is known of the truth of all captures."""

    counts: Counts
    captured: int
    """Inferences that were captured, each once; those of shadows left out."""
    labelled: int
    """Those of them whose label is known."""
    first: int | None = None
    """The time of the oldest labelled one, in microseconds since 1970-01-01 UTC."""
    last: int | None = None

    @property
    def lines(self) -> int:
        """How many lines of truth are kept."""
        return self.counts.joined + self.counts.unknown + self.counts.duplicate + self.counts.conflict


def told(targets: Sequence[str] | None = None) -> Any:
    """Return a query of lines and the inference ids that each tells the label of, as `target`.

    Parameters
    ----------
    targets : sequence of str, optional
        Only lines about these inferences.
    """
    direct = sa.select(TRUTH, TRUTH.c.inference_id.label("target")).where(TRUTH.c.inference_id.is_not(None))
    linked = sa.select(TRUTH, LINKS.c.inference_id.label("target")).join(LINKS, LINKS.c.truth == TRUTH.c.id)
    if targets is not None:
        direct = direct.where(TRUTH.c.inference_id.in_(targets))
        linked = linked.where(LINKS.c.inference_id.in_(targets))
    return sa.union_all(direct, linked)


def _states(targets: Sequence[str] | None, within: timedelta | None) -> Any:
    """Return a query of each line's rank among `STATES`, and whether it came late."""
    lines = told(targets).subquery()
    order = [lines.c.replaced.is_(None), lines.c.replaced.desc(), lines.c.added, lines.c.place, lines.c.id]
    over: dict[str, Any] = {"partition_by": lines.c.target, "order_by": order}
    ranked = sa.select(
        lines.c.id, lines.c.target, lines.c.label,
        sa.func.coalesce(lines.c.time, lines.c.added).label("told"),
        sa.func.row_number().over(**over).label("place"),
        sa.func.first_value(lines.c.label).over(**over).label("valid"),
    ).subquery()  # fmt: skip
    first = sa.select(CAPTURES.c.inference_id, sa.func.min(CAPTURES.c.time).label("time"))
    if targets is not None:
        first = first.where(CAPTURES.c.inference_id.in_(targets))
    known = first.group_by(CAPTURES.c.inference_id).subquery()
    state = sa.case(
        (known.c.time.is_(None), STATES.index("unknown")),
        (ranked.c.place == 1, STATES.index("joined")),
        (ranked.c.label == ranked.c.valid, STATES.index("duplicate")),
        else_=STATES.index("conflict"),
    )
    limit = None if within is None else within // timedelta(microseconds=1)
    late = sa.literal(0) if limit is None else sa.case((ranked.c.told - known.c.time > limit, 1), else_=0)
    each = (
        sa.select(ranked.c.id, state.label("state"), late.label("late"))
        .select_from(ranked)
        .outerjoin(known, known.c.inference_id == ranked.c.target)
        .subquery()
    )
    found = sa.select(each.c.id, sa.func.min(each.c.state).label("state"), sa.func.max(each.c.late).label("late"))
    return found.group_by(each.c.id)


def counts_of(connection: sa.Connection, truths: Sequence[str], within: timedelta | None = None) -> Counts:
    """Return what became of some lines, by their ids."""
    direct = sa.select(TRUTH.c.inference_id).where(TRUTH.c.id.in_(truths), TRUTH.c.inference_id.is_not(None))
    linked = sa.select(LINKS.c.inference_id).where(LINKS.c.truth.in_(truths))
    targets = list(connection.scalars(sa.union(direct, linked)))
    found = connection.execute(_states(targets if len(targets) <= MOST else None, within)).all()
    wanted = set(truths)
    states = {row.id: row for row in found if row.id in wanted}
    return _counted([(row.state, row.late, 1) for row in states.values()], len(wanted) - len(states))


def _counted(rows: Sequence[Any], unlinked: int) -> Counts:
    total = dict.fromkeys(STATES, 0)
    late = 0
    for state, is_late, count in rows:
        total[STATES[state]] += count
        late += count if is_late and STATES[state] == "joined" else 0
    total["unknown"] += unlinked
    return Counts(**total, late=late)


def labelled_since(url: str, since: datetime, versions: Collection[str]) -> int:
    """Return how many captured inferences have a label that were answered by some models from a moment on.

    Parameters
    ----------
    url : str
    since : datetime
    versions : collection of str
        SHA-256 of the bundles.

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read.
    """
    with Store(url) as store, store.reading() as connection:
        if not has_truth(connection):
            return 0
        targets = told().subquery()
        wanted = (
            sa.select(sa.func.count(CAPTURES.c.inference_id.distinct()))
            .where(~CAPTURES.c.shadow, CAPTURES.c.time >= microseconds(since), CAPTURES.c.model_version.in_(versions))
            .where(CAPTURES.c.inference_id.in_(sa.select(targets.c.target)))
        )
        return int(connection.scalar(wanted) or 0)


def coverage(url: str, within: timedelta | None = None) -> Coverage:
    """Return how many lines of truth are in each state, and how many captures have a label.

    Parameters
    ----------
    url : str
        As `store_url` returns it.
    within : timedelta, optional
        How long after the answer a label may come without being late.

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read.
    """
    link(url)
    captured = sa.select(sa.func.count(CAPTURES.c.inference_id.distinct())).where(~CAPTURES.c.shadow)
    with Store(url) as store, store.reading() as connection:
        all_ = int(connection.scalar(captured) or 0)
        if not has_truth(connection):
            return Coverage(Counts(), all_, 0)
        states = _states(None, within).subquery()
        grouped = sa.select(states.c.state, states.c.late, sa.func.count()).group_by(states.c.state, states.c.late)
        rows: Any = connection.execute(grouped).all()
        lines = int(connection.scalar(sa.select(sa.func.count()).select_from(TRUTH)) or 0)
        targets = told().subquery()
        labelled = (
            sa.select(
                sa.func.count(CAPTURES.c.inference_id.distinct()),
                sa.func.min(CAPTURES.c.time),
                sa.func.max(CAPTURES.c.time),
            )
            .where(~CAPTURES.c.shadow)
            .where(CAPTURES.c.inference_id.in_(sa.select(targets.c.target)))
        )
        number, first, last = connection.execute(labelled).one()
    return Coverage(_counted(rows, lines - sum(row[2] for row in rows)), all_, number, first, last)


def truth_stamp(url: str) -> tuple[int, ...]:
    """Return numbers that change when a label is added, joined or replaced, and with nothing else.

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read.
    """
    link(url)
    with Store(url) as store, store.reading() as connection:
        if not has_truth(connection):
            return ()
        count, last, replaced = sa.func.count(), sa.func.max(TRUTH.c.added), sa.func.max(TRUTH.c.replaced)
        lines = connection.execute(sa.select(count, last, replaced).select_from(TRUTH)).one()
        links = connection.scalar(sa.select(sa.func.count()).select_from(LINKS))
        targets = told().subquery()
        known = sa.select(CAPTURES.c.id).where(CAPTURES.c.inference_id.in_(sa.select(targets.c.target)))
        joined = connection.scalar(sa.select(sa.func.count()).select_from(known.subquery()))
    return tuple(int(each or 0) for each in (*lines, links, joined))
