"""Carries what one pipeline learned over to another that says the same in the same words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from wrangle.checks.base import Check
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.pipeline import Pipeline, describe
from wrangle.errors import ReplayError
from wrangle.steps.base import Learned, Step

Said = tuple[str, int]
"""A step or check in its own words, and the how many-th of the same words it is."""


def said(pipeline: Pipeline) -> list[Said]:
    """Return the steps and, after them, the checks of a pipeline, each in its own words."""
    whole = describe(pipeline)
    return list(_counted([*whole["steps"], *whole["expect"]]))


def _counted(entries: list[Mapping[str, object]]) -> Iterator[Said]:
    seen: Counter[str] = Counter()
    for each in entries:
        text = json.dumps(each, sort_keys=True, default=str)
        yield text, seen[text]
        seen[text] += 1


def operations(pipeline: Pipeline) -> list[Step | Check]:
    """Return the steps and, after them, the checks of a pipeline."""
    return [*pipeline.steps, *pipeline.checks]


def asks(each: Step | Check) -> bool:
    """Tell whether a step or check learns from data."""
    return bool(each.training() if isinstance(each, Check) else each.statistics())


def carried(earlier: FittedPipeline, pipeline: Pipeline) -> dict[int, Learned]:
    """Return what the steps and checks of a pipeline learned when an earlier one was fitted, by their places in it.

    What is learned from no data, a reference table for one, is learned anew.

    Raises
    ------
    ReplayError
        A step or check that learns from data did not stand in the earlier pipeline in the same words. All are named.
    """
    before = {words: place for place, words in enumerate(said(earlier.pipeline))}
    found: dict[int, Learned] = {}
    unknown: list[str] = []
    for place, (each, words) in enumerate(zip(operations(pipeline), said(pipeline), strict=True)):
        if not asks(each):
            continue
        if words in before and before[words] in earlier.learned:
            found[place] = earlier.learned[before[words]]
        else:
            unknown.append(each.label)
    if unknown:
        raise ReplayError(
            f"{', '.join(unknown)}: learns from data, and is new or was changed since the earlier run: run over all "
            "data, without what that one learned"
        )
    return found
