"""Tells which captured records a model that was retrained had learned already, when they are asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.captures.truth import key_text
from wrangle.monitoring.reading import MASK
from wrangle.monitoring.watched import Watched


class Learned:
    """What a model learned from captures: all that was asked, and came true, before the border of its hold-out.

    Records are the same if they have the same inference id, or the same key (`monitor: truth: key`, else `train: key`).
    A model that was not retrained learned from none.

    Parameters
    ----------
    watched : Watched
    """

    def __init__(self, watched: Watched) -> None:
        self._store = watched.store
        told = (watched.bundle.manifest.get("retrain") or {}).get("cutoff")
        self._until = None if told is None else datetime.fromisoformat(told)
        train = watched.train.key
        named = watched.section.truth.key or (train.names if train is not None else None) or ()
        self._key = tuple(named) if set(named) <= set(watched.rules.schema) else ()

    def among(self, captures: pl.DataFrame) -> pl.Series:
        """Return which captures are about what was learned.

        Parameters
        ----------
        captures : polars.DataFrame
            With `inference_id` and `request`.

        Returns
        -------
        polars.Series of bool
        """
        if self._until is None or not captures.height:
            return pl.repeat(False, captures.height, eager=True, dtype=pl.Boolean())
        ids, keys = self._known
        again = captures["inference_id"].hash().is_in(ids.implode())
        if self._key:
            again |= _keys(captures["request"], self._key).is_in(keys.implode()).fill_null(False)
        return again

    @cached_property
    def _known(self) -> tuple[pl.Series, pl.Series]:
        """Hashes of the inference ids, and of the keys, of what was learned: read once, where it is asked for."""
        from wrangle.captures.labelled import read_labelled

        ids, keys = pl.Series(dtype=pl.UInt64()), pl.Series(dtype=pl.UInt64())
        for page in read_labelled(self._store, until=self._until):
            ids.append(page["inference_id"].hash())
            if self._key:
                keys.append(_keys(page["request"], self._key).drop_nulls())
        return ids.unique(), keys.unique()


def _keys(requests: pl.Series, names: Sequence[str]) -> pl.Series:
    """Return a hash of each record's key; null where one of its values is null or masked.

    Examples
    --------
    >>> found = _keys(pl.Series(['{"a": 7}', '{"a": " 7.0"}', '{"b": 7}', '{"a": "***"}']), ["a"])
    >>> found[0] == found[1], found.is_null().to_list()
    (True, [False, False, True, True])
    """
    rows = [_texts(json.loads(each), names) for each in requests]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")
    whole = pl.all_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(whole).then(pl.struct(pl.all()).hash()).alias("key"))["key"]


def _texts(record: Any, names: Sequence[str]) -> list[str | None]:
    values = [record.get(name) for name in names] if isinstance(record, dict) else [None] * len(names)
    return [None if value == MASK else key_text(value) for value in values]
