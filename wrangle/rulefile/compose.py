"""Reads YAML 1.2 text as nodes with places: no tags, no guessed types, no doubled keys, bounded size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Items, Node, Style, Table, Text
from wrangle.rulefile.syntax import complaint

MOST_NODES = 100_000
"""How many nodes a rule file may have, each alias counted as all that it stands for."""
MOST_LEVELS = 50
"""How deep lists and mappings may be nested."""


_STYLES: Mapping[str | None, Style] = {"'": "quoted", '"': "quoted", "|": "block", ">": "block"}


class _RefusedError(Exception):
    """The rest of the text is not read; the fault is noted already."""


def compose(text: str, file: Path | None, faults: Faults) -> Node | None:
    """Return the one document of a YAML text; None where there is none, or where the text is refused.

    Parameters
    ----------
    text : str
        YAML 1.2.
    file : Path or None
        Stands in the places.
    faults : Faults
        Gets what is wrong with the text.
    """
    try:
        return _Composer(text, file, faults).document()
    except _RefusedError:
        return None
    except (YAMLError, ValueError, OverflowError) as error:
        found = complaint(error, file)
        faults.add(found.what, found.place, found.help)
        return None


class _Composer:
    """Builds nodes from the parser's events, which come one by one: what is refused is not read on."""

    def __init__(self, text: str, file: Path | None, faults: Faults) -> None:
        self.events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self.file = file
        self.faults = faults
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.size = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                self._refuse("a rule file is one document", event, "remove the line `---` and what follows it")
            if isinstance(event, NodeEvent):
                root = self._node(event, 0)[0]
        return root

    def _node(self, event: Any, level: int) -> tuple[Node, int]:
        """Return a node and how many levels it has."""
        if isinstance(event, AliasEvent):
            return self._alias(event, level)
        self._grow(event, 1, level)
        if event.ctag is not None:
            self.faults.add("tags are not taken in a rule file", self._place(event), "leave the tag out")
        before = self.size
        node, levels = self._content(event, level)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.size - before + 1, levels)
        return node, levels

    def _content(self, event: Any, level: int) -> tuple[Node, int]:
        if isinstance(event, ScalarEvent):
            return Text(self._place(event), event.value, _STYLES.get(event.style, "plain")), 0
        if isinstance(event, SequenceStartEvent):
            return self._items(event, level)
        assert isinstance(event, MappingStartEvent)
        return self._table(event, level)

    def _alias(self, event: Any, level: int) -> tuple[Node, int]:
        if event.anchor not in self.anchors:
            self._refuse(
                f"there is no anchor '&{event.anchor}' before this", event, "define it above, or quote the text"
            )
        node, size, levels = self.anchors[event.anchor]
        self._grow(event, size, level + levels)
        return node, levels

    def _items(self, start: Any, level: int) -> tuple[Items, int]:
        items: list[Node] = []
        levels = 0
        while not isinstance(event := next(self.events), SequenceEndEvent):
            node, inner = self._node(event, level + 1)
            items.append(node)
            levels = max(levels, inner)
        return Items(self._place(start), tuple(items)), levels + 1

    def _table(self, start: Any, level: int) -> tuple[Table, int]:
        entries: dict[str, tuple[Text, Node]] = {}
        merged: dict[str, tuple[Text, Node]] = {}
        levels = 0
        while not isinstance(event := next(self.events), MappingEndEvent):
            key, _ = self._node(event, level + 1)
            node, inner = self._node(next(self.events), level + 1)
            levels = max(levels, inner)
            if not isinstance(key, Text):
                self.faults.add("a key must be a word or a text", key.place, "quote text that begins with [ or {")
            elif key.text == "<<" and key.style == "plain":
                merged |= self._merged(node)
            elif key.text in entries:
                self._doubled(key, entries[key.text][0])
            else:
                entries[key.text] = (replace(key, place=self._place(event)), node)
        return Table(self._place(start), tuple((merged | entries).values())), levels + 1

    def _merged(self, node: Node) -> dict[str, tuple[Text, Node]]:
        tables = node.items if isinstance(node, Items) else (node,)
        found: dict[str, tuple[Text, Node]] = {}
        for table in reversed(tables):
            if isinstance(table, Table):
                found |= {key.text: (key, each) for key, each in table.entries}
            else:
                self.faults.add("`<<:` takes a mapping, or a list of them", table.place)
        return found

    def _doubled(self, key: Text, first: Text) -> None:
        what = f"the key {key.text!r} stands twice in one mapping, first at line {first.place.line}"
        self.faults.add(what, key.place, "keep one of the two")

    def _grow(self, event: Any, nodes: int, level: int) -> None:
        self.size += nodes
        if self.size > MOST_NODES:
            self._refuse(f"the rule file holds more than {MOST_NODES} values", event, "aliases count as what they name")
        if level > MOST_LEVELS:
            self._refuse(f"lists and mappings are nested more than {MOST_LEVELS} deep", event, "")

    def _refuse(self, what: str, event: Any, help_: str) -> None:
        self.faults.add(what, self._place(event), help_)
        raise _RefusedError

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
