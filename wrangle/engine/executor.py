"""Where rows are worked on: the few things that the engine asks of this machine, or of a cluster.

Steps, checks, audit and quarantine do not know which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from wrangle.engine.batch import Pass
from wrangle.engine.exchange import decide, question
from wrangle.engine.ops import FrameOp, KeyOp, Plan, WindowOp
from wrangle.engine.passes import Before, Gathered, Progress, Reading
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.windows import windows
from wrangle.engine.writing import Numbers, write
from wrangle.sections.engine import Engine
from wrangle.sources.input import Input


class Passing(Protocol):
    """One pass over an input: iterate over it for the clean rows; then `gathered` holds the rest."""

    gathered: Gathered

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Yield the clean rows in order, some at a time."""

    def exhaust(self) -> Gathered:
        """Read all, and return what was gathered."""

    def after(self) -> Before:
        """Return what a later pass may know of this one and of those before it."""


class Numbered(Protocol):
    """The numbers in the input of the clean rows that were written."""

    def runs(self) -> Iterator[pl.DataFrame]:
        """Yield the numbers as runs (`wrangle.engine.runs`), in the order in which rows leave, some at a time."""

    def close(self) -> None:
        """Remove temporary files."""


class Executor(Protocol):
    """Reads parts, maps over them, gathers statistics, brings keys together and writes parts."""

    def hold(self, plan: Plan, *, keeps_keys: bool) -> None:
        """Refuse, by name and before any row is read, what cannot be done here.

        Parameters
        ----------
        plan : Plan
        keeps_keys : bool
            Whether what steps and checks over keys see is to be kept with the output.

        Raises
        ------
        ClusterError
            The message names the step.
        """

    def reading(self, input_: Input, task: Pass, progress: Progress | None, before: Before) -> Passing:
        """Begin to pass over the data once."""

    def decision(self, op: FrameOp | KeyOp, gathered: Gathered) -> Any:
        """Return the numbers of the rows that an operation over keys sends away or complains of, ascending.

        Returns
        -------
        numpy.ndarray, (rows,), uint32, or what has its length and its first elements
        """

    def windows(self, op: WindowOp, gathered: Gathered) -> Any:
        """Return the columns that a window operation computes, by row number."""

    def write(self, reading: Any, plan: Plan, path: Path) -> tuple[pl.Schema, Numbered]:
        """Write the clean rows, in the order in which they leave.

        Returns
        -------
        polars.Schema
            Of the rows that were written.
        Numbered
            Their numbers in the input, by which rejected rows can be run again by themselves.
        """


@contextmanager
def executor_of(pipeline: Pipeline, engine: Any = None, into: str | Path | None = None) -> Iterator[Executor]:
    """Yield what a pipeline's rows are to be worked on by.

    Parameters
    ----------
    pipeline : Pipeline
        What its `engine:` says holds, where nothing else is said.
    engine : str or wrangle.sections.engine.Engine, optional
        `local`, `dask`, `ray`, or all settings.
    into : path, optional
        The output folder.

    Raises
    ------
    ClusterError
        The cluster cannot be reached; the message says what to do.
    """
    said: Any = pipeline.sections.get("engine") if engine is None else engine
    settings = Engine.model_validate(said or {})
    if settings.use == "local":
        yield Local()
        return
    above = import_module("wrangle.cluster.executor")  # by name: nothing here depends on it
    with above.cluster(settings, into) as found:
        yield found


class Local:
    """Polars on this machine, several batches at a time."""

    def hold(self, plan: Plan, *, keeps_keys: bool) -> None:
        """Refuse nothing."""

    def reading(self, input_: Input, task: Pass, progress: Progress | None, before: Before) -> Passing:
        """Begin to pass over the data once."""
        return Reading(input_, task, progress, before)

    def decision(self, op: FrameOp | KeyOp, gathered: Gathered) -> Any:
        """Return the numbers of the rows that an operation over keys sends away or complains of, ascending."""
        import numpy as np

        if op.position not in gathered.keys:
            return np.empty(0, np.uint32)
        return decide(gathered.keys[op.position], *question(op))

    def windows(self, op: WindowOp, gathered: Gathered) -> Any:
        """Return the columns that a window operation computes, by row number."""
        return windows(gathered.keys[op.position], op.step)

    def write(self, reading: Any, plan: Plan, path: Path) -> tuple[pl.Schema, Numbered]:
        """Write the clean rows to one file."""
        numbers = Numbers(plan)
        return write(map(numbers.take, reading), plan, path), numbers
