"""Runs only the rejected rows of an earlier run again, by rules that were mended, and joins what comes of them.

The rows that were written or dropped are not looked at again: the mended rules must give for them what they gave. Where
rules decide about such rows, they must stand in the same words (see `replayable`); checks that are new or changed are
held against the rows that were written. What steps learned is kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from wrangle.engine.beside import Beside
from wrangle.engine.carried import carried
from wrangle.engine.earlier import Earlier
from wrangle.engine.joined import Joined, Passed
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.replayable import hold_replayable
from wrangle.engine.result import RunResult
from wrangle.engine.run import Run
from wrangle.engine.session import Session
from wrangle.sources.input import frame_input
from wrangle.sources.output import OutputFolder, output_error
from wrangle.steps.base import Learned


def replay(pipeline: Pipeline, folder: str | Path) -> RunResult:
    """Run the rejected rows of an earlier run again, and join the output; whole or not at all.

    Parameters
    ----------
    pipeline : Pipeline
        The mended rules.
    folder : path
        The output folder of the earlier run, which is replaced.

    Returns
    -------
    RunResult
        Of all rows; `summary["replayed"]` tells what came back.

    Raises
    ------
    ArtefactError
        The folder is no output of a run.
    ReplayError
        The rejected rows cannot be run again by themselves; the message says why.
    RunFailedError
        A check that says `fail` is broken now. The earlier output stays.
    OutputError
        The output cannot be written. The earlier output stays.
    """
    started = time.perf_counter()
    earlier = Earlier.of(folder)
    hold_replayable(earlier, pipeline)
    learned = carried(earlier.fitted, pipeline)
    with (
        _passed(earlier.fitted.pipeline, earlier.fitted.learned, earlier) as before,
        _passed(pipeline, learned, earlier) as now,
    ):
        done = Joined(earlier, before, now)
        done.settle()
        try:
            with OutputFolder(folder) as output:
                return done.written(output, time.perf_counter() - started)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise output_error(Path(folder), error) or error from error


@contextmanager
def _passed(pipeline: Pipeline, learned: Mapping[int, Learned], earlier: Earlier) -> Iterator[Passed]:
    """Take the rejected rows through a pipeline, beside those that are not run again."""
    rows, numbers = earlier.again()
    keys = earlier.seen()
    session = Session(pipeline, frame_input(rows), dict(learned), learns=False, numbers=numbers, beside=Beside(keys),
                      keeps_keys=bool(keys))  # fmt: skip
    work = Run.of(session)
    reading = work.reading(numbered=True)
    try:
        clean = pl.concat(reading)
        yield Passed(session, work.plan, clean, reading.gathered)
    finally:
        reading.gathered.close()
        session.forget()
