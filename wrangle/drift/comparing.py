"""Holds what was counted of a column against its profile: what is other than in training, by how much, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite, sqrt
from typing import Any

from wrangle.drift.counting import Counted
from wrangle.drift.profile import Profile
from wrangle.drift.wording import example, number, rate_of, share
from wrangle.statistics.distances import (
    chance,
    chi_square,
    effect,
    jensen_shannon,
    kolmogorov_smirnov,
    merged,
    noise,
    psi,
)

SPIKE = 0.5
"""By how much the share of one number must have grown, as Cohen's h: a sensor that stands still."""
DAY = 86_400


@dataclass(frozen=True)
class Limits:
    """From when on something counts."""

    threshold: float = 0.2
    warn: float = 0.05
    rate: float = 0.2
    alpha: float = 1e-5
    """Of one test, already divided by how many there are."""


@dataclass(frozen=True)
class Finding:
    """One thing that is other than in training."""

    measure: str
    value: float
    threshold: float
    says: str
    examples: tuple[str, ...] = ()
    is_alarm: bool = True


@dataclass(frozen=True)
class Comparison:
    """A column held against its profile."""

    measures: Mapping[str, Any]
    """psi, its noise, js, ks, p and the rates of nulls and new values, as plain JSON values."""
    findings: tuple[Finding, ...] = field(default=())


def compare(profile: Profile, now: Counted, limits: Limits) -> Comparison:
    """Return what is other than in training.

    Examples
    --------
    >>> import polars as pl
    >>> from wrangle.drift.counting import Counting
    >>> from wrangle.drift.profile import profile
    >>> trained = profile(pl.Series(["US", "CA"] * 500))
    >>> now = Counting(trained).count(pl.Series(["US", "CA"] * 240 + ["Kanada"] * 20))
    >>> print(compare(trained, now, Limits()).findings[0].says)
    20 of 500 rows (4 %) hold values that training did not have: 'Kanada' 20
    """
    if not now.rows:
        return Comparison({})
    measures: dict[str, Any] = {"rows": now.rows, "nulls": now.nulls / now.rows}
    found = [*_new(profile, now, limits), *_strange(profile, now, limits), *_unread(profile, now, limits)]
    found += _nulls(profile, now, limits)
    found += _distribution(profile, now, limits, measures)
    found += [*_range(profile, now, limits), *_frequent(profile, now, limits)]
    if now.new:
        measures["new"] = now.new / now.rows
    return Comparison(measures, tuple(found))


def other_rate(
    now: tuple[int, int], before: tuple[int, int], limits: Limits, least: float | None = None
) -> tuple[float, float] | None:
    """Return by how much a rate is other than in training, and from when on that counts; None where it does not.

    Parameters
    ----------
    now, before : tuple of int
        Hits, and rows.
    limits : Limits
    least : float, optional
        From which effect on it counts; `limits.rate` where none is given.
    """
    (hits, rows), (was, trained) = now, before
    if not rows or not trained:
        return None
    least = limits.rate if least is None else least
    value = effect(hits / rows, was / trained)
    if abs(value) < least or chance(hits, rows, was, trained) >= limits.alpha:
        return None
    return abs(value), least


def _new(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    """Tell of texts that training did not have, beyond how often it met one for the first time (Good and Turing)."""
    if profile.kind == "time" or not profile.complete or not now.new:
        return
    at_first = profile.once + 1
    found = other_rate((now.new, now.rows), (at_first, profile.rows), limits)
    if found:
        some = now.examples.most_common(5)
        says = f"{rate_of(now.new, now.rows)} hold values that training did not have: " + ", ".join(
            example(text, count) for text, count in some
        )
        yield Finding("new values", *found, says, tuple(example(*each) for each in some))


def _strange(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    """Tell of texts that look as none in training."""
    if now.shapes is None or not now.there:
        return
    hits, before = int(now.shapes[-1]), profile.there - sum(profile.shapes.values())
    found = other_rate((hits, now.there), (before + 1, profile.there), limits)
    if found:
        some = now.strange.most_common(5)
        says = f"{rate_of(hits, now.there)} look as none in training: " + ", ".join(example(*each) for each in some)
        yield Finding("new looks", *found, says, tuple(example(*each) for each in some))


def _unread(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    if profile.kind != "number":
        return
    found = other_rate((now.unread, now.rows), (profile.unread, profile.rows), limits)
    if found:
        was = share(profile.unread / profile.rows)
        some = tuple(example(*each) for each in now.examples.most_common(5))
        yield Finding("no numbers", *found, f"{rate_of(now.unread, now.rows)} hold no number, {was} in training", some)


def _nulls(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    found = other_rate((now.nulls, now.rows), (profile.nulls, profile.rows), limits)
    if found:
        was = share(profile.nulls / profile.rows)
        yield Finding("nulls", *found, f"{rate_of(now.nulls, now.rows)} are null, {was} in training")


def _before(profile: Profile) -> tuple[Any, bool]:
    """Return the counts of training, and whether the bins are in order."""
    import numpy as np

    if profile.kind in {"number", "time"}:
        return np.asarray(profile.counts, np.int64), True
    return np.asarray([*profile.values.values(), profile.other], np.int64), False


def _distribution(profile: Profile, now: Counted, limits: Limits, measures: dict[str, Any]) -> Iterator[Finding]:
    before, is_ordered = _before(profile)
    if now.bins is None or not now.bins.sum() or not before.sum() or len(now.bins) != len(before):
        return
    if profile.kind == "time" and (now.high or 0) - (now.low or 0) < 2 * DAY:
        return  # of a part of a day, the hours are others by nature
    if profile.is_quantity and now.shapes is not None:
        yield from _looks(profile, now, limits, measures)
        return
    value, floor = _psi(before, now.bins, limits)
    measures |= {"psi": value, "noise": floor if isfinite(floor) else None}
    measures["js"] = jensen_shannon(before, now.bins)
    if is_ordered:
        measures["ks"], measures["ks_p"] = kolmogorov_smirnov(before, now.bins)
    measures["chi2"], measures["chi2_p"] = chi_square(*merged(before, now.bins))
    if profile.kind == "number":
        measures["mean"], measures["std"] = _moments(profile, now)
    yield from _moved("psi", value, floor, limits, lambda: _moved_how(profile, now, before))


def _looks(profile: Profile, now: Counted, limits: Limits, measures: dict[str, Any]) -> Iterator[Finding]:
    """Compare what quantities look like: their values are compared after the rules have read them."""
    before = _before_looks(profile)
    value, floor = _psi(before, now.shapes, limits)
    measures |= {"psi": value, "noise": floor if isfinite(floor) else None}
    measures["js"] = jensen_shannon(before, now.shapes)
    measures["chi2"], measures["chi2_p"] = chi_square(*merged(before, now.shapes))
    yield from _moved("psi", value, floor, limits, lambda: _looks_how(profile, now))


def _psi(before: Any, now: Any, limits: Limits) -> tuple[float, float]:
    first, second = merged(before, now)
    return psi(first, second), noise(int(now.sum()), int(before.sum()), len(first), limits.alpha)


def _moved(measure: str, value: float, floor: float, limits: Limits, how: Callable[[], str]) -> Iterator[Finding]:
    threshold, warn = max(limits.threshold, floor), max(limits.warn, floor)
    if value > warn and isfinite(floor):
        is_alarm = value > threshold
        says = (
            f"{how()}; PSI {value:.2f}, {'alarm' if is_alarm else 'told'} from {threshold if is_alarm else warn:.2f} on"
        )
        yield Finding(measure, value, threshold, says, is_alarm=is_alarm)


def _before_looks(profile: Profile) -> Any:
    import numpy as np

    counts = list(profile.shapes.values())
    return np.asarray([*counts, profile.there - sum(counts)], np.int64)


def _moments(profile: Profile, now: Counted) -> tuple[float, float]:
    there = max(int(now.bins.sum()), 1)
    moved = now.total / there
    return (profile.mean or 0.0) + moved, sqrt(max(now.squares / there - moved**2, 0.0))


def _moved_how(profile: Profile, now: Counted, before: Any) -> str:
    if profile.kind == "number":
        mean, std = _moments(profile, now)
        was = f"{number(profile.mean)} ± {number(profile.std)}"
        return f"its mean is {number(mean)} ± {number(std)}, {was} in training"
    if profile.kind == "time":
        return "it stands at other hours of the day than in training"
    return _shifts(list(profile.values), before, now.bins)


def _looks_how(profile: Profile, now: Counted) -> str:
    return "other looks are frequent: " + _shifts(list(profile.shapes), _before_looks(profile), now.shapes)


def _shifts(names: list[str], before: Any, now: Any) -> str:
    """Return the values whose share has changed most."""
    import numpy as np

    first, second = before / before.sum(), now / now.sum()
    order = np.argsort(-np.abs(second - first), kind="stable")[:3]
    named = [*(repr(name) for name in names), "others"]
    far = [each for each in order if abs(second[each] - first[each]) > 0.001]
    return ", ".join(f"{named[each]} {share(first[each])} -> {share(second[each])}" for each in far)


def _range(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    if profile.min is None or profile.max is None or not now.there:
        return
    hits = now.below + now.above
    found = other_rate((hits, now.there), (1, max(profile.there, 1)), limits)
    if not found:
        return
    low, high = _told(profile, profile.min), _told(profile, profile.max)
    what = f"lie before {low}, the earliest" if profile.kind == "time" else f"are not within {low} to {high}, the range"
    some = tuple(number(each) for each in now.outside)
    yield Finding("range", *found, f"{rate_of(hits, now.there)} {what} of training", some)


def _told(profile: Profile, value: float) -> str:
    if profile.kind == "time":
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M")
    return number(value)


def _frequent(profile: Profile, now: Counted, limits: Limits) -> Iterator[Finding]:
    """Tell of one number that has become frequent: a sensor that stands still, a new code for what is missing."""
    if profile.kind != "number" or not now.there or not now.frequent:
        return
    ((text, hits),) = now.frequent.most_common(1)
    least = min(profile.values.values(), default=1) if len(profile.values) else 1
    before = profile.values.get(text, least)
    found = other_rate((hits, now.there), (before, max(profile.there, 1)), limits, SPIKE)
    if found and hits * profile.there > before * now.there:
        says = f"{rate_of(hits, now.there)} are {text}, {share(before / profile.there)} or fewer in training"
        yield Finding("one value", *found, says, (example(text, hits),))
