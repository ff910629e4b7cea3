"""The table that rules are suggested for, as the rules found so far leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.explore.suggest.finding import Finding
from wrangle.explore.suggest.writing import flow
from wrangle.rulefile.read import read_text
from wrangle.schema import type_name


@dataclass
class Table:
    """Rows, and how often each value stands in each column."""

    frame: pl.DataFrame
    raw: pl.Schema = field(default_factory=pl.Schema)
    """The types of the columns as they were read."""
    _counts: dict[str, pl.DataFrame] = field(default_factory=dict)
    _times: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """The columns of text."""
        return [name for name, dtype in self.frame.schema.items() if dtype == pl.String]

    def counts(self, column: str) -> pl.DataFrame:
        """Return `value` and `count` of the values that a column has, the most frequent first."""
        if column not in self._counts:
            counted = self.frame.get_column(column).drop_nulls().alias("value").value_counts(name="count")
            self._counts[column] = counted.sort(["count", "value"], descending=[True, False])
        return self._counts[column]

    def times(self, column: str, value: str) -> int:
        """Return how often a value stands in a column."""
        if column not in self._times:
            counts = self.counts(column)
            self._times[column] = dict(zip(counts["value"], counts["count"], strict=True))
        return self._times[column].get(value, 0)

    def known(self, column: str) -> int:
        """Return how many cells of a column have a value."""
        return self.frame.height - self.frame.get_column(column).null_count()

    def free(self, name: str) -> str:
        """Return a name for a new column: this one, with an underscore more for each that is taken."""
        while name in self.frame.columns:
            name += "_"
        return name

    def after(self, found: Sequence[Finding]) -> Table:
        """Return the table after the steps that are sure, run as a rule file would."""
        steps = [each.rule for each in found if each.applied and each.section == "clean"]
        if not steps:
            return self
        types = {
            name: said
            for each in found
            if each.applied and each.section == "columns"
            for name, said in each.rule.items()
        }
        if types:  # a contract names all columns
            types = {name: type_name(dtype) for name, dtype in self.frame.schema.items()} | types
        clean = read_text(text_of({"columns": types, "clean": steps})).run(self.frame).clean
        same = {name for name in clean.columns if name in self.frame.columns and clean[name].equals(self.frame[name])}
        raw = self.raw or self.frame.schema
        return Table(clean, raw, {name: counts for name, counts in self._counts.items() if name in same})


def text_of(sections: Mapping[str, Any]) -> str:
    r"""Return a rule file of some sections; those without anything are left out.

    Examples
    --------
    >>> text_of({"columns": {}, "clean": [{"trim": {"columns": ["a"]}}]})
    'name: suggested\nclean: [{trim: {columns: [a]}}]\n'
    """
    lines = [f"{name}: {flow(said)}" for name, said in sections.items() if said]
    return "\n".join(["name: suggested", *lines, ""])


def cells_of(counts: pl.DataFrame) -> int:
    """Return how many cells hold the values of a frame of `value` and `count`.

    Examples
    --------
    >>> cells_of(pl.DataFrame({"value": ["a", "b"], "count": [3, 4]}))
    7
    """
    return int(counts["count"].sum())
