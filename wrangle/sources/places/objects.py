"""Objects in object stores: `source: s3://bucket/2013/*.parquet`."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.formats.base import hold_same
from wrangle.sources.input import Input, Piece
from wrangle.sources.landing import Landing
from wrangle.sources.objects import SCHEMES, Store, split, state_of
from wrangle.sources.places.base import Brought, Place
from wrangle.sources.readable import readable
from wrangle.sources.spec import SourceSpec

PARQUET = (".parquet", ".pq")

ASKED = 16
"""Objects whose footers are asked for at a time."""


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
            in_place = _good_in_place if spec.on_bad_file == "quarantine" else _in_place
            return in_place(store, key, found)
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
    pieces = tuple(Piece(_scanned(store, name), name) for name in names)
    return Input(frame, text=False, origin=_origin(names), names=names, sha256=state_of(found), pieces=pieces)


def _good_in_place(store: Store, key: str, found: Sequence[dict[str, Any]]) -> Input:
    """Open the objects that can be read: what they begin with is asked for at once, not only of the first.

    An object that the store does not give is no bad one: then nothing is opened.
    """
    told = {f"{store.url}/{each['path']}": each for each in found}
    schemas = _schemas(store, key, list(told))

    def open_(names: Sequence[str]) -> Input:
        for name in names:
            if isinstance(why := schemas[name], str):
                raise SourceError(f"{name}: {why}")
            hold_same(names[0], schemas[names[0]], name, why)
        frames = [_scanned(store, name).select(schemas[names[0]].names()) for name in names]
        pieces = tuple(map(Piece, frames, names))
        state = state_of(told[name] for name in names)
        return Input(
            pl.concat(frames), text=False, origin=_origin(names), names=tuple(names), sha256=state, pieces=pieces
        )

    return _asked(store, key, readable(open_, list(told), faults=(pl.exceptions.PolarsError,)))


def _asked(store: Store, key: str, input_: Input) -> Input:
    """Return an input whose search for damage tells where the store did not answer."""

    def mended() -> Input | None:
        try:
            left = input_.mended()
        except OSError as error:
            raise store.refused(key, error) from error
        return left and _asked(store, key, left)

    return replace(input_, mended=mended)


def _schemas(store: Store, key: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the columns of each object, or what is wrong with it."""

    def schema(name: str) -> pl.Schema | str:
        try:
            return _scanned(store, name).collect_schema()
        except pl.exceptions.PolarsError as error:
            first = next(iter(str(error).splitlines()), "")
            return f"is no whole parquet file ({first}): fetch it again"
        except OSError as error:
            raise store.refused(key, error) from error

    with ThreadPoolExecutor(ASKED) as pool:
        return dict(zip(names, pool.map(schema, names), strict=True))


def _scanned(store: Store, name: str) -> pl.LazyFrame:
    return pl.scan_parquet(name, storage_options=store.settings, glob=False)


def _origin(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more objects"
