"""What a run gives back: the clean rows, the quarantine, the audit, the checks and the lineage."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import polars as pl

from wrangle.engine.verdicts import CheckResult, check_frame
from wrangle.engine.ways import in_words
from wrangle.errors import ArtefactError

PAIRS = 5
"""Pairs of steps and checks that reject the same rows, as many as are named at the end of a run."""


@dataclass(frozen=True)
class RunResult:
    """What one run did, and where its rows are: in memory, or in an output folder."""

    summary: Mapping[str, Any]
    """What `run.json` holds: rows read, written, quarantined and dropped, checks, lineage, seconds."""
    results: tuple[CheckResult, ...]
    """What each check found."""
    audit: pl.DataFrame = field(repr=False)
    """For each step and column what became of its cells; for each step what became of its rows."""
    folder: Path | None = None
    """The output folder; None where the rows are in memory."""
    _clean: pl.DataFrame | None = field(default=None, repr=False)
    _quarantine: pl.DataFrame | None = field(default=None, repr=False)

    @classmethod
    def open(cls, folder: str | Path) -> RunResult:
        """Return the result that an earlier run wrote.

        Raises
        ------
        ArtefactError
            The folder is not an output of wrangle.
        """
        path = Path(folder)
        try:
            summary = json.loads((path / "run.json").read_text(encoding="utf-8"))
            table = pl.read_parquet(path / "audit.parquet")
            checks = ({**each, "examples": tuple(each["examples"])} for each in summary["checks"])
            return cls(summary, tuple(CheckResult(**each) for each in checks), table, folder=path)
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
            raise ArtefactError(f"{path}: is not an output of `wrangle run`: {error}") from error

    def scan(self, part: Literal["clean", "quarantine"] = "clean") -> pl.LazyFrame:
        """Return the clean or the quarantined rows lazily: the way to read an output larger than memory."""
        held = self._clean if part == "clean" else self._quarantine
        return held.lazy() if held is not None else pl.scan_parquet(self._path / f"{part}.parquet")

    @property
    def _path(self) -> Path:
        assert self.folder is not None
        return self.folder

    @cached_property
    def clean(self) -> pl.DataFrame:
        """The clean rows, in the order of the input."""
        return self.scan("clean").collect()

    @cached_property
    def quarantine(self) -> pl.DataFrame:
        """The rejected rows as they were read, with `_row` (from 0), `_rejected_by` and `_why`."""
        return self.scan("quarantine").collect()

    @cached_property
    def checks(self) -> pl.DataFrame:
        """What each check found, a row for each."""
        return check_frame(self.results)

    @property
    def together(self) -> pl.DataFrame:
        """Pairs of steps and checks that rejected the same rows: `one`, `other` and `rows`, most rows first."""
        pairs = [(*each["by"], each["rows"]) for each in self.summary.get("together", ())]
        return pl.DataFrame(pairs, schema={"one": pl.String, "other": pl.String, "rows": pl.Int64}, orient="row")

    @property
    def lineage(self) -> Mapping[str, Any]:
        """The contents that the output was made from, by digest, and the versions that made it."""
        found: Mapping[str, Any] = self.summary["lineage"]
        return found

    def changes(self) -> pl.DataFrame:
        """Return the rows of the audit where something happened."""
        counts = ("cells_changed", "nulls_made", "nulls_filled", "misfits", "rows_dropped", "rows_quarantined")
        return self.audit.filter(pl.any_horizontal(pl.col(counts) > 0))

    def __str__(self) -> str:
        rows = self.summary
        dropped = rows["rows_dropped"]
        gone = sum(dropped.values())
        by = " (" + ", ".join(f"{name} {count:,}" for name, count in dropped.items() if count) + ")" if gone else ""
        counts = (
            f"{rows['rows_read']:,} rows read = {rows['rows_written']:,} written"
            f" + {rows['rows_quarantined']:,} quarantined + {gone:,} dropped{by}"
        )
        gone_by = (f"misfits  {each['by']}: {_fate(each)}" for each in rows["rejections"])
        found = (f"found    {each['step']} {each['column']}: {in_words(each['ways'])}" for each in rows.get("ways", ()))
        pairs = map(_pair, rows.get("together", ())[:PAIRS])
        lines = [*gone_by, *found, *(line(each) for each in self.results), *pairs]
        return "\n".join([f"{rows['name']}: {counts}", *(f"  {each}" for each in lines)])

    def _repr_html_(self) -> str:
        lines = "".join(f"<div>{html.escape(line)}</div>" for line in str(self).splitlines())
        return f"<div>{lines}{self.changes()._repr_html_()}</div>"


def _pair(pair: Mapping[str, Any]) -> str:
    """Return that two steps or checks reject the same rows."""
    count = pair["rows"]
    return f"together {' and '.join(pair['by'])} reject the same {count:,} row{'s' * (count > 1)}"


def _fate(rejection: Mapping[str, Any]) -> str:
    """Return how many rows an operation sent to the quarantine, with the first of them."""
    count = rejection["rows"]
    return f"{count:,} row{'s' * (count > 1)} to the quarantine; first: {rejection['examples'][0]}"


def line(result: CheckResult) -> str:
    """Return a check's verdict in a line, with the first row that broke it."""
    verdict = "passed " if result.success else "warning" if result.otherwise == "warn" else "failed "
    unread = f"; {result.unknown:,} unknown" if result.unknown else ""
    if not result.violations:
        return f"{verdict}  {result.name}" + ("" if result.success else f": {result.examples[0]}") + unread
    fate = " to the quarantine" if result.otherwise == "quarantine" else ""
    first = f"; first: {result.examples[0]}" if result.examples else ""
    return f"{verdict}  {result.name}: {result.violations:,} of {result.rows:,} rows{fate}{first}{unread}"
