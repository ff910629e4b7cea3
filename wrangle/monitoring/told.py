"""What monitoring found, as plain JSON values: monitor.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wrangle.drift.baseline import Baseline, Profiles
from wrangle.drift.counting import Counted
from wrangle.drift.profile import Profile
from wrangle.drift.wording import number
from wrangle.monitoring.alarms import Alarm, in_order
from wrangle.monitoring.judging import Judged
from wrangle.monitoring.looking import Seen
from wrangle.monitoring.quality import Quality

FORMAT = "wrangle monitoring"
VERSION = 1
BARS = 12
"""Bars of a diagram of values, the most frequent ones."""


@dataclass(frozen=True)
class Told:
    """One window, with all that was found of it."""

    seen: Seen
    judged: Judged | None
    """None: too few records."""
    quality: Quality

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What would be alarms by this window alone."""
        return () if self.judged is None else self.judged.alarms


def alarms_of(windows: Sequence[Told], recent: int, in_a_row: int) -> tuple[list[Alarm], list[Alarm]]:
    """Return the alarms of the newest windows that are judged, and what is told without one.

    Parameters
    ----------
    windows : sequence of Told
        Oldest first.
    recent : int
        How many windows may raise them.
    in_a_row : int
        How many windows running must show the same.
    """
    judged = [each for each in windows if each.judged is not None]
    found: dict[Any, Alarm] = {}
    waiting: dict[Any, Alarm] = {}
    for place in range(max(len(judged) - recent, 0), len(judged)):
        before = judged[max(place - in_a_row + 1, 0) : place]
        for alarm in judged[place].alarms:
            holds = len(before) == in_a_row - 1 and all(
                alarm.key in {each.key for each in one.alarms} for one in before
            )
            (found if holds else waiting)[alarm.key] = alarm
        told = judged[place].judged
        waiting |= {each.key: each for each in (told.told if told else ())}
    return in_order(list(found.values())), in_order([each for key, each in waiting.items() if key not in found])


def window_of(told: Told) -> dict[str, Any]:
    """Return one window for trends."""
    seen, judged = told.seen, told.judged
    columns = {} if judged is None else judged.columns
    return {
        "since": _moment(seen.since),
        "until": _moment(seen.until),
        "records": seen.rows,
        "labelled": told.quality.labelled,
        "judged": judged is not None,
        "rejected": seen.rejected / seen.rows if seen.rows else 0.0,
        "psi": {
            part: {name: each["psi"] for name, each in measures.items() if each.get("psi") is not None}
            for part, measures in columns.items()
        },
        "quality": told.quality.metrics,
        "alarms": [
            {"kind": each.kind, "about": each.about, "column": each.column, "says": each.says} for each in told.alarms
        ],
    }


def columns_of(told: Told | None, baseline: Baseline) -> dict[str, Any]:
    """Return part -> column -> its measures, and what it was and is like, for diagrams."""
    if told is None or told.judged is None:
        return {}
    parts: Mapping[str, tuple[Profiles, Mapping[str, Counted]]] = {
        "raw": (baseline.raw, told.seen.raw),
        "clean": (baseline.clean, told.seen.clean),
        "prediction": (baseline.prediction, told.seen.prediction),
    }
    return {
        part: {
            name: {**told.judged.columns[part][name], "histogram": histogram(profiles[name], counted)}
            for name, counted in counts.items()
        }
        for part, (profiles, counts) in parts.items()
    }


def histogram(profile: Profile, now: Counted) -> dict[str, Any] | None:
    """Return bars of the training and of now, as shares; None where there is nothing to draw."""
    bars = list(_bars(profile, now))
    before, after = sum(each[1] for each in bars), sum(each[2] for each in bars)
    if not before or not after:
        return None
    return {
        "labels": [label for label, _, _ in bars],
        "baseline": [count / before for _, count, _ in bars],
        "now": [count / after for _, _, count in bars],
    }


def _bars(profile: Profile, now: Counted) -> Iterator[tuple[str, int, int]]:
    """Yield label, count of the training, count of now."""
    if now.bins is None:
        return
    counts = [int(each) for each in now.bins]
    if profile.kind == "number":
        ends = [number(each) for each in profile.edges]
        labels = [f"to {end}" for end in ends] + [f"over {ends[-1]}" if ends else "all"]
        yield from zip(labels, profile.counts, counts, strict=False)
    elif profile.kind == "time":
        yield from zip((f"{hour} h" for hour in range(24)), profile.counts, counts, strict=False)
    elif profile.complete or not profile.shapes:
        yield from _most(profile.values, profile.other, counts)
    elif now.shapes is not None:
        known = sum(profile.shapes.values())
        yield from _most(profile.shapes, profile.there - known, [int(each) for each in now.shapes])


def _most(values: Mapping[str, int], other: int, counts: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    rows = list(zip(values, values.values(), counts, strict=False))
    yield from rows[:BARS]
    rest = rows[BARS:]
    yield "others", other + sum(each[1] for each in rest), counts[-1] + sum(each[2] for each in rest)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def document(  # noqa: PLR0913  # what the file holds
    *,
    name: str,
    digest: str,
    windows: Sequence[Told],
    alarms: Sequence[Alarm],
    told: Sequence[Alarm],
    newest: Told | None,
    quality: Quality,
    baseline: Baseline,
    notes: Sequence[str],
) -> dict[str, Any]:
    """Return monitor.json."""
    every = (*alarms, *quality.alarms)
    seen = [each.seen for each in windows]
    since, until = (seen[0].since, seen[-1].until) if seen else (None, None)
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "model_version": digest,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "window": {
            "since": _moment(since),
            "until": _moment(until),
            "records": sum(each.rows for each in seen),
            "labelled": sum(each.quality.labelled for each in windows),
        },
        "verdict": "alarm" if every else "fine" if any(each.rows for each in seen) else "empty",
        "alarms": [each.describe() for each in in_order(every)],
        "told": [each.describe() for each in told],
        "notes": list(notes),
        "columns": columns_of(newest, baseline),
        "rules": {} if newest is None or newest.judged is None else newest.judged.rules,
        "quality": quality.metrics,
        "slices": list(quality.slices),
        "calibration": quality.calibration,
        "windows": [window_of(each) for each in windows],
    }
