"""Reads what was kept, as frames, in the order of time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa

from wrangle.captures.store import Store
from wrangle.captures.table import CAPTURES
from wrangle.errors import CaptureError

SCHEMA = pl.Schema(
    {
        "id": pl.String(),
        "inference_id": pl.String(),
        "time": pl.Datetime("us", "UTC"),
        "variant": pl.String(),
        "model_version": pl.String(),
        "shadow": pl.Boolean(),
        "request": pl.String(),
        "answer": pl.String(),
    }
)
"""The columns of the frames; `request` and `answer` are JSON, which `values_of` reads."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_captures(
    url: str,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    variant: str | None = None,
    shadow: bool | None = None,
    rows: int = 50_000,
) -> Iterator[pl.DataFrame]:
    """Yield what was kept, oldest first, a frame of at most `rows` rows at a time; none where nothing was.

    What is being kept while this reads may be missing: end a window some seconds before now.

    Parameters
    ----------
    url : str
        As `store_url` returns it.
    since, until : datetime, optional
        With a time zone: the first moment that counts, and the first that does not any more.
    variant : str, optional
        Only what this variant answered.
    shadow : bool, optional
        True: only what shadows answered; False: only what was returned; None: both.
    rows : int
        How many to hold in memory at once.

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read.
    """
    after: tuple[int, str] | None = None
    with Store(url) as store:
        while True:
            wanted = _query(since, until, variant, shadow)
            if after is not None:
                wanted = wanted.where(sa.tuple_(CAPTURES.c.time, CAPTURES.c.id) > after)
            with store.reading() as connection:
                found = connection.execute(wanted.limit(rows)).all()
            if found:
                after = found[-1].time, found[-1].id
                yield _frame(found)
            if len(found) < rows:
                return


def _query(since: datetime | None, until: datetime | None, variant: str | None, shadow: bool | None) -> Any:
    table = CAPTURES.c
    wanted = sa.select(CAPTURES).order_by(table.time, table.id)
    if since is not None:
        wanted = wanted.where(table.time >= microseconds(since))
    if until is not None:
        wanted = wanted.where(table.time < microseconds(until))
    if variant is not None:
        wanted = wanted.where(table.variant == variant)
    return wanted if shadow is None else wanted.where(table.shadow == shadow)


def _frame(rows: Any) -> pl.DataFrame:
    columns = zip(SCHEMA, zip(*rows, strict=True), strict=True)
    raw = {name: pl.Series(name, values, pl.Int64() if name == "time" else SCHEMA[name]) for name, values in columns}
    return pl.DataFrame(raw).with_columns(pl.from_epoch("time", "us").dt.replace_time_zone("UTC"))


def values_of(column: pl.Series) -> list[dict[str, Any]]:
    """Return the requests or answers of a frame as Python values, exactly as they were sent and given.

    Examples
    --------
    >>> values_of(pl.Series(['{"temperature": 1.0}']))
    [{'temperature': 1.0}]
    """
    return [json.loads(text) for text in column]


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970-01-01 UTC.

    Raises
    ------
    CaptureError
        It has no time zone: it could be any of 38 moments.

    Examples
    --------
    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    if moment.tzinfo is None:
        raise CaptureError(f"{moment.isoformat()} has no time zone: write +00:00 behind it for UTC")
    return (moment - _EPOCH) // timedelta(microseconds=1)
