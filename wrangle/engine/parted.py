"""Runs a pipeline that learns from a part of the rows and keeps account of all: training, validation and test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.batch import Pass, parts_of
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.ops import PARTS, ROW, TRAINING
from wrangle.engine.result import RunResult
from wrangle.engine.run import Run, opened
from wrangle.engine.segment import leading
from wrangle.engine.session import Session
from wrangle.errors import SchemaError
from wrangle.sources.output import OutputFolder, output_error


@dataclass(frozen=True)
class PartRows:
    """What became of the rows of one part: read = written + quarantined + dropped."""

    read: int
    written: int
    quarantined: int
    dropped: int


@dataclass(frozen=True)
class PartedResult:
    """What a run did whose clean rows were handed on, with the account of each part."""

    run: RunResult
    """Summary, audit, checks, lineage and quarantine; the clean rows are where they were handed to."""
    fitted: FittedPipeline
    """The pipeline with what it learned from the training rows."""
    rows: Mapping[str, PartRows]
    """Part (`training`, `validation`, `test`, `none`) -> what became of its rows, for each part that has rows."""

    @property
    def summary(self) -> Mapping[str, Any]:
        """What `run.json` holds, the rows of each part among it as `parts`."""
        return self.run.summary

    @property
    def audit(self) -> pl.DataFrame:
        """For each step and column what became of its cells, in all parts."""
        return self.run.audit

    @property
    def checks(self) -> pl.DataFrame:
        """What each check found in all parts, a row for each."""
        return self.run.checks

    @property
    def quarantine(self) -> pl.DataFrame:
        """The rejected rows of all parts as they were read, with `_row`, `_rejected_by` and `_why`."""
        return self.run.quarantine


def run_parts(
    session: Session, consume: Callable[[pl.DataFrame], None], into: str | Path | None = None
) -> PartedResult:
    r"""Learn from the training rows, run over all, and hand on the clean rows batch by batch.

    Parameters
    ----------
    session : Session
        Its `parts` tell the part of each raw row; without them all rows are training rows.
    consume : callable
        Is given each batch of clean rows in the order of the input: all columns that leave, and `__row`, the row's
        number in the input, UInt32, ascending. A batch may be without rows.
    into : path, optional
        The folder for quarantine, audit and `run.json`, written whole or not at all; None: they are kept in memory.

    Raises
    ------
    SchemaError
        There is not one part for each raw row, or the columns are not those that the pipeline works on.
    RunFailedError
        A step or check that says `fail` met data it refuses.
    OutputError
        The output cannot be written. The earlier output is intact.

    Examples
    --------
    >>> import numpy as np
    >>> from wrangle.rulefile.read import read_text
    >>> from wrangle.sources.input import frame_input
    >>> pipeline = read_text("name: p\nclean: [impute: {column: a, with: mean}]")
    >>> data = frame_input(pl.DataFrame({"a": [1.0, 3.0, None, 99.0]}))
    >>> batches = []
    >>> result = run_parts(Session(pipeline, data, parts=np.array([0, 0, 2, 2], np.uint8)), batches.append)
    >>> batches[0].rows()
    [(1.0, 0), (3.0, 1), (2.0, 2), (99.0, 3)]
    >>> result.rows["test"]
    PartRows(read=2, written=2, quarantined=0, dropped=0)
    """
    with opened(into) as folder, closing(session):
        work = Run.of(session)
        reading = work.reading(numbered=True)
        count = _Count(session.parts)
        try:
            for batch in reading:
                count.add(batch[ROW])
                consume(batch)
            work.finish(reading, pl.Schema({name: batch.schema[name] for name in work.plan.after}))
            rows = count.rows(reading.gathered.rows, work.quarantine())
            work.more["parts"] = {name: vars(each) for name, each in rows.items()}
            result = work.account() if folder is None else _written(work, folder)
        finally:
            reading.gathered.close()
    return PartedResult(result, FittedPipeline(session.pipeline, session.learned, session.schema), rows)


def _written(work: Run, folder: OutputFolder) -> RunResult:
    try:
        return work.written(folder)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise output_error(folder.target, error) or error from error


@dataclass
class _Count:
    """How many rows of each part were written so far."""

    parts: Any | None
    written: Any = field(init=False)

    def __post_init__(self) -> None:
        self.written = self._of(pl.Series(dtype=pl.UInt32))

    def add(self, rows: pl.Series) -> None:
        self.written += self._of(rows)

    def rows(self, read: int, quarantine: pl.LazyFrame) -> dict[str, PartRows]:
        """Return what became of the rows of each part; hold that there is one part for each."""
        if self.parts is not None and len(self.parts) != read:
            raise SchemaError(f"there are parts for {len(self.parts):,} rows, and {read:,} rows: give one for each")
        total = self._all(read)
        rejected = self._of(quarantine.select("_row").collect().to_series())
        return {
            name: PartRows(
                total[code],
                int(self.written[code]),
                int(rejected[code]),
                int(total[code] - self.written[code] - rejected[code]),
            )
            for code, name in PARTS.items()
            if total[code]
        }

    def _all(self, rows: int) -> Mapping[int, int]:
        """Return how many rows each part has."""
        import numpy as np

        if self.parts is None:
            return {code: rows * (code == TRAINING) for code in PARTS}
        return {code: int(np.count_nonzero(self.parts == code)) for code in PARTS}

    def _of(self, rows: pl.Series) -> Any:
        """Return how many of some rows are in each part, by the part's code."""
        import numpy as np

        if self.parts is None:
            return np.bincount([TRAINING], [len(rows)], 256).astype(np.int64)
        return np.bincount(parts_of(self.parts, rows), minlength=256)


def raw_columns(session: Session, names: Sequence[str]) -> pl.DataFrame:
    r"""Return columns as they are after all steps, for each raw row, before anything is learned.

    One pass over the operations that these columns come from. What sends rows away by other columns is left out, and so
    are frame steps and what waits for something learned: what a row gives depends on nothing but that from which its
    columns are made. It is what a split by time, group or key is decided by.

    Parameters
    ----------
    session : Session
    names : sequence of str
        Columns of the outcome; without any, the rows are only numbered.

    Returns
    -------
    polars.DataFrame, (raw rows, `__row` + names)
        Null where a value cannot be read, or where a row was rejected or dropped by what these columns are made from.

    Raises
    ------
    SchemaError
        A column is not there, or waits for a step that must be fitted first: the message names it.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> from wrangle.sources.input import frame_input
    >>> pipeline = read_text("name: p\nclean: [filter: 'a > 1', clip: {column: a, max: 3}, rename: {a: b}]")
    >>> raw_columns(Session(pipeline, frame_input(pl.DataFrame({"a": [1, 2, 9]}))), ["b"]).rows()
    [(0, None), (1, 2), (2, 3)]
    """
    plan = session.plan()
    ops, columns = leading(plan, names) if names else ((), tuple(plan.before)[:1])
    labels = {op.position: op.origin.label for op in ops}
    reading = session.reading(Pass(ops=ops, columns=columns, output=(ROW, *names), labels=labels))
    found = pl.concat(reading)
    reading.gathered.close()
    session.before = reading.after()
    rows = reading.gathered.rows
    if found.height == rows:
        return found
    numbers = pl.int_range(rows, dtype=pl.UInt32, eager=True).alias(ROW)
    return numbers.to_frame().join(found, on=ROW, how="left", maintain_order="left")
