"""Adds columns from a reference table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import polars as pl

from wrangle.errors import SchemaError, SourceError
from wrangle.expressions.lookup import compound, gather
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import DataFile
from wrangle.steps.reference import Keys, pairs, reference

SHOWN = 3
"""How many doubled keys an error names."""


class Lookup(ColumnStep):
    r"""Add columns of a reference table: those of its row whose key is the row's own.

    Null where the key is null, or stands not in the table; a null cell of the table is no answer either, and
    `otherwise` is asked about it just as about a key that was not found. Each key must stand once in the table; rows of
    the table without a key are left out. Numbers are equal when their values are: 1 finds 1.0, and NaN nothing. Text
    finds its very self: trim and fold it before. The table is read once, when the pipeline is fitted, and kept with it.
    The types of a CSV file's columns are found from all of its values; keys of digits that begin with 0 are text.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from wrangle.testing import apply
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name, "stations.csv")
    >>> _ = file.write_text("code,name,elevation\nOSL,Oslo,208\nBGO,Bergen,52\n")
    >>> apply(f"lookup: {{table: {file}, keys: {{station: code}}, columns: [elevation]}}", station=["BGO", "XXX", None])
    {'station': ['BGO', 'XXX', None], 'elevation': [52, None, None]}
    >>> folder.cleanup()
    """

    table: DataFile
    """The reference table: a CSV (comma-separated, with a header) or Parquet file."""

    keys: Keys
    """The columns that make the key, of the same name in the table, or a mapping: own name -> the table's name."""

    columns: str | tuple[str, ...] | Mapping[str, str] | None = None
    """The table's columns to add, or a mapping: the table's name -> new name; without it all that are no keys."""

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a row whose key is not in the table."""

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the new columns' names; a glob for all columns of a table that is not read yet."""
        if self.columns is None and learned is None:
            return ("*",)
        return tuple(self._added(learned["table"].columns if learned else ()).values())

    def reads_in_place(self) -> tuple[str, ...]:
        """Return nothing: `columns` names what is made."""
        return ()

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return `table`: the keys and the columns to add.

        Raises
        ------
        SourceError
            The table cannot be read, or a key stands in it twice. The message names the first such keys.
        SchemaError
            The table has no column of a name that is asked for. The message names the closest ones.
        """
        del values
        keys = list(pairs(self.keys).values())
        known = reference(self.table, keys, None if self.columns is None else list(pairs(self.columns)))
        if not self._added(known.columns):
            raise SchemaError(f"{self.table.name} has no column besides the keys: there is nothing to add")
        self._refuse_doubled(known.select(keys))
        return {"table": known}

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each added column."""
        table, by = learned["table"], pairs(self.keys)
        key, known = pl.col(next(iter(by))), table[next(iter(by.values()))]
        if len(by) > 1:
            theirs = list(by.values())
            dtypes = [table.schema[name] for name in theirs]
            key, known = compound(list(by), dtypes), table.select(compound(theirs, dtypes)).to_series()
        return [gather(key, known, table[theirs]).alias(new) for theirs, new in self._added(table.columns).items()]

    def _added(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Return the table's name -> new name of the columns to add."""
        if self.columns is not None:
            return pairs(self.columns)
        return {name: name for name in columns if name not in pairs(self.keys).values()}

    def _refuse_doubled(self, keys: pl.DataFrame) -> None:
        doubled = keys.filter(keys.is_duplicated()).unique(maintain_order=True)
        if doubled.height:
            shown = "; ".join(", ".join(map(str, row)) for row in doubled.head(SHOWN).rows())
            more = f" and {doubled.height - SHOWN} more" if doubled.height > SHOWN else ""
            raise SourceError(
                f"{self.table.name}: keys stand more than once: {shown}{more}; "
                f"leave one row of each, or add a column to `keys` ({', '.join(keys.columns)})"
            )
