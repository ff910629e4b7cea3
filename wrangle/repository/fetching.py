"""Pulls a source into a table of the repository: a version, or none where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from wrangle.errors import OutputError, SchemaError, SourceError, did_you_mean
from wrangle.repository.noting import asked, noted, state
from wrangle.repository.schemas import SchemaChange, schema_change
from wrangle.repository.writing import TakenError, commit, pause, written
from wrangle.sources.input import Input, frame_input
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec
from wrangle.sources.stacked import stacked
from wrangle.sources.versions import REJECTED, Root, Version

TRIES = 20
"""How often a version is tried to be made while other writers make theirs."""


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch."""

    name: str
    version: int
    rows: int
    rejected: int
    changed: bool
    """Whether it made a version."""
    downloaded: bool
    """Whether the source was read: it is not where its state tells that nothing changed."""
    why: str
    """What happened, in a sentence."""
    notes: tuple[str, ...] = ()
    """What to know of how the source was read."""

    def __str__(self) -> str:
        return self.why


@dataclass(frozen=True)
class Wish:
    """What is wanted of a fetch."""

    spec: SourceSpec
    append: bool = False
    key: Sequence[str] = ()
    accept_schema: bool = False


def fetch(root: Root, name: str, wish: Wish) -> Fetched:
    """Pull a source into a table.

    Raises
    ------
    SourceError
        The source cannot be read.
    SchemaError
        Its columns are not those of the last version; the message shows the difference.
    OutputError
        The repository cannot be written. The last version is intact.
    """
    before = root.version(name) if root.has(name) else None
    word = state(wish.spec)
    last = (before.told.get("state"), before.told.get("asked")) if before else ()
    if before and not wish.append and word is not None and last == (word, asked(wish.spec)):
        return _unchanged(before, downloaded=False)
    with open_source(wish.spec) as input_:
        return replace(put(root, name, wish, input_, word), notes=input_.remarks)


def put(root: Root, name: str, wish: Wish, input_: Input, word: str | None = None) -> Fetched:
    """Make the rows of an opened input a version of a table; see `fetch`."""
    for tries in range(TRIES):
        base = root.table(name) if root.has(name) else None
        if base is not None and (found := _known(root, name, base.version(), wish, input_)):
            return _unchanged(found)
        try:
            return _Making(root, name, wish, input_, word, base).version()
        except TakenError:
            pause(tries)
    raise OutputError(f"{root.uri(name)}: other writers were always first: try again; the last version is intact")


def _known(root: Root, name: str, newest: int, wish: Wish, input_: Input) -> Version | None:
    """Return the version that holds the rows already; None where there is none."""
    versions = root.versions(name)[: newest + 1] if wish.append else [root.version(name, newest)]
    digest, question = input_.digest(), asked(wish.spec)
    for version in reversed(versions):
        if version.told.get("fetched") == digest and version.told.get("asked") == question:
            return version
        if version.told.get("mode") == "replace":
            return None
    return None


def _unchanged(version: Version, *, downloaded: bool = True) -> Fetched:
    how = "the data are those of" if downloaded else "nothing was downloaded: the source has not changed since"
    why = f"{version.name}: no new version: {how} {version.label} ({_rows(version.rows)})"
    rejected = int(version.told.get("rejected", 0))
    return Fetched(version.name, version.number, version.rows, rejected, changed=False, downloaded=downloaded, why=why)


class _NothingNewError(Exception):
    """All rows to append are there already."""


def _rows(count: int) -> str:
    return f"{count:,} row" + "s" * (count != 1)


@dataclass(frozen=True)
class _Making:
    """A version in the making."""

    root: Root
    name: str
    wish: Wish
    input_: Input
    word: str | None
    base: Any
    """The table as it was looked at; None where there is none."""

    def version(self) -> Fetched:
        """Write the rows, and commit them."""
        before = None if self.base is None else self.root.version(self.name, self.base.version())
        change = self._change(before)
        frame = self._marked()
        if before is None or not self.wish.append:
            return self._written(frame, change, before=None, rewrite=True)
        there = self.root.frame(before)
        frame = self._new(frame, there)
        rewrite = bool(change) or set(frame.collect_schema()) != set(there.collect_schema())
        try:
            return self._written(_under(there, frame, rewrite=rewrite), change, before, rewrite=rewrite)
        except _NothingNewError:
            return _unchanged(before)

    def _change(self, before: Version | None) -> SchemaChange | None:
        """Return what changed in the columns.

        Raises
        ------
        SchemaError
            Something did, and nobody said that it may.
        """
        if before is None:
            return None
        now = {name: str(dtype) for name, dtype in self.input_.frame.collect_schema().items()}
        known = before.schema or {name: str(dtype) for name, dtype in self.root.frame(before).collect_schema().items()}
        change = schema_change(known, now)
        if change and not self.wish.accept_schema:
            shown = "".join(f"\n    {line}" for line in change.lines())
            help_ = "`--accept-schema` (in Python `accept_schema=True`) takes it if it is right"
            raise SchemaError(
                f"{self.name}: the source's columns are not those of {before.label}:{shown}\n  help: {help_}"
            )
        return change

    def _marked(self) -> pl.LazyFrame:
        """Return the rows, those that could not be read whole with the reason in `__rejected`."""
        frame, rejects = self.input_.frame, self.input_.rejects
        if REJECTED in frame.collect_schema():
            raise SourceError(f"{self.input_.origin}: a column is named {REJECTED}: rename it, the repository needs it")
        if not rejects.height:
            return frame.with_columns(pl.lit(None, pl.String).alias(REJECTED)) if self.input_.text else frame
        why = rejects.lazy().select("__row", pl.col("why").alias(REJECTED))
        return frame.with_row_index("__row").join(why, on="__row", how="left", maintain_order="left").drop("__row")

    def _new(self, frame: pl.LazyFrame, there: pl.LazyFrame) -> pl.LazyFrame:
        """Return the rows whose key is not there yet; without a key, all."""
        keys = list(self.wish.key)
        if not keys:
            return frame
        for schema, what in ((frame.collect_schema(), "the source"), (there.collect_schema(), self.name)):
            if missing := [key for key in keys if key not in schema]:
                raise SourceError(
                    f"{what} has no column {missing[0]!r} to be the key: {did_you_mean(missing[0], schema)}"
                )
        twice = frame.select(keys).group_by(keys).len().filter(pl.col("len") > 1).sort(keys).head(1).collect()
        if twice.height:
            shown = ", ".join(f"{key} {twice[key][0]!r}" for key in keys)
            raise SourceError(
                f"{self.input_.origin}: the key {shown} stands {twice['len'][0]} times: it must be unique"
            )
        return frame.join(there.select(keys), on=keys, how="anti", nulls_equal=True, maintain_order="left")

    def _written(
        self, frame: pl.LazyFrame, change: SchemaChange | None, before: Version | None, *, rewrite: bool
    ) -> Fetched:
        """Write the file and commit it."""
        with written(self.root, self.name, frame) as file:
            there = before.rows if before else 0
            rows = file.rows if rewrite else file.rows + there
            if before and rows == there:
                raise _NothingNewError
            told = noted(self.wish.spec, self.input_, frame, before) | {
                "mode": "append" if before else "replace",
                "state": self.word,
                "rows": rows,
                "added": rows - there,
                "types": dict(file.types),
            }
            number = commit(self.root, self.name, self.base, file, told, append=not rewrite)
        return self._said(number, told, change)

    def _said(self, number: int, told: dict[str, Any], change: SchemaChange | None) -> Fetched:
        why = f"{self.name}@{number}: {_rows(told['rows'])}"
        why += f", {told['added']:,} of them new" if told["mode"] == "append" else ""
        if rejected := int(told["rejected"]):
            why += f", {rejected:,} of them could not be read whole and are kept with the reason"
        if change:
            why += "; its columns changed: " + ", ".join(change.lines())
        return Fetched(self.name, number, int(told["rows"]), rejected, changed=True, downloaded=True, why=why)


def _under(there: pl.LazyFrame, frame: pl.LazyFrame, *, rewrite: bool) -> pl.LazyFrame:
    """Return new rows as they are appended: with the table's columns; or behind its rows, all to be written anew."""
    if rewrite:
        return stacked([frame_input(there), frame_input(frame)], ["the table", "the source"]).frame
    return frame.select(pl.col(name).cast(dtype) for name, dtype in there.collect_schema().items())
