"""Objects in object stores: `source: s3://bucket/2013/*.parquet`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import polars as pl

from wrangle.sources.input import Input, Piece
from wrangle.sources.landing import Landing
from wrangle.sources.objects import SCHEMES, Store, split
from wrangle.sources.places.base import Brought, Place
from wrangle.sources.spec import SourceSpec

PARQUET = (".parquet", ".pq")


class Objects(Place):
    """Objects in object stores: Parquet is read where it lies, all else is brought here first."""

    schemes: ClassVar = SCHEMES
    takes: ClassVar = frozenset({"checksum", "options"})
    reads_files: ClassVar = True

    def open(self, path: str, spec: SourceSpec) -> Input | Brought:
        """Open the objects that a key, a glob or a folder names, by key."""
        url, key = split(path)
        store = Store(url, spec.options)
        found = store.find(key)
        is_parquet = spec.format == "parquet" or all(str(each["path"]).endswith(PARQUET) for each in found)
        if is_parquet and spec.checksum is None:
            return _in_place(store, key, found)
        landing = Landing()
        try:
            names = {store.fetch(each, landing): f"{url}/{each['path']}" for each in found}
        except BaseException:
            landing.close()
            raise
        return Brought(names, (landing,))

    def state(self, path: str, spec: SourceSpec) -> str | None:
        """Return the digest of the objects' names, sizes and ETags."""
        url, key = split(path)
        return Store(url, spec.options).state(key)


def _in_place(store: Store, key: str, found: Sequence[dict[str, Any]]) -> Input:
    names = tuple(f"{store.url}/{each['path']}" for each in found)
    frame = pl.scan_parquet(list(names), storage_options=store.settings, glob=False)
    try:
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise store.refused(key, error) from error
    origin = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more objects"
    pieces = tuple(Piece(pl.scan_parquet(name, storage_options=store.settings, glob=False), name) for name in names)
    return Input(frame, text=False, origin=origin, names=names, sha256=store.state(key), pieces=pieces)
