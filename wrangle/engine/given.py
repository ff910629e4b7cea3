"""Reads the values of records as the raw columns hold them, each by itself: no value decides how another is read.

polars reads a list of values by the first of them: a time beside a date would be refused, a mapping would make its
neighbours null. So where a column's values are not all plainly of its type, each is looked at alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from wrangle.engine.ops import ROW
from wrangle.errors import SchemaError, did_you_mean

Unknown = Literal["reject", "ignore"]
"""What becomes of a record with a field that the data did not have: it is rejected, or the field is left out."""

NOTHING = type(None)
_NONE = (TypeError, ValueError, KeyError, ArithmeticError, pl.exceptions.PolarsError)
"""What is raised for a value that is none of its column's."""


@dataclass(frozen=True)
class Given:
    """Records as a raw frame."""

    frame: pl.DataFrame
    """(records that could be read, raw columns + `__row`), numbered from 0."""
    places: Sequence[int]
    """The place among the records of each row."""
    refused: Mapping[int, tuple[str, ...]]
    """Place -> why a record could not be read, each reason naming the field."""


def given(
    rows: Sequence[Mapping[str, Any]] | pl.DataFrame, schema: Mapping[str, pl.DataType], unknown: Unknown = "reject"
) -> Given:
    """Return records as a raw frame, those that cannot be read put aside.

    Parameters
    ----------
    rows : sequence of mapping, or polars.DataFrame, (rows, raw columns)
        Field -> value; what is left out is null.
    schema : mapping
        Raw column -> its type.
    unknown : str
        What becomes of fields that are no raw columns.

    Examples
    --------
    >>> found = given([{"a": 1}, {"a": {"b": 2}}, {"a": "2.5"}], {"a": pl.Float64()})
    >>> found.frame["a"].to_list(), found.places, dict(found.refused)
    ([1.0, 2.5], [0, 2], {1: ("column 'a' must be Float64, and is {'b': 2}",)})
    """
    refused: dict[int, tuple[str, ...]] = {}
    if isinstance(rows, pl.DataFrame):
        count = rows.height
        cells: Callable[[str], Any] = lambda name: _of_frame(rows, name, schema[name])  # noqa: E731
        if unknown == "reject":
            refused = dict.fromkeys(range(count), _foreign(rows.columns, schema))
    else:
        count = len(rows)
        refused = _no_records(rows, schema, unknown)
        mine = [{} if place in refused else row for place, row in enumerate(rows)] if refused else rows
        cells = lambda name: [row.get(name) for row in mine]  # noqa: E731
    refused = {place: why for place, why in refused.items() if why}
    columns = [_column(name, dtype, cells(name), refused) for name, dtype in schema.items()]
    frame = pl.DataFrame(columns)
    places: Sequence[int] = range(count)
    if refused:
        places = [place for place in places if place not in refused]
        frame = frame[list(places)]
    return Given(frame.with_columns(pl.Series(ROW, range(len(places)), pl.UInt32)), places, refused)


def _no_records(
    rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any], unknown: Unknown
) -> dict[int, tuple[str, ...]]:
    known = schema.keys()
    found: dict[int, tuple[str, ...]] = {}
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            found[place] = (f"a record must be a mapping of columns to values, and is {_shown(row)}",)
        elif unknown == "reject" and not row.keys() <= known:
            found[place] = _foreign(list(row), schema)
    return found


def _foreign(names: Sequence[Any], schema: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"the record has a column {name!r} that is not known: {did_you_mean(str(name), schema)}"
        for name in names
        if name not in schema
    )


def _of_frame(rows: pl.DataFrame, name: str, dtype: pl.DataType) -> Any:
    if name not in rows.columns:
        return pl.Series([None] * rows.height, dtype=dtype)
    return rows[name] if rows.schema[name] == dtype else rows[name].to_list()


def _column(name: str, dtype: pl.DataType, values: Any, refused: dict[int, tuple[str, ...]]) -> pl.Series:
    """Return a column; the rows whose value cannot be read are null in it, and refused."""
    if isinstance(values, pl.Series):
        return values.alias(name)
    if set(map(type, values)) <= {*_plain(dtype), NOTHING}:
        try:
            if dtype.is_integer():
                values = [value if value is None else _bounded(value) for value in values]
            return pl.Series(name, values, dtype)
        except _NONE:
            pass  # one of them is beyond the type: which, is found out below
    sure = isinstance(dtype, (pl.String, pl.Boolean)) or dtype.is_float()
    read: list[Any] = []
    for place, value in enumerate(values):
        try:
            read.append(_read(value, dtype) if sure else _held(_read(value, dtype), dtype))
        except _NONE:
            refused[place] = (*refused.get(place, ()), f"column {name!r} must be {dtype}, and is {_shown(value)}")
            read.append(None)
    if dtype.is_nested():
        return pl.concat([pl.Series(name, [], dtype), *(pl.Series(name, [value], dtype) for value in read)])
    return pl.Series(name, read, dtype)


def _held(value: Any, dtype: pl.DataType) -> Any:
    """Return a value that polars takes as one of the type: a whole number or a time may be beyond its bounds."""
    if value is not None:
        pl.Series([value], dtype=dtype, strict=True)
    return value


def _plain(dtype: pl.DataType) -> tuple[type, ...]:
    """Return the types of Python whose values polars takes as they are."""
    if isinstance(dtype, pl.String):
        return (str,)
    if dtype.is_float():
        return (float,)
    if dtype.is_integer():
        return (int,)
    return {pl.Boolean: (bool,), pl.Date: (date,), pl.Time: (time,), pl.Duration: (timedelta,)}.get(type(dtype), ())


def _read(value: Any, dtype: pl.DataType) -> Any:
    """Return a value as its column takes it; raise TypeError, ValueError or OverflowError where it is none."""
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()  # a scalar; of an array it fails
    if value is None:
        return None
    if dtype.is_numeric():
        return _number(value, dtype)
    reader = _READERS.get(type(dtype))
    return value if reader is None else reader(value, dtype)


def _number(value: Any, dtype: pl.DataType) -> Any:
    if isinstance(value, str):
        return pl.Series([value]).cast(dtype).item()
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError
    if dtype.is_float():
        return float(value)
    if not dtype.is_integer():
        return Decimal(str(value))
    if value != int(value):
        raise ValueError
    return _bounded(int(value))


def _bounded(value: int) -> int:
    """Return a number that is not longer than polars can tell of."""
    if value.bit_length() > 128:
        raise OverflowError
    return value


def _text(value: Any, _: pl.DataType) -> str:
    """Return what a value looks like in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        value.encode()  # half a character is none
        return value
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, (date, time)):  # a datetime is a date
        return value.isoformat()
    raise TypeError


def _truth(value: Any, _: pl.DataType) -> bool:
    if isinstance(value, str):
        return {"true": True, "false": False}[value.strip().lower()]
    if isinstance(value, (int, float)) and value in {0, 1}:
        return bool(value)
    raise TypeError


def _moment(value: Any, dtype: pl.DataType) -> datetime:
    """Return a time: text by ISO 8601, a date as its midnight; with an offset in UTC where the column has no zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day has no zone
    if not isinstance(value, datetime):
        raise TypeError
    zone = getattr(dtype, "time_zone", None)
    if zone is None and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value.replace(tzinfo=UTC) if zone and value.tzinfo is None else value


def _day(value: Any, dtype: pl.DataType) -> date:
    moment = _moment(value, dtype)
    if moment.time() != time():
        raise ValueError
    return moment.date()


def _clock(value: Any, _: pl.DataType) -> time:
    if isinstance(value, str):
        return time.fromisoformat(value.strip())
    if isinstance(value, time):
        return value
    raise TypeError


def _list(value: Any, _: pl.DataType) -> Any:
    if isinstance(value, (list, tuple)):
        return value
    raise TypeError


def _mapping(value: Any, _: pl.DataType) -> Any:
    if isinstance(value, Mapping):
        return value
    raise TypeError


def _length(value: Any, _: pl.DataType) -> timedelta:
    if isinstance(value, timedelta):
        return value
    raise TypeError


_READERS: Mapping[type[pl.DataType], Callable[[Any, pl.DataType], Any]] = {
    pl.String: _text,
    pl.Boolean: _truth,
    pl.Datetime: _moment,
    pl.Date: _day,
    pl.Time: _clock,
    pl.Duration: _length,
    pl.List: _list,
    pl.Array: _list,
    pl.Struct: _mapping,
}


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > 256:
        return f"a whole number of {value.bit_length()} bits"
    text = repr(value).encode("ascii", "backslashreplace").decode()
    return text if len(text) <= 80 else f"{text[:77]}..."


def frame_of(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return records as a raw frame, all of them.

    Raises
    ------
    SchemaError
        One of them cannot be read; the message names its fields.
    """
    found = given(rows, schema)
    for why in found.refused.values():
        raise SchemaError("; ".join(why))
    return found.frame
