"""Tells whether the rejected rows of an earlier run can be run again by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.checks.base import Check, KeyCheck
from wrangle.engine.carried import Said, operations, said
from wrangle.engine.earlier import Earlier
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import ReplayError
from wrangle.steps.base import FrameStep, RowStep, SourceStep, Step, WindowStep


def hold_replayable(earlier: Earlier, pipeline: Pipeline) -> None:
    """Hold that the rules stayed the same where they decide about rows that were not rejected.

    Raises
    ------
    ReplayError
        A step or check would decide otherwise about other rows. All of them are named.
    """
    old = earlier.fitted.pipeline
    if pipeline.name != old.name:
        raise ReplayError(f"{earlier.folder}: is a run of {old.name!r}, the rule file is {pipeline.name!r}")
    found = [*_windows(pipeline), *_changed(old, pipeline), *_blind(earlier, pipeline)]
    if found:
        raise ReplayError("run the rule file again over all data:\n" + "\n".join(f"- {each}" for each in found))


def _windows(pipeline: Pipeline) -> Iterator[str]:
    for step in pipeline.steps:
        if isinstance(step, WindowStep):
            yield f"{step.label}: rows that come back stand beside rows that were written, and change what these hold"


def _changed(old: Pipeline, new: Pipeline) -> Iterator[str]:
    before, now = list(_deciding(old)), list(_deciding(new))
    if [words for _, words in before] == [words for _, words in now]:
        return
    one, other = _words(before), _words(now)
    labels = dict.fromkeys(each.label for each, words in (*before, *now) if (words in one) != (words in other))
    for label in labels or {each.label: None for each, _ in now}:
        yield f"{label}: decides which rows stay, and is new, changed, moved or gone since the earlier run"


def _words(entries: list[tuple[Step | Check, Said]]) -> set[Said]:
    return {words for _, words in entries}


def _deciding(pipeline: Pipeline) -> Iterator[tuple[Step | Check, Said]]:
    """Yield what lets rows go that no quarantine holds, or brings other rows in, or looks at whole keys."""
    for each, words in zip(operations(pipeline), said(pipeline), strict=True):
        drops = isinstance(each, RowStep) and each.otherwise == "drop"
        if drops or isinstance(each, (FrameStep, SourceStep)) or _rejects_by_key(each):
            yield each, words


def _rejects_by_key(each: Step | Check) -> bool:
    return isinstance(each, KeyCheck) and each.otherwise == "quarantine"


def _blind(earlier: Earlier, pipeline: Pipeline) -> Iterator[str]:
    """Yield what looks at whole keys, where the earlier run kept none."""
    over_keys = [each for each in operations(pipeline) if isinstance(each, FrameStep) or _rejects_by_key(each)]
    if len(earlier.seen()) < len(over_keys):
        for each in over_keys:
            yield (
                f"{each.label}: looks at all rows of a key, and the run did not keep what it saw; say "
                "`quarantine: {replay: true}` in the rule file before"
            )
