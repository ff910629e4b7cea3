"""Says in plain words what is wrong with text that is not YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrangle.errors import Place


@dataclass(frozen=True)
class Complaint:
    """What is wrong with the text, where, and what to do."""

    what: str
    place: Place
    help: str = ""


_UNQUOTED = "put the text in quotes"
_BRACKETS = 'a comma may be missing, or text such as ${name} must be quoted here: "${name}"'
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (r"found character '\\t'", "a tab stands where only spaces may", "indent with spaces"),
    (r"found character '(.)'", "text cannot begin with {0!r}", _UNQUOTED),
    (r"found unexpected end of stream", "a quote is opened here and never closed", "close it, or double it inside"),
    (r"mapping values are not allowed", "': ' cannot stand here", "mend the indentation; quote text that holds ': '"),
    (r"expected <block end>", "this line is not indented like the ones before it", "line it up with its neighbours"),
    (r"could not find expected ':'", "a key must be followed by ': ' on its line", "write `key: value`"),
    (r"expected ',' or '(.)'", "the bracket that is opened at line {line} is not closed as it should be", _BRACKETS),
    (r"sequence entries are not allowed", "'- ' cannot stand here", "begin the list on a new line, indented"),
    (r"unknown escape character '(.+)'", "'\\{0}' means nothing between double quotes", "use single quotes"),
    (r"expected escape sequence", "this escape between double quotes is not complete", "use single quotes"),
    (r"expected the node content", "a value is missing here", "write the value, or quote text with signs in it"),
    (r"undefined tag handle", "tags such as !name are not taken in a rule file", "leave the tag out"),
    (r"<document start>", "text stands here that belongs to nothing", "line it up with the sections"),
    (r"special characters", "a character that YAML does not allow stands here", "remove it"),
    (r"expected alphabetic or numeric", "the name after & or * is missing", _UNQUOTED),
)


def complaint(error: Any, file: Path | None) -> Complaint:
    """Return what a YAML error means to the one who wrote the text.

    Parameters
    ----------
    error : ruamel.yaml.error.YAMLError or ValueError
        With marks where the parser knew them.
    file : Path or None
        The file that was read.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).splitlines()[0]
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if context is not None and ("end of stream" in problem or _is_open(problem, mark, context)):
        mark = context
    place = Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file, 1, 1)
    for pattern, what, help_ in _SENTENCES:
        found = re.search(pattern, problem)
        if found:
            line = context.line + 1 if context is not None else place.line
            return Complaint(what.format(*found.groups(), line=line), place, help_)
    return Complaint(f"this is not YAML: {problem}", place)


def _is_open(problem: str, mark: Any, context: Any) -> bool:
    """Tell whether a bracket was found open on a later line: then the bracket is to be shown."""
    return problem.startswith("expected ',' or") and mark is not None and bool(mark.line > context.line)
