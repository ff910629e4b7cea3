"""Reads captures together with what came to be true of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from wrangle.captures.linking import link
from wrangle.captures.read import SCHEMA, read_captures
from wrangle.captures.states import told
from wrangle.captures.store import Store
from wrangle.captures.table import CAPTURES
from wrangle.captures.truth import has_truth

LABELLED = pl.Schema({**SCHEMA, "label": pl.String(), "label_time": pl.Datetime("us", "UTC")})
"""The columns of the frames: those of captures, the label as JSON, and when it came to be true (or was added)."""

_ORDER = ("replaced", "added", "place", "truth")


def read_labelled(
    url: str,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    variant: str | None = None,
    shadow: bool | None = False,
    rows: int = 50_000,
) -> Iterator[pl.DataFrame]:
    """Yield the captures whose label is known, oldest first, with the label that holds.

    Lines that are told by key are joined first.

    Parameters
    ----------
    url : str
        As `store_url` returns it.
    since, until, variant, shadow, rows
        As of `read_captures`; those of shadows are left out.

    Yields
    ------
    polars.DataFrame, (at most `rows` labelled captures, columns of `LABELLED`)

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read.
    """
    link(url)
    for page in read_captures(url, since, until, variant=variant, shadow=shadow, rows=rows):
        found = page.join(_labels(url, page), on="inference_id", how="inner", maintain_order="left")
        if found.height:
            yield found.select(*LABELLED)


def _labels(url: str, page: pl.DataFrame) -> pl.DataFrame:
    """Return the label that holds for each inference of a page whose label is known."""
    first, last = (int(page["time"].cast(pl.Int64)[place]) for place in (0, -1))
    with Store(url) as store, store.reading() as connection:
        if not has_truth(connection):
            return _valid([])
        lines = told().subquery()
        ids = sa.select(CAPTURES.c.inference_id).where(CAPTURES.c.time >= first, CAPTURES.c.time <= last)
        moment = sa.func.coalesce(lines.c.time, lines.c.added)
        wanted = sa.select(
            lines.c.target, lines.c.label, moment, lines.c.replaced, lines.c.added, lines.c.place, lines.c.id
        )
        return _valid(connection.execute(wanted.where(lines.c.target.in_(ids))).all())


def _valid(rows: Any) -> pl.DataFrame:
    """Return of each inference the line that holds: the newest that replaces others, else the first."""
    integer, text = pl.Int64(), pl.String()
    names = {"inference_id": text, "label": text, "label_time": integer, "replaced": integer, "added": integer}
    schema = pl.Schema({**names, "place": integer, "truth": text})
    frame = pl.DataFrame([tuple(each) for each in rows], schema=schema, orient="row")
    ranked = frame.sort(_ORDER, descending=[True, False, False, False], nulls_last=True)
    time = pl.from_epoch("label_time", "us").dt.replace_time_zone("UTC")
    return ranked.unique("inference_id", keep="first", maintain_order=True).select("inference_id", "label", time)
