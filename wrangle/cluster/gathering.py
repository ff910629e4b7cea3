"""Brings together on the workers what tasks found: the machine that asked sees the whole, never the parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from wrangle.cluster.tasks import Handle, Tasks
from wrangle.cluster.work import Answer

FAN = 8
"""States that one task merges."""


def told(answer: Answer) -> Answer:
    """Return of what came of a part what the machine that asked must know: it is small."""
    return replace(answer, value=answer.value[0]) if isinstance(answer.value, tuple) else answer


def found(answer: Answer) -> Any:
    """Return of what came of a part its state, for others to be merged with."""
    return {} if answer.error else answer.value[1]


def merged(tasks: Tasks, states: Sequence[Handle], merge: Callable[..., Any]) -> Any:
    """Merge the states of all parts on the workers, a few at a time, in the order of the parts.

    Parameters
    ----------
    tasks : Tasks
    states : sequence of Handle
        One for each part.
    merge : callable
        Returns the state of the rows of several; it leaves these as they are, as a task may run twice.
    """
    made: list[Handle] = []
    left = list(states)
    try:
        while len(left) > 1:
            left = [tasks.submit(merge, *left[start : start + FAN]) for start in range(0, len(left), FAN)]
            made += left
        return tasks.result(left[0])
    finally:
        tasks.forget(made)
