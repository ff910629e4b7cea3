"""One of two rule files at work: its clean rows batch by batch, and at the end what became of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from wrangle.engine.audit import dropped_by_step
from wrangle.engine.data import Data, open_data
from wrangle.engine.executor import Passing
from wrangle.engine.ops import ROW
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.run import Run
from wrangle.engine.session import Session
from wrangle.engine.verdicts import CheckResult
from wrangle.errors import RunFailedError

REASONS = pl.Schema({"row": pl.UInt32(), "by": pl.List(pl.String()), "why": pl.List(pl.String())})


@dataclass
class Side:
    """A run in the making: advance it batch by batch, then finish."""

    run: Run
    reading: Passing
    _batches: Iterator[pl.DataFrame]
    _held: list[pl.DataFrame] = field(default_factory=list)
    schema: pl.Schema = field(default_factory=pl.Schema)
    """The columns that leave, in order."""
    failed: str = ""
    """Why the run fails; empty: it does not."""
    over: bool = False
    """Whether all rows were read."""
    read: int = 0
    """How many rows were read so far: of each it is known whether it leaves."""

    def advance(self) -> None:
        """Take the next batch."""
        batch = next(self._batches, None)
        if batch is None:
            self.over = True
        else:
            self._held.append(batch)
            self.read = self.reading.gathered.rows

    def take(self, end: int) -> pl.DataFrame:
        """Return the clean rows before a row's number that were not taken yet.

        Returns
        -------
        polars.DataFrame, (rows, columns that leave + `__row`)
        """
        held = pl.concat(self._held) if self._held else pl.DataFrame(schema={**self.schema, ROW: pl.UInt32})
        before = pl.col(ROW) < end
        self._held = [rest] if (rest := held.filter(~before)).height else []
        return held.filter(before)

    def finish(self) -> None:
        """Answer what only the whole can tell: the checks."""
        try:
            self.run.finish(self.reading, self.schema)
        except RunFailedError as error:
            self.failed = str(error)

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """What each check found."""
        return tuple(self.run.checks)

    @property
    def dropped(self) -> Mapping[str, int]:
        """Step -> rows that it dropped."""
        found = dropped_by_step(self.run.plan, self.reading.gathered.tally)
        return {name: count for name, count in found.items() if count}

    def quarantine(self) -> Iterator[pl.DataFrame]:
        """Yield the rejected rows, each with who rejected it and why.

        Returns
        -------
        iterator of polars.DataFrame, (rows, `REASONS`)
        """
        for block in self.reading.gathered.quarantine.blocks():
            yield block.select(
                pl.col("_row").cast(pl.UInt32).alias("row"),
                pl.col("_rejected_by").alias("by"),
                pl.col("_why").alias("why"),
            )

    @property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """The columns by which rows are sorted when they leave."""
        return self.run.plan.order


@contextmanager
def side(pipeline: Pipeline, data: Data) -> Iterator[Side]:
    """Fit a rule file, and yield the run that comes after.

    Parameters
    ----------
    pipeline : Pipeline
    data : frame, path or source, optional
        Without it the `source` of the rule file.

    Raises
    ------
    SourceError, SchemaError, StatisticError, RunFailedError
        The rules cannot be fitted to the data.
    """
    with open_data(pipeline, data) as input_, closing(Session(pipeline, input_)) as session:
        run = Run.of(session)
        reading = run.reading(numbered=True)
        batches = iter(reading)
        first = next(batches)
        found = Side(run, reading, chain([first], batches))
        found.schema = pl.Schema({name: dtype for name, dtype in first.schema.items() if name != ROW})
        try:
            yield found
        finally:
            reading.gathered.close()
