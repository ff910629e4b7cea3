"""Remembers where each step, check and column stands, so that what the engine finds gets its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Node, Text, texts
from wrangle.rulefile.options import Reading, options


@dataclass
class Places:
    """From (section, position, option, name) to the place in a file."""

    faults: Faults
    sections: dict[str, list[Reading]] = field(default_factory=lambda: {"columns": [], "steps": [], "expect": []})
    """What was read for the pipeline's contract, steps and checks, in their order."""

    def find(self, section: str, index: int, option: str | None = None, value: str | None = None) -> Place | None:
        """Return the place of a column, step or check, of its option, or of a name in that option's value.

        Parameters
        ----------
        section : str
            `columns`, `steps` or `expect`.
        index : int
            Position in that section of the pipeline.
        option : str, optional
            The option's name in the class; an alias is found by it.
        value : str, optional
            A name that stands in the option's value, maybe inside a SQL expression.

        Returns
        -------
        Place or None
            The innermost that is known; None where the section has no such position.
        """
        readings = self.sections[section]
        if not 0 <= index < len(readings):
            return None
        reading = readings[index]
        entry = self._entry(reading, option)
        if entry is None:
            return reading.key.place
        return (self._named(entry[1], value) if value else None) or entry[1].place

    def inside(self, text: Text, offset: int) -> Place:
        """Return the place of a character of a scalar, or the scalar's own where the text stands on several lines."""
        line = self.faults.line(text.place)
        start = text.place.column - 1 + (text.style == "quoted")
        if text.secret or not line.startswith(text.text, start) or not 0 <= offset <= len(text.text):
            return text.place
        return replace(text.place, column=start + offset + 1)

    def _entry(self, reading: Reading, option: str | None) -> tuple[Text, Node] | None:
        spelled = (key for key, (name, _) in options(reading.cls).items() if option in {name, key})
        return next((entry for key in spelled if (entry := reading.table.entry(key))), None)

    def _named(self, node: Node, value: str) -> Place | None:
        for text in texts(node):
            if text.text == value:
                return text.place
        return next(self._inside_texts(node, value), None)

    def _inside_texts(self, node: Node, value: str) -> Iterator[Place]:
        word = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)", re.IGNORECASE)
        for text in texts(node):
            if found := word.search(text.text):
                yield self.inside(text, found.start())
