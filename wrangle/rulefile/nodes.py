"""What a rule file is made of: text, lists and tables, each with its place. No value is guessed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wrangle.errors import Place
from wrangle.steps.options import Plain

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain scalars that mean null in YAML 1.2."""

Style = Literal["plain", "quoted", "block"]
"""How a scalar is written: only a plain one may be a number or null."""


@dataclass(frozen=True, eq=False, slots=True)
class Text:
    """A scalar: its text as it stands, and whether it stood unquoted."""

    place: Place
    text: str
    style: Style = "plain"
    secret: bool = False
    """Whether a part of the text came from the environment: then it is never shown."""

    @property
    def is_null(self) -> bool:
        """Whether the scalar means null."""
        return self.style == "plain" and self.text in NULLS


@dataclass(frozen=True, eq=False, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """A mapping: keys, none of them twice, with their values."""

    place: Place
    entries: tuple[tuple[Text, Node], ...]

    def entry(self, key: str) -> tuple[Text, Node] | None:
        """Return a key as it stands in the file, and its value; None where there is no such key."""
        return next((entry for entry in self.entries if entry[0].text == key), None)


Node = Text | Items | Table
"""What may stand in a rule file."""


def value(node: Node) -> Any:
    """Return a node as plain values for pydantic to read: unquoted text as `Plain`, null as None.

    Examples
    --------
    >>> at = Place(None, 1, 1)
    >>> value(Items(at, (Text(at, "NO"), Text(at, "~"), Text(at, "~", "quoted"))))
    ['NO', None, '~']
    """
    if isinstance(node, Table):
        return {key.text: value(each) for key, each in node.entries}
    if isinstance(node, Items):
        return [value(each) for each in node.items]
    if node.is_null:
        return None
    return Plain(node.text) if node.style == "plain" else node.text


def texts(node: Node) -> Iterator[Text]:
    """Yield all scalars of a node in order, keys among them."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Items):
        for each in node.items:
            yield from texts(each)
    else:
        for key, each in node.entries:
            yield key
            yield from texts(each)


def shown(node: Node) -> str:
    """Return a node as a word or two of a sentence.

    Examples
    --------
    >>> shown(Text(Place(None, 1, 1), "abc")), shown(Table(Place(None, 1, 1), ()))
    ("'abc'", 'a mapping')
    """
    if isinstance(node, Table):
        return "a mapping"
    if isinstance(node, Items):
        return "a list"
    if node.is_null:
        return "nothing"
    return repr(node.text if len(node.text) <= 40 else node.text[:37] + "...")
