"""Gathers what a challenger is trained on, and the newest records, which neither model learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from wrangle.cycle.champion import Champion, Rules
from wrangle.cycle.labelled import Labelled, labelled
from wrangle.cycle.overlap import asked_again, overlap
from wrangle.drift.rules import Rules as Hits
from wrangle.errors import RetrainError, TooFewError
from wrangle.expressions.durations import microseconds
from wrangle.sections.monitor import Holdout, Retrain
from wrangle.sources.input import Input, frame_input
from wrangle.training.part import NONE, PARTS

TEST = PARTS.index("test")
NO_KEY = (
    "the data are others than the champion was trained on, and no key says which of their rows are held out here as "
    "well: what is held out may have been learned; name raw columns of the data in `monitor: truth: key`"
)


@dataclass(frozen=True)
class Gathered:
    """The data of a retraining."""

    input: Input
    """The rows of the repository, then captured records, oldest first."""
    held: Any
    """numpy.ndarray, (rows,), uint8: 2 for the hold-out, 255 for rows that are left out, else 0."""
    dataset: Sequence[Mapping[str, Any]]
    """What the rows come from, by digest."""
    cutoff: datetime
    """From here on captured records are held out."""
    until: datetime
    """The time of the newest."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many rows there are of each kind."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Why captured records are not among them -> how many."""
    masked: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What whoever reads the decision should know."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            **self.counts,
            "cutoff": self.cutoff.isoformat(),
            "until": self.until.isoformat(),
            "left_out": {why: count for why, count in self.left_out.items() if count},
            "masked": list(self.masked),
            "remarks": list(self.remarks),
        }


def gather(champion: Champion, rules: Rules, input_: Input) -> Gathered:
    """Gather what a challenger is trained on, and the hold-out.

    Held out are the newest records with truth that the champion cannot have learned from: those answered after it was
    made, or after the border of its own hold-out where it was retrained. Of records about the same thing (by
    `monitor: truth: key`) the first counts. Where the repository holds such a record as well, its row there is left
    out; where the champion was trained on these very data, the record is.

    Parameters
    ----------
    champion : Champion
    rules : Rules
    input_ : Input
        The data of the repository.

    Raises
    ------
    TooFewError
        The hold-out would have fewer records than `retrain: minimum`.
    RetrainError, CaptureError, SourceError
        Target, captures or data do not fit.
    """
    import numpy as np

    retrain, target = rules.monitor.retrain, rules.train.target
    assert target is not None
    schema = input_.frame.collect_schema()
    found = labelled(champion.store, schema, target, champion.versions)
    _hold_unmasked(champion, found)
    source = {"name": input_.origin, "files": [str(each) for each in input_.files], "sha256": input_.digest()}
    same_data = source["sha256"] == champion.dataset.get("sha256")
    key = _key(rules, schema)
    twice, rows = overlap(found.rows, input_, key)
    first = ~asked_again(found.rows, key)
    free = (found.times >= champion.seen_until).to_numpy() & first
    held, cutoff = _held(found.times, free & ~(twice if same_data else np.zeros_like(twice)), retrain)
    learned = (found.times < cutoff).to_numpy() & first & ~twice & _recent(found.times, cutoff, retrain)
    codes = np.zeros(_height(input_), np.uint8)
    codes[rows.filter(pl.Series(held)[rows["captured"]])["source"].to_numpy()] = NONE
    chosen = held | learned
    captured = found.rows.filter(pl.Series(chosen))
    frame = pl.concat([input_.frame, captured.lazy()])
    counts = {
        "repository": int((codes == 0).sum()), "captured": int(learned.sum()), "held_out": int(held.sum()),
        "in_repository_already": int(twice.sum()), "asked_about_again": int((~first).sum()),
        "labelled": len(found.times),
    }  # fmt: skip
    whole = Input(
        frame, text=input_.text, origin=input_.origin, rejects=input_.rejects, rows=len(codes) + captured.height,
        diagnose=input_.diagnose, copies=input_.copies,
    )  # fmt: skip
    mine = {"name": "captured records with truth", "files": [], "sha256": frame_input(captured).digest()}
    remarks = () if key or same_data else (NO_KEY,)
    until: Any = found.times.max()
    all_codes = np.concatenate([codes, np.where(held[chosen], np.uint8(TEST), np.uint8(0))])
    return Gathered(whole, all_codes, (source, mine), cutoff, until, counts, found.left_out, found.masked, remarks)


def _hold_unmasked(champion: Champion, found: Labelled) -> None:
    """Refuse captures in which the values are masked that the model answers by: nothing could be learned from them."""
    sources = Hits(champion.bundle.pipeline).sources()
    needed = frozenset[str]().union(*(sources.get(name, ()) for name in champion.bundle.manifest["features"]))
    if hidden := sorted(needed & set(found.masked)):
        raise RetrainError(
            f"the values of {', '.join(hidden)} are masked in the captures, and the model answers by them: nothing can "
            "be learned from what was captured; leave them out of `serve: capture: mask`, or of the features"
        )


def _height(input_: Input) -> int:
    if input_.rows is not None:
        return input_.rows
    return int(input_.frame.select(pl.len()).collect(engine="streaming").item())


def _key(rules: Rules, schema: pl.Schema) -> tuple[str, ...]:
    """Return the raw columns that say which record is which; none where nothing says so."""
    named = rules.monitor.truth.key or (rules.train.key.names if rules.train.key is not None else None) or ()
    return tuple(named) if set(named) <= set(schema) else ()


def _held(times: pl.Series, free: Any, retrain: Retrain) -> tuple[Any, datetime]:
    """Return which records are held out, and the time of the first of them: those of one moment stay together."""
    ours = times.filter(pl.Series(free))
    wanted = _size(ours, retrain.holdout)
    if len(ours) < retrain.minimum or wanted < 1:
        raise TooFewError(
            f"{len(ours):,} records with truth came since the champion learned, and the hold-out needs "
            f"{retrain.minimum:,}: wait for more, or lower `monitor: retrain: minimum`"
        )
    cutoff: Any = ours[max(0, len(ours) - wanted)]
    held = free & (times >= cutoff).to_numpy()
    if held.sum() < retrain.minimum:
        raise TooFewError(
            f"the hold-out has {int(held.sum()):,} records with truth, and needs {retrain.minimum:,}: wait for more, "
            "or raise `monitor: retrain: holdout`"
        )
    return held, cutoff


def _size(times: pl.Series, holdout: Holdout) -> int:
    if holdout.records is not None:
        return min(holdout.records, len(times))
    if holdout.time is not None and len(times):
        newest: Any = times.max()
        return int((times >= newest - timedelta(microseconds=microseconds(holdout.time))).sum())
    return round((holdout.fraction or 0.25) * len(times))


def _recent(times: pl.Series, cutoff: datetime, retrain: Retrain) -> Any:
    """Return which records are not too old to be learned from."""
    if retrain.since is None:
        return (times >= times.min()).to_numpy()
    return (times >= cutoff - timedelta(microseconds=microseconds(retrain.since))).to_numpy()
