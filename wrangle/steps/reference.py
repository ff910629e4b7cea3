"""Reference tables that options name: which columns make the key, and how the file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import polars as pl
import polars.selectors as cs
from pydantic import Field

from wrangle.errors import SchemaError, SourceError, did_you_mean
from wrangle.steps.options import Reads

Keys = Annotated[str | tuple[str, ...] | Mapping[str, str], Field(min_length=1), Reads()]
"""The columns that make the key, of the same name in the table, or a mapping: own name -> the table's name."""


def pairs(names: str | Sequence[str] | Mapping[str, str]) -> Mapping[str, str]:
    """Return names as a mapping, a plain name standing for itself.

    Examples
    --------
    >>> pairs("a"), pairs({"a": "b"})
    ({'a': 'a'}, {'a': 'b'})
    """
    if isinstance(names, Mapping):
        return names
    return {name: name for name in ([names] if isinstance(names, str) else names)}


def reference(path: Path, keys: Sequence[str], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Return the rows of a reference table that have a key.

    The types of a CSV file's columns are found from all of its values; keys of digits that begin with 0 are text.

    Parameters
    ----------
    path : path
        A CSV (comma-separated, with a header) or Parquet file.
    keys : sequence of str
        The columns that make the key.
    columns : sequence of str, optional
        The other columns that are wanted; all where none are named.

    Raises
    ------
    SourceError
        The table cannot be read.
    SchemaError
        The table has no column of a name that is asked for. The message names the closest ones.
    """
    table = _read(path, keys)
    for name in (*keys, *(columns or ())):
        if name not in table.columns:
            raise SchemaError(f"{path.name} has no column {name!r}\n  help: {did_you_mean(name, table.columns)}")
    wanted = list(table.columns if columns is None else dict.fromkeys((*keys, *columns)))
    known = table.select(wanted).with_columns((cs.by_name(keys) & cs.float()).fill_nan(None))
    return known.drop_nulls(keys)


def _read(path: Path, keys: Sequence[str]) -> pl.DataFrame:
    try:
        if path.suffix.lower() in {".parquet", ".pq"}:
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema_length=None).with_columns(_with_leading_zeros(path, keys))
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise SourceError(f"{path.name} cannot be read as a CSV or Parquet table: {reason}") from error


def _with_leading_zeros(path: Path, keys: Sequence[str]) -> list[pl.Series]:
    """Return key columns in which a number begins with a needless 0, as text: 0123 is a code, and not 123."""
    text = pl.read_csv(path, infer_schema=False)
    return [text[name] for name in keys if name in text.columns and text[name].str.contains(r"^[+-]?0\d").any()]
