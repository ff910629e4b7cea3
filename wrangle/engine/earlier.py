"""An earlier run, read from its output folder with all that is needed to run its rejected rows again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.keeping import FOLDER, read_numbers
from wrangle.engine.ops import ROW
from wrangle.engine.reasons import QUARANTINE
from wrangle.errors import ArtefactError, ReplayError, WrangleError

SOURCE = "source"
"""Who rejects rows that could not be read whole: no rule can mend them."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier run left."""

    folder: Path
    summary: Mapping[str, Any]
    fitted: FittedPipeline
    """The pipeline as it was, with what it learned."""
    audit: pl.DataFrame
    numbers: pl.Series
    """The number in the input of each clean row."""
    rejected: pl.DataFrame
    """The quarantine, by the numbers of the rows."""

    @classmethod
    def of(cls, folder: str | Path) -> Earlier:
        """Read an earlier run.

        Raises
        ------
        ArtefactError
            The folder is no output of a run, or is damaged.
        ReplayError
            The run kept nothing to run its rejected rows again by.
        """
        path = Path(folder)
        try:
            summary = json.loads((path / "run.json").read_text(encoding="utf-8"))
            audit = pl.read_parquet(path / "audit.parquet")
            rejected = pl.read_parquet(path / "quarantine.parquet").sort("_row")
            rows, clean = summary["rows_written"], pl.scan_parquet(path / "clean.parquet").select(pl.len())
            whole = (path / FOLDER / "rows.parquet").exists() and clean.collect().item() == rows
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
            raise ArtefactError(
                f"{path}: is no output folder of a run: name the folder that `wrangle run --out` wrote ({error})"
            ) from error
        if not whole or not (path / FOLDER / "pipeline/pipeline.json").exists():
            raise ReplayError(f"{path}: the run kept nothing to run its rejected rows again by: run again")
        return cls(path, summary, cls.pipeline_of(path), audit, read_numbers(path / FOLDER / "rows.parquet"), rejected)

    @staticmethod
    def pipeline_of(folder: Path) -> FittedPipeline:
        """Return the pipeline of a run with what it learned.

        Raises
        ------
        ArtefactError
            The run kept none, or it is damaged.
        """
        try:
            return FittedPipeline.load(folder / FOLDER / "pipeline")
        except WrangleError as error:
            raise ArtefactError(f"{folder}: the run kept no pipeline that can be read: run again ({error})") from error

    @property
    def clean(self) -> pl.LazyFrame:
        """The clean rows with their numbers."""
        return pl.scan_parquet(self.folder / "clean.parquet").with_columns(self.numbers.alias(ROW))

    def unread(self) -> pl.DataFrame:
        """Return the rejected rows that could not be read whole."""
        return self.rejected.filter(pl.col("_rejected_by").list.contains(SOURCE))

    def again(self) -> tuple[pl.DataFrame, pl.Series]:
        """Return the rejected rows to run again, as they were read, and their numbers."""
        rows = self.rejected.filter(~pl.col("_rejected_by").list.contains(SOURCE))
        return rows.drop(list(QUARANTINE)), rows["_row"].cast(pl.UInt32)

    def seen(self) -> list[pl.DataFrame]:
        """Return what each step or check over keys saw of the rows that are not run again."""
        _, numbers = self.again()
        files = sorted((self.folder / FOLDER / "keys").glob("*.parquet"), key=lambda file: int(file.stem))
        mine = pl.col(ROW).is_in(numbers.implode())
        return [pl.scan_parquet(file).filter(~mine).collect() for file in files]
