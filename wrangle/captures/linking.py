"""Finds the captures that lines of truth are about which name no inference id, but raw columns and their values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from wrangle.captures.store import Store
from wrangle.captures.table import CAPTURES
from wrangle.captures.truth import LINKS, TRUTH, has_truth, key_of

ROWS = 20_000
"""Captures that are held in memory at once."""

Wanted = Mapping[tuple[str, ...], Mapping[str, list[str]]]
"""Names of key columns -> key -> the lines that it stands in."""


def link(url: str) -> int:
    """Link lines of truth that are told by key to the captures they are about; return how many links are new.

    All captures of a key are meant: a flight that was asked about twice has one truth. Where there are lines without
    any capture, all captures are looked at, else only those without a link.

    Parameters
    ----------
    url : str
        As `store_url` returns it.

    Raises
    ------
    CaptureError
        There is no such store, or it cannot be read or written.
    """
    with Store(url) as store:
        with store.reading() as connection:
            wanted, all_linked = _wanted(connection)
        if not wanted:
            return 0
        return sum(_add(store, links) for links in _links(store, wanted, only_unlinked=all_linked))


def _wanted(connection: sa.Connection) -> tuple[Wanted, bool]:
    """Return the keys that are told, and whether each line of them has a capture."""
    if not has_truth(connection):
        return {}, True
    linked = sa.exists().where(LINKS.c.truth == TRUTH.c.id)
    found: dict[tuple[str, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    all_linked = True
    for id_, key, has in connection.execute(sa.select(TRUTH.c.id, TRUTH.c.key, linked).where(TRUTH.c.key.is_not(None))):
        found[tuple(json.loads(key))][key].append(id_)
        all_linked = all_linked and bool(has)
    return found, all_linked


def _links(store: Store, wanted: Wanted, *, only_unlinked: bool) -> Iterator[list[dict[str, Any]]]:
    for page in _pages(store, only_unlinked=only_unlinked):
        links = []
        for inference_id, request in page:
            record = json.loads(request)
            for names, keys in wanted.items():
                key = key_of({name: record.get(name) for name in names})
                links += [{"truth": each, "inference_id": inference_id} for each in keys.get(key or "", ())]
        yield links


def _pages(store: Store, *, only_unlinked: bool) -> Iterator[Any]:
    """Yield inference ids and requests, a page at a time."""
    query = sa.select(CAPTURES.c.id, CAPTURES.c.inference_id, CAPTURES.c.request).order_by(CAPTURES.c.id).limit(ROWS)
    if only_unlinked:
        query = query.where(~sa.exists().where(LINKS.c.inference_id == CAPTURES.c.inference_id))
    after = ""
    while True:
        with store.reading() as connection:
            found = connection.execute(query.where(CAPTURES.c.id > after)).all()
        yield [(row.inference_id, row.request) for row in found]
        if len(found) < ROWS:
            return
        after = found[-1].id


def _add(store: Store, links: list[dict[str, Any]]) -> int:
    """Add links that are not there yet; return how many were new."""
    if not links:
        return 0
    statement = store.adding(LINKS, ("truth", "inference_id"))
    with store.writing() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(LINKS))
        connection.execute(statement, links)
        return int(connection.scalar(sa.select(sa.func.count()).select_from(LINKS)) or 0) - int(before or 0)
