"""Holds records against the fields that a model takes, before polars sees them: polars would make True a 1 silently."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import polars as pl

from wrangle.errors import RequestError, did_you_mean
from wrangle.schema import Schema

Read = Callable[[Any], Any]
"""Returns a JSON value as the column takes it; raises TypeError or ValueError where it cannot."""

SHOWN = 64
"""Letters of an unknown field's name that are repeated to the caller."""
TOLD = 5
"""Faults of one record that are told."""


class Unfit(str):
    """What is wrong with a row of a table that is no record, in words."""

    __slots__ = ()


class Fields:
    """The raw fields of one model: which there are, and what may stand in them.

    Parameters
    ----------
    schema
        The raw columns that the pipeline was fitted to, in order.
    text
        Letters that a value may have.
    """

    def __init__(self, schema: Schema, text: int) -> None:
        self.names = tuple(schema)
        self._text = text
        dtypes = {name: info.dtype or pl.String() for name, info in schema.items()}
        self._readers = {name: reader for name, dtype in dtypes.items() if (reader := _reader(dtype)) is not None}
        self._words = {name: _word(dtype) for name, dtype in dtypes.items()}
        self._of_text = {name: _from_text(dtype) for name, dtype in dtypes.items() if not _is_text(dtype)}
        self._known = frozenset(self.names)

    def read(self, record: Any) -> tuple[Mapping[str, Any], dict[str, str]]:
        """Return a record as the pipeline takes it, and what is wrong with it: field -> fault.

        Parameters
        ----------
        record : any JSON value
        """
        if type(record) is Unfit:
            return {}, {"": str(record)}
        if type(record) is not dict:
            return {}, {"": "the record must be a JSON object: field -> value"}
        if self._plain(record):
            return record, {}
        found: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for name, value in record.items():
            if name not in self._known:
                faults[name[:SHOWN]] = (
                    f"the field {name[:SHOWN]!r} is not known: {did_you_mean(name[:SHOWN], self.names)}"
                )
                continue
            try:
                found[name] = self._value(name, value)
            except (TypeError, ValueError) as error:
                faults[name] = f"the field {name!r} {error}"
        return found, dict(list(faults.items())[:TOLD])

    def _plain(self, record: dict[str, Any]) -> bool:
        """Tell quickly whether all is as it should be: known fields, and short texts where texts are taken."""
        if not self._known.issuperset(record):
            return False
        for name, value in record.items():
            kind = type(value)
            if kind is str:
                if len(value) > self._text:
                    return False
            elif kind is dict or kind is list:
                return False
            if name in self._readers and value is not None:
                return False
        return True

    def _value(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, str) and len(value) > self._text:
            raise ValueError(f"is longer than {self._text:,} characters")
        if isinstance(value, (dict, list)) and self._words[name] != "anything":
            raise TypeError(f"must be {self._words[name]}, not nested")
        reader = self._readers.get(name)
        if reader is None:
            return value
        try:
            return reader(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise TypeError(f"must be {self._words[name]}") from error

    def cells(self, names: tuple[str, ...], row: list[str | None]) -> Mapping[str, Any] | Unfit:
        """Return the cells of a CSV row as a record; where there are too few or too many, what is wrong."""
        if len(row) != len(names):
            return Unfit(f"the row has {len(row)} cells, not {len(names)}")
        if not self._of_text:
            return dict(zip(names, row, strict=True))
        return {
            name: cell if cell is None or name not in self._of_text else self._of_text[name](cell)
            for name, cell in zip(names, row, strict=True)
        }

    def hold_columns(self, names: list[Any]) -> tuple[str, ...]:
        """Return the columns of a table, if they are fields, each once.

        Raises
        ------
        RequestError
            422: the table as a whole does not fit.
        """
        unknown = [str(name)[:SHOWN] for name in names if not isinstance(name, str) or name not in self._known]
        if unknown:
            help_ = did_you_mean(unknown[0], self.names)
            what = f"the column {unknown[0]!r} is not known: {help_}"
            raise RequestError(422, "schema_violation", what, fields=unknown[:TOLD])
        if len(set(names)) != len(names):
            raise RequestError(422, "schema_violation", "a column stands twice in the table")
        return tuple(names)


def _is_text(dtype: pl.DataType) -> bool:
    return isinstance(dtype, (pl.String, pl.Categorical, pl.Enum))


def _word(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.String):
        return "a text, a number or a truth value"
    if dtype.is_nested():
        return "anything"
    kinds = {pl.Boolean: "true or false", pl.Date: "a date as YYYY-MM-DD", pl.Time: "a time as HH:MM:SS"}
    if dtype.is_integer():
        return "a whole number within the range of the column"
    if dtype.is_numeric():
        return "a number"
    if isinstance(dtype, pl.Datetime):
        return "a time as YYYY-MM-DDTHH:MM:SS"
    return kinds.get(type(dtype), "a text")


def _reader(dtype: pl.DataType) -> Read | None:
    """Return what reads a JSON value for a column; None for text, which takes numbers and truth values as well."""
    if isinstance(dtype, pl.String) or dtype.is_nested():
        return None
    if dtype.is_integer():
        lowest, highest = _range(dtype)
        return lambda value: _whole(value, lowest, highest)
    if dtype.is_numeric():
        return _number
    times: dict[type, Read] = {
        pl.Boolean: _truth,
        pl.Date: lambda value: date.fromisoformat(_string(value)),
        pl.Datetime: lambda value: datetime.fromisoformat(_string(value)),
        pl.Time: lambda value: time.fromisoformat(_string(value)),
    }
    for kind, reader in times.items():
        if isinstance(dtype, kind):
            return reader
    return _string


def _range(dtype: pl.DataType) -> tuple[int, int]:
    lowest, highest = pl.select(
        pl.lit(0).cast(dtype).lower_bound(), pl.lit(0).cast(dtype).upper_bound().alias("up")
    ).row(0)
    return lowest, highest


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return float(value)


def _whole(value: Any, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise TypeError
    if not lowest <= value <= highest:
        raise ValueError
    return int(value)


def _from_text(dtype: pl.DataType) -> Callable[[str], Any]:
    """Return what makes a JSON value of a CSV cell; what it cannot make it leaves, to be refused with its reason."""

    def read(cell: str) -> Any:
        try:
            if isinstance(dtype, pl.Boolean):
                return {"true": True, "false": False}.get(cell.strip().lower(), cell)
            if dtype.is_integer():
                return int(cell)
            if dtype.is_numeric():
                return value if math.isfinite(value := float(cell)) else cell
        except ValueError:
            return cell
        return cell

    return read
