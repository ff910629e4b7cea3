"""Counts what a window of records is like, by what the baseline knows; what was seen of parts can be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from wrangle.drift.baseline import Profiles, duplicates
from wrangle.drift.counting import Counted, Counting
from wrangle.drift.rules import Hits
from wrangle.monitoring.reading import Records, typed
from wrangle.monitoring.watched import Watched
from wrangle.sections.monitor import Drift

SHOWN = 5

Counts = dict[str, Counted]
Slice = tuple[str, str, str]
"""Slicing column, its value, and the feature."""


@dataclass
class Seen:
    """What some records were like."""

    since: datetime | None = None
    until: datetime | None = None
    """The time of the last of them."""
    rows: int = 0
    rejected: int = 0
    by: Counter[str] = field(default_factory=Counter)
    """Label -> records that it rejected."""
    why: dict[str, list[str]] = field(default_factory=dict)
    """Label -> the first few reasons."""
    raw: Counts = field(default_factory=dict)
    clean: Counts = field(default_factory=dict)
    prediction: Counts = field(default_factory=dict)
    """Answers, by the bins of those to the test part."""
    learned: Counts = field(default_factory=dict)
    """Answers, by the bins of those to the training part."""
    slices: dict[Slice, Counted] = field(default_factory=dict)
    hits: Hits = field(default_factory=Hits)
    duplicates: int = 0
    masked: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    """Raw columns that are not compared: masked ones, and those of the target that are not there yet."""
    without: frozenset[str] | None = None
    """Raw columns that none of the records has."""

    def add(self, later: Seen) -> None:
        """Take in what was seen of the records that come next."""
        self.since = self.since or later.since
        self.until = later.until or self.until
        for name in ("rows", "rejected", "duplicates"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.by.update(later.by)
        for label, some in later.why.items():
            self.why[label] = [*self.why.get(label, ()), *some][:SHOWN]
        for mine, others in self._counts(later):
            for key, counted in others.items():
                if key in mine:
                    mine[key].add(counted)
                else:
                    mine[key] = counted
        self.hits.add(later.hits)
        self.masked |= later.masked
        self.left_out |= later.left_out
        self.without = later.without if self.without is None else self.without & (later.without or frozenset())

    def _counts(self, later: Seen) -> tuple[tuple[dict[Any, Counted], dict[Any, Counted]], ...]:
        names = ("raw", "clean", "prediction", "learned", "slices")
        return tuple((getattr(self, name), getattr(later, name)) for name in names)


class Looking:
    """Looks at records of one model."""

    def __init__(self, watched: Watched) -> None:
        self._rules = watched.rules
        self._later = watched.later
        base = watched.baseline
        drift = watched.section.drift
        self._raw, self._clean = _compared(base.raw, drift), _compared(base.clean, drift)
        self._prediction, self._learned = _compared(base.prediction, Drift()), _compared(base.learned, Drift())
        self._slices = base.slices
        self.made_of = self._rules.sources()
        """Clean column -> the raw columns that it is made of."""

    def look(self, records: Records) -> Seen:
        """Return what some records are like."""
        raw = typed(records.raw, self._rules.schema)
        ran = self._rules.run(raw)
        not_yet = {name for name in self._later if raw[name].null_count() == raw.height}
        left_out = records.masked | not_yet
        seen = Seen(
            since=records.times[0] if len(records.times) else None,
            until=records.times[-1] if len(records.times) else None,
            rows=records.raw.height,
            duplicates=duplicates(records.raw),
            masked=records.masked,
            left_out=left_out,
            without=records.without - not_yet,
            hits=ran.hits,
        )
        for name, counting in self._raw.items():
            if name not in left_out:
                seen.raw[name] = counting.count(raw[name] if counting.profile.kind == "time" else records.raw[name])
        hidden = {name for name, made in self.made_of.items() if made & left_out}
        for name, counting in self._clean.items():
            if name in ran.clean.columns and name not in hidden:
                seen.clean[name] = counting.count(ran.clean[name])
        self._apart(ran.clean, seen, hidden)
        self._answers(records, ran.rejected, raw.height - ran.clean.height, seen)
        return seen

    def _apart(self, clean: pl.DataFrame, seen: Seen, hidden: set[str]) -> None:
        """Count features by the values of the columns that they are told apart by."""
        for by, values in self._slices.items():
            if by not in clean.columns or by in hidden:
                continue
            texts = clean[by].cast(pl.String)
            for value, features in values.items():
                names = [name for name in features if name in self._clean and name in seen.clean]
                some = clean.filter(texts == value).select(names)
                for name in names:
                    seen.slices[by, value, name] = self._clean[name].count(some[name])

    def _answers(self, records: Records, rerun: Mapping[str, int], rejected: int, seen: Seen) -> None:
        answers = records.answers
        if answers["status"].null_count() == answers.height:  # captured by another server: our own rules tell
            seen.by, seen.rejected = Counter(dict(rerun)), rejected
            answered = answers
        else:
            gone = answers.filter(pl.col("status") == "rejected")
            answered = answers.filter(pl.col("status") != "rejected")
            seen.rejected = gone.height
            named = gone["rejected_by"].list.unique().explode().drop_nulls().alias("by").value_counts(name="n")
            seen.by = Counter(dict(named.iter_rows()))
            seen.why = _reasons(gone)
        for counts, countings in ((seen.prediction, self._prediction), (seen.learned, self._learned)):
            counts |= {name: each.count(answered[name]) for name, each in countings.items() if name in answered.columns}


def _compared(profiles: Profiles, drift: Drift) -> dict[str, Counting]:
    """Return what counts each column that is to be compared."""
    names = profiles if drift.columns == "all" else drift.columns
    return {name: Counting(each) for name, each in profiles.items() if name in names and name not in drift.without}


def _reasons(gone: pl.DataFrame) -> dict[str, list[str]]:
    """Return label -> the first few reasons; a record that breaks several rules is shown with the first."""
    found: dict[str, list[str]] = {}
    for by, why in gone.select("rejected_by", "why").head(2000).iter_rows():
        for place, label in enumerate(by or ()):
            some = found.setdefault(label, [])
            said = why[min(place, len(why) - 1)] if why else None
            if said is not None and said not in some and len(some) < SHOWN:
                some.append(said)
    return found
