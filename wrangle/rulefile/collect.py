"""Gathers the faults of a rule file and of all that it includes, so that they are told at once."""

from __future__ import annotations

import re
from pathlib import Path

from wrangle.errors import Fault, Place, RuleFileError

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class Faults:
    """The faults found so far, and the lines of the files that they stand in."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place | None, str], Fault] = {}
        self._lines: dict[Path | None, list[str]] = {}
        self._folders: dict[Path | None, Path] = {}

    def know(self, file: Path | None, folder: Path, text: str) -> None:
        """Note a file that is being read: its lines, and the folder that its paths are relative to."""
        self._lines[file] = _BREAK.split(text)
        self._folders[file] = folder

    def add(self, what: str, place: Place | None = None, hint: str = "") -> None:
        """Note a fault; one that is known already is not told twice."""
        line = self.line(place) if place else ""
        self._found.setdefault((place, what), Fault(what, place, line, hint))

    def line(self, place: Place) -> str:
        """Return the source line of a place, or nothing where it stands outside of the text."""
        lines = self._lines.get(place.file, [])
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def folder(self, place: Place) -> Path:
        """Return the folder that paths written at a place are relative to."""
        return self._folders[place.file]

    def at(self, place: Place) -> bool:
        """Tell whether there is a fault at a place already."""
        return any(known == place for known, _ in self._found)

    def count(self) -> int:
        """Return how many faults there are so far."""
        return len(self._found)

    def settle(self) -> None:
        """Raise all faults, in the order of the files and their lines.

        Raises
        ------
        RuleFileError
            There are faults. Mend each at its place.
        """
        if self._found:
            raise RuleFileError(sorted(self._found.values(), key=self._order))

    def _order(self, fault: Fault) -> tuple[int, int, int]:
        if fault.place is None:
            return (-1, 0, 0)
        files = list(self._lines)
        number = files.index(fault.place.file) if fault.place.file in files else -1
        return (number, fault.place.line, fault.place.column)
