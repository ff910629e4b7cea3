"""Holds what was seen of a window against the baseline: what drifted, which rules fire otherwise, who is rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wrangle.drift.baseline import Baseline, Profiles
from wrangle.drift.comparing import Comparison, Finding, Limits, compare, other_rate
from wrangle.drift.counting import Counted
from wrangle.drift.rules import RATES, Rule
from wrangle.drift.wording import example, rate_of, share
from wrangle.monitoring.alarms import Alarm, Kind, in_order
from wrangle.monitoring.looking import Seen
from wrangle.sections.monitor import Drift
from wrangle.statistics.distances import merged, noise, psi

TESTS = 5
"""Tests of one column, at most."""
SAID = {
    "changed": "changed {rate}",
    "nulls_made": "made {rate} null",
    "nulls_filled": "filled {rate}",
    "misfits": "found no answer for {rate}",
    "rejected": "rejected {rate}",
}
DUPLICATES = "duplicate records"


@dataclass(frozen=True)
class Judged:
    """What was found of a window."""

    alarms: tuple[Alarm, ...]
    told: tuple[Alarm, ...]
    """What is told without an alarm."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """Part (`raw`, `clean`, `prediction`) -> column -> measures."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """Label -> column -> rates, now and in training."""


class Judge:
    """Judges windows by a baseline."""

    def __init__(
        self, baseline: Baseline, drift: Drift, made_of: Mapping[str, frozenset[str]], windows: int = 1
    ) -> None:
        self._base, self._drift, self._made_of = baseline, drift, made_of
        self._windows = windows

    def judge(self, seen: Seen) -> Judged:
        """Return what is other than in training."""
        limits = self._limits(seen)
        parts: Mapping[str, tuple[Kind, Profiles, Mapping[str, Counted]]] = {
            "raw": ("drift", self._base.raw, seen.raw),
            "clean": ("drift", self._base.clean, seen.clean),
            "prediction": ("prediction", self._base.prediction, seen.prediction),
        }
        found: list[Alarm] = [*self._schema(seen, limits), *self._rejections(seen, limits)]
        measures: dict[str, dict[str, Any]] = {}
        for part, (kind, profiles, counts) in parts.items():
            compared = {name: compare(profiles[name], each, limits) for name, each in counts.items()}
            if part == "prediction":
                compared = {name: self._nearer(name, each, seen, limits) for name, each in compared.items()}
            measures[part] = {name: {**each.measures, **_worst(each)} for name, each in compared.items()}
            found += [alarm for name, each in compared.items() for alarm in self._column(kind, part, name, each)]
        found += self._slices(seen, limits)
        rules, alarms = self._rules(seen, limits)
        found += alarms
        ordered = in_order(found)
        return Judged(
            tuple(each for each in ordered if each.is_alarm),
            tuple(each for each in ordered if not each.is_alarm),
            measures,
            rules,
        )

    def _limits(self, seen: Seen) -> Limits:
        """Return the limits of one test: what all together may raise falsely is divided among them."""
        columns = len(seen.raw) + len(seen.clean) + len(seen.prediction)
        rules = sum(len([1 for name in RATES if counts[name]]) for counts in seen.hits.rules.values())
        tests = TESTS * columns + 2 * len(seen.slices) + rules + len(seen.by) + 3
        drift = self._drift
        return Limits(drift.threshold, drift.warn, drift.rate, drift.alpha / tests / self._windows)

    def _nearer(self, name: str, by_test: Comparison, seen: Seen, limits: Limits) -> Comparison:
        """Return how answers compare with those to the test part or, where these are nearer, to the training part.

        A split by time or group gives a test part that is other than the training; a model answers its own training
        rows too surely. What is unlike both has drifted.
        """
        if name not in seen.learned or name not in self._base.learned or not by_test.findings:
            return by_test
        by_training = compare(self._base.learned[name], seen.learned[name], limits)
        return min(by_test, by_training, key=_far)

    def _column(self, kind: Kind, part: str, name: str, compared: Comparison) -> Iterator[Alarm]:
        """Yield one alarm of all that was found of a column, the first finding naming it."""
        alarming = [each for each in compared.findings if each.is_alarm]
        for findings in (alarming, [each for each in compared.findings if not each.is_alarm]):
            if findings:
                yield self._alarm(kind, part, name, findings)
                return

    def _alarm(self, kind: Kind, part: str, name: str, findings: list[Finding]) -> Alarm:
        first = findings[0]
        what = {"raw": f"{name}, as it is sent", "clean": f"{name}, after the rules"}.get(part, name)
        examples = tuple(dict.fromkeys(text for each in findings for text in each.examples))
        made_of = tuple(sorted(self._made_of.get(name, ()))) if part == "clean" else ()
        return Alarm(
            kind, name, first.measure, first.value, first.threshold,
            f"{what}: " + "; ".join(each.says for each in findings),
            examples, part, name if kind == "drift" else None, made_of=made_of, is_alarm=first.is_alarm,
        )  # fmt: skip

    def _slices(self, seen: Seen, limits: Limits) -> Iterator[Alarm]:
        for (by, value, name), now in seen.slices.items():
            rows, nulls, *counts = self._base.slices[by][value][name]
            before = np.asarray(counts, np.int64)
            if now.bins is None or len(now.bins) != len(before) or not before.sum():
                continue
            first, second = merged(before, now.bins)
            floor = noise(int(now.bins.sum()), int(before.sum()), len(first), limits.alpha)
            threshold = max(limits.threshold, floor)
            distance = psi(first, second) if now.bins.sum() else 0.0
            where = f"{name} where {by} is {value}"
            if distance > threshold:
                says = (
                    f"{where}: other than in training, {_moved(self._base, name, now)}; PSI {distance:.2f}, alarm from"
                )
                yield self._slice("psi", distance, threshold, f"{says} {threshold:.2f} on", (by, value, name))
            found = other_rate((now.nulls, now.rows), (nulls, rows), limits)
            if found:
                says = f"{where}: {rate_of(now.nulls, now.rows)} are null, {share(nulls / rows)} in training"
                yield self._slice("nulls", *found, says, (by, value, name))

    def _slice(self, measure: str, value: float, threshold: float, says: str, of: tuple[str, str, str]) -> Alarm:
        by, level, name = of
        made_of = tuple(sorted(self._made_of.get(name, ())))
        return Alarm(
            "drift", name, measure, value, threshold, says,
            part="clean", column=name, slice=(by, level), made_of=made_of,
        )  # fmt: skip

    def _schema(self, seen: Seen, limits: Limits) -> Iterator[Alarm]:
        for name in sorted(seen.without or ()):
            known = self._base.raw.get(name)
            if known is not None and known.there and seen.rows:
                yield Alarm(
                    "schema",
                    name,
                    "missing",
                    1.0,
                    0.0,
                    f"{name}: no record has this column",
                    part="schema",
                    column=name,
                )
        for label in ("schema", "record"):
            found = other_rate(
                (seen.by[label], seen.rows), (self._base.rejected.get(label, 0), self._base.rows), limits
            )
            if found:
                why = tuple(seen.why.get(label, ()))
                says = f"{rate_of(seen.by[label], seen.rows)} are of other columns or types than the training"
                yield Alarm("schema", label, "unknown", *found, says, why, "schema")

    def _rejections(self, seen: Seen, limits: Limits) -> Iterator[Alarm]:
        base = self._base
        found = other_rate((seen.rejected, seen.rows), (base.rejected_rows, base.rows), limits)
        if found:
            most = ", ".join(f"{label} {count:,}" for label, count in seen.by.most_common(3))
            was = share(base.rejected_rows / base.rows)
            says = f"{rate_of(seen.rejected, seen.rows)} are rejected, {was} in training" + (
                f": {most}" if most else ""
            )
            why = tuple(text for label, _ in seen.by.most_common(3) for text in seen.why.get(label, ())[:2])
            yield Alarm("rejections", "records", "rejected", *found, says, why, "rejections")
        found = other_rate((seen.duplicates, seen.rows), (base.duplicates, base.rows), limits)
        if found and seen.duplicates * base.rows > base.duplicates * seen.rows:
            was = share(base.duplicates / base.rows)
            says = f"{rate_of(seen.duplicates, seen.rows)} stand there more than once, {was} in training"
            yield Alarm("schema", DUPLICATES, "duplicates", *found, says, (), "schema")

    def _rules(self, seen: Seen, limits: Limits) -> tuple[dict[str, Any], list[Alarm]]:
        table: dict[str, Any] = {}
        alarms: list[Alarm] = []
        for rule, now in seen.hits.rules.items():
            before = self._base.rules.rules.get(rule)
            label, column = rule
            if before is None or column in seen.left_out:
                continue
            rates = {}
            findings: list[tuple[float, float, str]] = []
            for name in RATES:
                if not now[name] and not before[name]:
                    continue
                rates[name] = {"now": now[name] / now["cells"], "baseline": before[name] / before["cells"]}
                found = other_rate((now[name], now["cells"]), (before[name], before["cells"]), limits)
                if found:
                    rate = rate_of(now[name], now["cells"])
                    said = SAID[name].format(rate=rate)
                    findings.append((*found, f"{said}, {share(before[name] / before['cells'])} in training"))
            if rates:
                table.setdefault(label, {})[column] = rates
            if findings:
                alarms.append(self._rule(seen, rule, findings))
        return table, alarms

    def _rule(self, seen: Seen, rule: Rule, findings: list[tuple[float, float, str]]) -> Alarm:
        label, column = rule
        value, threshold, _ = max(findings)
        where = f" on {column}" if column and column not in label.replace(".", " ").split() else ""
        changed = [f"{before!r} -> {after!r}" for before, after in seen.hits.examples.get(rule, ())]
        examples = (*seen.hits.reasons.get(rule, ()), *changed)[:5]
        says = f"rule {label}{where}: " + "; ".join(text for _, _, text in findings)
        return Alarm("rule", label, "rate", value, threshold, says, tuple(examples), "rule", column or None)


def _worst(compared: Comparison) -> dict[str, Any]:
    """Return how bad it is: alarm, told, or fine."""
    level = "alarm" if any(each.is_alarm for each in compared.findings) else "told" if compared.findings else "fine"
    return {"level": level}


def _far(compared: Comparison) -> tuple[bool, float]:
    return any(each.is_alarm for each in compared.findings), compared.measures.get("psi") or 0.0


def _moved(base: Baseline, name: str, now: Counted) -> str:
    profile = base.clean[name]
    if profile.kind != "number" or not now.there:
        most = now.examples.most_common(2)
        return "its values are others" + (": " + ", ".join(example(*each) for each in most) if most else "")
    mean = (profile.mean or 0.0) + now.total / now.there
    return f"its mean is {mean:.3g} ({profile.mean or 0.0:.3g} over all in training)"
