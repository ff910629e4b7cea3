"""`wrangle cycle`: monitor, decide, retrain, compare, promote. What need not be done is not done, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wrangle.captures.states import coverage, labelled_since
from wrangle.captures.store import Store
from wrangle.cycle.carrying import carry_out, finish, prune
from wrangle.cycle.challenger import Asked, decide
from wrangle.cycle.champion import Champion, Rules, champion_of, rules_of
from wrangle.cycle.conditions import facts_of, met
from wrangle.cycle.decision import Decision, decisions
from wrangle.cycle.lock import only_one
from wrangle.errors import TooFewError
from wrangle.monitoring.monitor import monitor
from wrangle.training.metric import METRICS
from wrangle.training.request import Say

REPORT = "monitor"
"""The folder of the newest report of monitoring in a deployment."""


@dataclass(frozen=True)
class Outcome:
    """What one cycle came to."""

    report: Mapping[str, Any]
    """`monitor.json`"""
    seen: str
    """The same, for people."""
    conditions: tuple[str, ...] = ()
    """Those of `when:` that hold."""
    decision: Decision | None = None
    """What was decided now, or, where nothing is new, before."""
    says: str = ""
    """Why nothing was decided."""
    finished: tuple[Decision, ...] = field(default=())
    """Decisions of processes that were killed, which were carried out first."""

    @property
    def promoted(self) -> bool:
        """Whether another model answers since this cycle."""
        now = (*self.finished, *([] if self.decision is None or self.says else [self.decision]))
        return any(each.promotes and each.state == "done" for each in now)

    @property
    def alarm(self) -> bool:
        """Whether there is an alarm, and the model is still the same."""
        return self.report["verdict"] == "alarm" and not self.promoted


def cycle(
    folder: Path, *, rules: Path | None = None, data: Path | None = None, track: bool = True, say: Say | None = None
) -> Outcome:
    """Watch a deployment, and retrain, compare and promote where the rule file says that it is time.

    It may be called at any time, and killed at any moment: what was begun is finished by the next call, and from what
    was judged once the same does not follow twice.

    Parameters
    ----------
    folder : Path
        The deployment.
    rules, data : Path, optional
        See `rules_of`.
    track : bool
        Whether decisions are recorded in MLflow, where it is installed.
    say : callable, optional
        Is told how far a training is.

    Raises
    ------
    LockedError
        Another cycle is under way.
    WrangleError
        Deployment, rules, data or captures cannot be read or do not fit; what is served goes on.
    """
    with only_one(folder):
        finished = tuple(finish(folder, track=track))
        champion = champion_of(folder)
        with Store(champion.store) as store:
            store.open()
        told = rules_of(champion, rules, data)
        found = monitor(folder, rules=rules, variant=champion.spec.name)
        found.save(folder / REPORT)
        report, seen = found.found, str(found)
        holds = _holds(champion, told, report)
        if not holds:
            return Outcome(report, seen, says="no condition of `when:` holds", finished=finished)
        if waits := _waits(champion, told):
            last = list(decisions(folder))[-1]
            return Outcome(report, seen, holds, last, waits, finished)
        try:
            decision, new = decide(champion, told, Asked("cycle", holds, _summary(report), say=say))
        except TooFewError as error:
            return Outcome(report, seen, holds, says=str(error), finished=finished)
        decision = carry_out(folder, decision, track=track)
        prune(folder, told.monitor.retrain.keep)
        says = "" if new else "nothing has changed since it was decided"
        return Outcome(report, seen, holds, decision, says, finished)


def _holds(champion: Champion, rules: Rules, report: Mapping[str, Any]) -> tuple[str, ...]:
    labelled = labelled_since(champion.store, champion.seen_until, champion.versions)
    made = datetime.fromisoformat(champion.bundle.manifest["created_at"])
    facts = facts_of(report, labelled, (datetime.now(UTC) - made).total_seconds() / 86_400)
    return met(rules.monitor.retrain.when, facts, tuple(METRICS))


def _waits(champion: Champion, rules: Rules) -> str:
    """Return why no other challenger is trained yet, where one was judged by the same rules and little is new."""
    before = list(decisions(champion.folder))
    if not before or before[-1].data.get("rules") != rules.digest:
        return ""
    fresh = coverage(champion.store).labelled - int(before[-1].data["labelled_in_all"])
    wanted = rules.monitor.retrain.fresh
    if fresh >= wanted:
        return ""
    return f"{fresh:,} records with truth have come since the last challenger was judged, and {wanted:,} are waited for"


def _summary(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision keeps of a report: verdict, alarms in sentences, quality."""
    return {
        "verdict": report["verdict"],
        "window": report["window"],
        "alarms": [each["says"] for each in report["alarms"]],
        "quality": report["quality"],
    }
