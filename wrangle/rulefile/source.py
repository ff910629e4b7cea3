"""Reads `source:`: where the rows come from, relative to the rule file's folder."""

from __future__ import annotations

import os
from typing import Any, TypeVar

from wrangle.errors import WrangleError, did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.files import exists
from wrangle.rulefile.nodes import Items, Node, Table, Text
from wrangle.rulefile.options import Reading, options, read_options
from wrangle.sources.address import gives_access, has_secret
from wrangle.sources.places import place_of
from wrangle.sources.places.base import Place
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec
from wrangle.sources.where import Where

Spec = TypeVar("Spec", bound=SourceSpec)

REPOSITORY = "data"
"""The folder of the repository, beside the rule file, where none is named."""

BY_ENVIRONMENT = "write `${env:NAME}` in its place, and set NAME in the environment"

OF_PLACES = frozenset(Where.model_fields) - {"path", "repository"}
"""Options that have a meaning at some places only."""

READING = frozenset(SourceSpec.model_fields) - frozenset(Where.model_fields) - {"extra_columns"}
"""Options that say how files are read: they have a meaning where there are files."""

FOR_FILES = frozenset({"checksum"})
"""Options that have a meaning for a file here."""


def read_source(key: Text, node: Node, faults: Faults) -> Source | None:
    """Return the source of a rule file; None where there is none, or where it has faults.

    Parameters
    ----------
    key : Text
        The key `source`.
    node : Node
        A path, options, or one named source with options.
    faults : Faults
        Gets what is wrong.
    """
    named = _named(node)
    if len(named) > 1:
        what = "several sources stand here, and nothing says how they belong together"
        help_ = "write `stack: [...]` to put one under the other, `join: [...]` to add the columns of one to another"
        faults.add(what, named[1][0].place, help_)
        return None
    if named:
        key, node = named[0]
    if isinstance(node, Text) and node.is_null:
        return None
    reading = read_options(Source, key, node, faults, owner="source")
    return None if reading.model is None else _Placing(key, reading, faults).source()


def _named(node: Node) -> list[tuple[Text, Node]]:
    """Return the entries if all are named sources: no option's name, and options under it."""
    entries = node.entries if isinstance(node, Table) else ()
    named = [key.text not in options(Source) and isinstance(each, Table) for key, each in entries]
    return list(entries) if all(named) else []


class _Placing:
    """Says for each source where it lies: paths seen from the rule file's folder, addresses as they are."""

    def __init__(self, key: Text, reading: Reading, faults: Faults) -> None:
        self.key, self.reading, self.faults = key, reading, faults
        self.folder = faults.folder(key.place)

    def source(self) -> Source:
        """Return the source and those inside it, each in its place."""
        model: Source = self.reading.model
        table = self.reading.table
        repository = self._repository(model)
        changed: dict[str, Any] = {
            name: tuple(
                self._placed(each, node, repository) for each, node in zip(parts, _items(table, name), strict=True)
            )
            for name, parts in (("stack", model.stack), ("join", model.join))
        }
        return self._placed(model, table, repository).model_copy(update=changed)

    def _repository(self, model: Source) -> str:
        named = model.repository
        if named is None:
            return os.environ.get("WRANGLE_REPOSITORY") or str(self.folder / REPOSITORY)
        return named if "://" in named else str(self.folder / named)

    def _placed(self, spec: Spec, node: Node, repository: str) -> Spec:
        """Return one source in its place; tell of options that have no meaning there, and of passwords."""
        spec = spec.model_copy(update={"repository": spec.repository or repository})
        paths = (spec.path,) if isinstance(spec.path, str) else spec.path
        for path, written in zip(paths, _paths(node, self.key), strict=False):
            self._hold(spec, path, node, written)
        placed = tuple(self._in_folder(path) for path in paths)
        return spec.model_copy(update={"path": placed[0] if isinstance(spec.path, str) else placed})

    def _in_folder(self, path: str) -> str:
        try:
            place = self._place(path)
        except WrangleError:
            return path
        if place is None:
            return str(self.folder / path)
        return place.located(path, self.folder)

    def _place(self, path: str) -> Place | None:
        """Return the place that a path is of; None for a file, there or not."""
        there = "://" not in path and exists(self.folder / path)
        return None if there else place_of(path, self.folder)

    def _hold(self, spec: SourceSpec, path: str, node: Node, written: Text) -> None:
        if has_secret(path) and not written.secret:
            self.faults.add("a secret stands in the rule file", written.place, BY_ENVIRONMENT)
        try:
            place = self._place(path)
        except WrangleError as error:
            self.faults.add(f"source: {error}", written.place)
            return
        takes = (place.takes if place else FOR_FILES) | (READING if place is None or place.reads_files else frozenset())
        own = takes - READING
        for key, value in _entries(node, "options"):
            if gives_access(key.text) and isinstance(value, Text) and not value.secret:
                self.faults.add(f"source: options: a secret stands in {key.text!r}", value.place, BY_ENVIRONMENT)
        for key, _ in node.entries if isinstance(node, Table) else ():
            if key.text in (OF_PLACES | READING) - takes and getattr(spec, key.text, None) is not None:
                where = f"{path.partition('://')[0]}://" if "://" in path else "a table" if place else "a file"
                what = f"source: {key.text!r} has no meaning for {where}"
                self.faults.add(what, key.place, did_you_mean(key.text, own) if own else "leave it out")


def _entries(node: Node, name: str) -> tuple[tuple[Text, Node], ...]:
    """Return what stands in an option that is a mapping."""
    entry = node.entry(name) if isinstance(node, Table) else None
    return entry[1].entries if entry and isinstance(entry[1], Table) else ()


def _items(table: Table, name: str) -> tuple[Node, ...]:
    entry = table.entry(name)
    return entry[1].items if entry and isinstance(entry[1], Items) else ()


def _paths(node: Node, key: Text) -> list[Text]:
    """Return the paths of a source as they are written."""
    if isinstance(node, Table):
        entry = node.entry("path")
        return _paths(entry[1], entry[0]) if entry else [key]
    found = node.items if isinstance(node, Items) else (node,)
    return [each if isinstance(each, Text) else key for each in found]
