"""A check: values stand in a reference table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.checks.base import ValueCheck
from wrangle.expressions.lookup import compound, gather
from wrangle.expressions.missing import is_missing
from wrangle.steps.base import Learned
from wrangle.steps.options import DataFile
from wrangle.steps.reference import Keys, pairs, reference


class ForeignKey(ValueCheck):
    r"""Expect the key of every row to stand in a reference table.

    A row where a part of its key is missing (null or NaN) does not apply, as in SQL. Numbers are equal when their
    values are: 1 stands in a column of 1.0. Text finds its very self. The key may stand in the table any number of
    times. The table is read once, when the pipeline is fitted, and kept with it.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from wrangle.testing import run
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name, "stations.csv")
    >>> _ = file.write_text("code,name\nOSL,Oslo\nBGO,Bergen\n")
    >>> rule = f"foreign_key: {{table: {file}, keys: {{station: code}}}}"
    >>> found = run(rule, pl.DataFrame({"station": ["BGO", "XXX", None]}), "expect")
    >>> found.clean["station"].to_list(), found.quarantine["_why"][0][0]
    (['BGO', None], "station 'XXX' does not stand in stations.csv")
    >>> folder.cleanup()
    """

    table: DataFile
    """The reference table: a CSV (comma-separated, with a header) or Parquet file."""

    keys: Keys
    """The columns that make the key, of the same name in the table, or a mapping: own name -> the table's name."""

    def reads(self) -> tuple[str, ...]:
        """Return the columns that make the key."""
        return tuple(pairs(self.keys))

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `table`: each key of the reference table once.

        Raises
        ------
        SourceError, SchemaError
            The table cannot be read, or lacks a column.
        """
        del values
        keys = list(pairs(self.keys).values())
        return {"table": reference(self.table, keys, ()).unique(maintain_order=True)}

    def mask(self) -> pl.Expr:
        """Return true where the key does not stand in the table; null where a part of it is missing."""
        table, own, theirs = self.learned["table"], self.reads(), list(pairs(self.keys).values())
        key, known = pl.col(own[0]), table[theirs[0]]
        if len(own) > 1:
            dtypes = [table.schema[name] for name in theirs]
            key, known = compound(own, dtypes), table.select(compound(theirs, dtypes)).to_series()
        stands = gather(key, known, pl.repeat(value=True, n=len(known), dtype=pl.Boolean, eager=True))
        return pl.when(is_missing(*own).not_()).then(stands.is_null())

    def why(self) -> str:
        """Return what is asked, as the end of a sentence."""
        return f"{'does' if len(self.reads()) == 1 else 'do'} not stand in {self.table.name}"
