"""A pipeline with all that it learned: runs over tables, transforms frames, answers for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.data import Data, open_data
from wrangle.engine.executor import Executor, executor_of
from wrangle.engine.given import Unknown
from wrangle.engine.outcomes import Outcomes
from wrangle.engine.passes import Progress
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.record import Records
from wrangle.engine.result import RunResult
from wrangle.engine.run import clean_rows, readable, run
from wrangle.engine.session import Session
from wrangle.schema import ColumnInfo
from wrangle.sections.engine import Engine
from wrangle.sources.input import Input
from wrangle.steps.base import Learned


@dataclass(frozen=True)
class FittedPipeline:
    r"""A pipeline and what its steps learned. Immutable; `Pipeline.fit` and `FittedPipeline.load` make one.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> pipeline = read_text("name: p\nclean: [impute: {column: a, with: mean}]")
    >>> fitted = pipeline.fit(pl.DataFrame({"a": [1.0, None, 3.0]}))
    >>> fitted.transform(pl.DataFrame({"a": [None, 7.0]}))["a"].to_list()
    [2.0, 7.0]
    >>> fitted.record({"a": None})
    {'a': 2.0}
    """

    pipeline: Pipeline
    learned: Mapping[int, Learned]
    """Place among the steps and, after them, the checks -> what was learned."""
    schema: Mapping[str, ColumnInfo]
    """The raw columns that it was fitted to."""

    def run(
        self,
        data: Data = None,
        into: str | Path | None = None,
        *,
        progress: Progress | None = None,
        engine: str | Engine | None = None,
    ) -> RunResult:
        """Run over a table: clean rows, quarantine, audit and checks.

        Parameters
        ----------
        data : frame, path or source, optional
            What to run over; without it the `source` of the rule file.
        into : path, optional
            The output folder, written whole or not at all; without it the rows are kept in memory.
        progress : callable, optional
            Is told the number of rows read so far in each pass.
        engine : str or wrangle.sections.engine.Engine, optional
            `local`, `dask` or `ray`, or all settings, in place of what the rule file says.

        Raises
        ------
        SourceError, SchemaError, RunFailedError, OutputError
            See `wrangle.errors`; the message says what to do.
        """
        with open_data(self.pipeline, data) as input_, executor_of(self.pipeline, engine, into) as executor:
            return readable(lambda each: run(self._session(each, executor, progress), into), input_)

    def transform(self, data: Data) -> pl.DataFrame:
        """Return the clean rows; rejected and dropped ones are left out. Use `run` to keep account of them.

        Parameters
        ----------
        data : frame, path or source

        Returns
        -------
        polars.DataFrame, (rows that stay, clean columns)
            The rows that `run` gives as `clean`.

        Raises
        ------
        SourceError, SchemaError, RunFailedError
            As `run` does.
        """
        with open_data(self.pipeline, data) as input_, executor_of(self.pipeline) as executor:
            return readable(lambda each: clean_rows(self._session(each, executor)), input_)

    def _session(self, input_: Input, executor: Executor, progress: Progress | None = None) -> Session:
        """Return a session in which nothing is learned."""
        return Session(self.pipeline, input_, dict(self.learned), progress=progress, learns=False, executor=executor)

    @cached_property
    def _records(self) -> Records:
        return Records(self.pipeline, self.learned, self.schema)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made anew when it is needed."""
        return {name: value for name, value in vars(self).items() if name != "_records"}

    def record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return one cleaned record: the same expressions as for millions of rows, steps `at: training` left out.

        Parameters
        ----------
        row : mapping
            Raw column -> value; what is left out is null. Numbers, truth values and times may stand for text that
            the contract reads as such.

        Raises
        ------
        RecordRejectedError
            A step or check rejects the record; the message names it and says why.
        SchemaError
            The record names a column that the data did not have.
        """
        return self.records([row])[0]

    def records(self, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return cleaned records, several at once; see `record`."""
        return self._records.run(rows)

    def outcomes(
        self,
        rows: Sequence[Mapping[str, Any]] | pl.DataFrame,
        columns: Sequence[str] | None = None,
        *,
        unknown: Unknown = "reject",
    ) -> Outcomes:
        r"""Return what becomes of each record: cleaned, cleaned with remarks, or rejected; none disturbs another.

        Parameters
        ----------
        rows : sequence of mapping, or polars.DataFrame, (rows, raw columns)
            Raw column -> value; see `record`. A value that is none of its column rejects its record alone.
        columns : sequence of str, optional
            The clean columns that are wanted; without it all. What only others need is not computed.
        unknown : str
            Whether a column that the data did not have rejects the record, or is ignored.

        Raises
        ------
        SchemaError
            A step needs other rows and does not say `at: training`; see the message.

        Examples
        --------
        >>> from wrangle.rulefile.read import read_text
        >>> fitted = read_text("name: p\nclean: [clip: {column: a, min: 0}]").fit(pl.DataFrame({"a": [1.0]}))
        >>> found = fitted.outcomes([{"a": -3}, {"a": [1]}, {"a": 2.5}])
        >>> list(found.places), found.frame["a"].to_list()
        ([0, 2], [0.0, 2.5])
        >>> found.rejected[1].why
        ("column 'a' must be Float64, and is [1]",)
        """
        return self._records.outcomes(rows, None if columns is None else tuple(columns), unknown)

    def serve(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return a cleaned row for each row of a frame, as `record` does; see there."""
        return self._records.serve(frame)

    def save(self, folder: str | Path) -> Path:
        """Write the pipeline to a folder, as JSON and Parquet; whole or not at all.

        Raises
        ------
        OutputError
            The folder cannot be written, or holds something else.
        """
        from wrangle.engine.store import save

        return save(self.pipeline, self.learned, self.schema, Path(folder))

    @classmethod
    def load(cls, folder: str | Path) -> FittedPipeline:
        """Read a pipeline that `save` wrote. Nothing in the folder can run code.

        Raises
        ------
        ArtefactError
            The folder is damaged, foreign, or of another version of the format.
        """
        from wrangle.engine.store import load

        return cls(*load(Path(folder)))
