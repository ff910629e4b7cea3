"""Suggests a rule file from what a table holds."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import polars as pl

from wrangle.engine.data import Data, open_data
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import SourceError
from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.table import Table
from wrangle.explore.suggest.writing import rule_file
from wrangle.sources.input import Input
from wrangle.sources.output import write_whole

ROWS = 200_000
"""Rows that are looked at."""


@dataclass(frozen=True)
class Suggestion:
    """A rule file that data speak for."""

    name: str
    source: str | None
    findings: tuple[Finding, ...]
    """What was found, in the order in which the rules apply."""
    rows: int
    """How many rows were looked at."""

    @property
    def text(self) -> str:
        """The rule file."""
        return rule_file(self.name, self.source, self.findings, self.rows)

    def save(self, path: str | Path) -> None:
        """Write the rule file, whole or not at all.

        Raises
        ------
        OutputError
            It cannot be written there.
        """
        write_whole(Path(path), rule_file(self.name, self._seen_from(Path(path).parent), self.findings, self.rows))

    def _seen_from(self, folder: Path) -> str | None:
        """Return the path of the data as a rule file in a folder names it."""
        if self.source is None or not Path(self.source).exists():
            return self.source
        return os.path.relpath(Path(self.source).absolute(), folder.absolute())

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain JSON values."""
        return {"name": self.name, "rows": self.rows, "findings": [each.describe() for each in self.findings]}

    def __repr__(self) -> str:
        sure = sum(each.applied for each in self.findings)
        return f"Suggestion({self.name!r}: {sure} rules, {len(self.findings) - sure} to be decided)"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text)}</pre>"


def suggest(data: Data, *, name: str | None = None, source: str | None = None, rows: int = ROWS) -> Suggestion:
    """Look at data, and suggest a rule file that cleans it.

    Nothing is changed: what is suggested is text, for a person to read. Rules that are estimated to treat fewer than
    nine cells of ten rightly stand in it as comments.

    Parameters
    ----------
    data : frame, path or table that speaks Arrow
        Anything that `Pipeline.run` takes.
    name : str, optional
        What the rule file is called; the name of the data's file where it is left out.
    source : str, optional
        The path that the rule file names; that of the data where it is left out.
    rows : int
        How many rows are looked at, from the beginning.

    Raises
    ------
    SourceError
        The data cannot be read, or have no rows.

    Examples
    --------
    >>> data = pl.DataFrame({"sky": ["overcast"] * 9 + ["overcsat"], "n": ["1"] * 5 + ["N/A"] * 5})
    >>> print(suggest(data, name="sky").text)  # doctest: +ELLIPSIS
    # Suggested by `wrangle suggest` from 10 rows...
    """
    with open_data(Pipeline("suggested"), data) as input_:
        frame = _rows(input_, rows)
    if not frame.height:
        raise SourceError(f"{input_.origin}: there are no rows to learn rules from: give data with some")
    table, found = Table(frame), list[Finding]()
    for detector in detectors():
        new = list(detector.find(table))
        table = table.after(new)
        found += new
    path = str(data) if isinstance(data, (str, Path)) else None
    named = name or (Path(path).stem if path else "suggested")
    return Suggestion(named, source or path, tuple(_once(found)), frame.height)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Return findings with one entry for each column of the contract, the first one that was found."""
    said = set[str]()
    kept = []
    for each in found:
        names = set(each.rule) if each.section == "columns" else set()
        if not names or not names <= said:
            kept.append(each)
        said |= names
    return kept


@cache
def detectors() -> Sequence[Any]:
    """Return the modules that look for something, in the order in which their rules apply."""
    package = "wrangle.explore.suggest.detectors"
    modules = [import_module(f"{package}.{each.name}") for each in iter_modules(import_module(package).__path__)]
    return sorted(modules, key=lambda each: each.ORDER)


def _rows(input_: Input, rows: int) -> pl.DataFrame:
    rejected = input_.rejects["__row"].to_list()
    try:
        frame = input_.frame.head(rows).collect()
    except pl.exceptions.PolarsError as error:
        raise input_.explain(error) from error
    if rejected:
        numbers = pl.int_range(frame.height, eager=True)
        frame = frame.filter(~numbers.is_in(rejected))
    return frame
