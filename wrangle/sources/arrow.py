"""Brings what a driver gives as Arrow into the types that data frames have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from wrangle.errors import SourceError


def odd_columns(schema: Any) -> list[str]:
    """Return the columns of an Arrow schema that no data frame takes as they are: intervals, addresses, ..."""
    import pyarrow as pa

    def is_odd(each: Any) -> bool:
        if isinstance(each, pa.BaseExtensionType):
            return not pa.types.is_string(each.storage_type)
        return bool(pa.types.is_interval(each))

    return [field.name for field in schema if is_odd(field.type)]


def frames(reader: Any, origin: str) -> Iterator[pl.DataFrame]:
    """Yield the batches of an Arrow reader as frames: first one without rows, then those with rows.

    Exact numbers of PostgreSQL come as text: they become decimals where the column says how many digits it has, else
    floats. Times of any time zone become UTC.

    Raises
    ------
    SourceError
        A number is none that a decimal can be, or two columns have one name.
    """
    import pyarrow as pa

    schema = reader.schema
    if twice := sorted({name for name in schema.names if schema.names.count(name) > 1}):
        raise SourceError(f"{origin}: gives the column {twice[0]!r} twice: name one of them anew by AS")
    casts = [cast for field in schema if (cast := _cast(field)) is not None]
    plain = pa.schema([pa.field(each.name, getattr(each.type, "storage_type", each.type)) for each in schema])

    def frame(batch: Any) -> pl.DataFrame:
        columns = [getattr(each, "storage", each) for each in batch.columns]
        found = pl.from_arrow(pa.RecordBatch.from_arrays(columns, schema=plain))
        assert isinstance(found, pl.DataFrame)
        try:
            return found.with_columns(casts)
        except pl.exceptions.InvalidOperationError as error:
            first = next(iter(str(error).splitlines()), "")
            raise SourceError(f"{origin}: a number is no decimal ({first}): cast it to double in a `query`") from error

    yield frame(pa.RecordBatch.from_arrays([pa.array([], each.type) for each in plain], schema=plain))
    for batch in reader:
        if batch.num_rows:
            yield frame(batch)


def _cast(field: Any) -> pl.Expr | None:
    told = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    column = pl.col(field.name)
    if told.get("POSTGRESQL:type") == "numeric":
        digits, places = numeric(int(told.get("POSTGRESQL:typmod", "-1")))
        return column.cast(pl.Decimal(digits, places) if 0 < digits <= 38 and places >= 0 else pl.Float64())
    zone = getattr(field.type, "tz", None)
    return column.dt.convert_time_zone("UTC") if zone and zone != "UTC" else None


def numeric(typmod: int) -> tuple[int, int]:
    """Return digits and places of a PostgreSQL `numeric(digits, places)`; (0, 0) where it says none.

    `typmod` is ((digits << 16) | (places & 0x7ff)) + 4: numeric.c of PostgreSQL 15, make_numeric_typmod.

    Examples
    --------
    >>> numeric(((10 << 16) | 2) + 4), numeric(-1)
    ((10, 2), (0, 0))
    """
    if typmod < 4:
        return 0, 0
    places = (typmod - 4) & 0x7FF
    return (typmod - 4) >> 16, places - 0x800 if places & 0x400 else places
