"""The rows that a run rejected, read again from its output folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.together import together
from wrangle.errors import ArtefactError, did_you_mean


@dataclass(frozen=True)
class Rejected:
    """Rejected rows as they were read, each with `_row`, `_rejected_by` and `_why`.

    Examples
    --------
    >>> columns = {"a": ["x", "y"], "_row": [3, 5], "_rejected_by": [["cast"], ["cast"]], "_why": [["no"], ["no"]]}
    >>> Rejected(pl.DataFrame(columns), read=9).by().rows()
    [('cast', 2)]
    """

    rows: pl.DataFrame
    read: int
    """How many rows the run has read."""

    @classmethod
    def of(cls, folder: str | Path) -> Rejected:
        """Read the quarantine of a run.

        Raises
        ------
        ArtefactError
            The folder is no output of a run, or its files cannot be read.
        """
        try:
            summary = json.loads((Path(folder) / "run.json").read_text(encoding="utf-8"))
            rows = pl.read_parquet(Path(folder) / "quarantine.parquet")
            return cls(rows, summary["rows_read"])
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
            raise ArtefactError(
                f"{folder}: is no output folder of a run: run.json and quarantine.parquet cannot be read; name the "
                "folder that `wrangle run --out` wrote"
            ) from error

    def by(self) -> pl.DataFrame:
        """Return who rejected how many rows, most first: `name` and `rows`; a row may be rejected by several."""
        return _counted(self.rows["_rejected_by"], "name")

    def why(self) -> pl.DataFrame:
        """Return how often each reason is given, most first: `why` and `rows`."""
        return _counted(self.rows["_why"], "why")

    def together(self) -> list[dict[str, Any]]:
        """Return pairs of steps and checks that rejected the same rows, most rows first: `by`, the two, and `rows`."""
        return together(self.rows.lazy())

    def only(self, name: str | None) -> Rejected:
        """Return those that one step or check rejected; all where none is named.

        Raises
        ------
        ArtefactError
            Nothing of this name rejected a row; the message names the closest.
        """
        if name is None:
            return self
        found = self.rows.filter(pl.col("_rejected_by").list.contains(name))
        if not found.height:
            raise ArtefactError(f"{name!r} rejected no row: {did_you_mean(name, self.by()['name'].to_list())}")
        return replace(self, rows=found)

    def shown(self, rows: int) -> pl.DataFrame:
        """Return the first rows, their number in the input first, the reasons as one text."""
        first = self.rows.head(rows)
        return first.select(
            pl.col("_row").alias("row"), pl.exclude("_row", "_rejected_by", "_why"), pl.col("_why").list.join("; ")
        )


def _counted(lists: pl.Series, name: str) -> pl.DataFrame:
    each = lists.explode(empty_as_null=False).alias(name)
    return each.value_counts(name="rows").sort("rows", name, descending=[True, False])
