"""Names what is legal in a rule file and probably wrong, each with its place."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wrangle.engine.bind import Problem
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import Fault, Place
from wrangle.lint.subject import Subject
from wrangle.rulefile.places import Places
from wrangle.rulefile.read import load_placed, read_placed

RULES = Path(__file__).parent / "rules"
ACCEPTED = re.compile(r"(?:^|\s)#\s*lint:\s*ok\b")
"""A comment that accepts what the linter finds in its line."""


def lint(path: Path | str, variables: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """Read a rule file and return what is legal in it and probably wrong, in the order of its lines.

    Parameters
    ----------
    path : Path or str
        The rule file.
    variables : mapping, optional
        Values that win over those of `vars:`.

    Raises
    ------
    RuleFileError
        The file cannot be read, or has faults: the linter looks at files without.
    """
    return findings(*load_placed(path, variables))


def lint_text(text: str) -> tuple[Fault, ...]:
    r"""Return what is legal in the text of a rule file and probably wrong.

    Parameters
    ----------
    text : str
        The rule file; paths in it are relative to the working folder.

    Raises
    ------
    RuleFileError
        The text has faults.

    Examples
    --------
    >>> text = "columns: {a: string}\nclean:\n  - trim: all\n  - null_values: {values: ['', ' NA']}"
    >>> print(*lint_text(text))
    <text>:4:32: null_values: ' NA' never matches: trim (line 3) leaves no such text in 'a' [never_matches]
          - null_values: {values: ['', ' NA']}
                                       ^
      help: write it as it stands there ('NA'), move the rule up, or leave it out
    """
    return findings(*read_placed(text))


def findings(pipeline: Pipeline, places: Places) -> tuple[Fault, ...]:
    """Return what is probably wrong in a rule file that was read without faults.

    Parameters
    ----------
    pipeline : Pipeline
    places : Places
        Where all of it stands.
    """
    subject = Subject(pipeline, places)
    told: dict[tuple[Place | None, str], Fault] = {}
    for name in rules():
        for problem in _rule(name)(subject):
            place = places.find(problem.section, problem.index, problem.option, problem.value)
            if not _is_accepted(places, problem, place):
                line = places.faults.line(place) if place else ""
                fault = Fault(f"{problem.what} [{name}]", place, line, problem.help)
                told.setdefault((place, problem.what), fault)
    return tuple(sorted(told.values(), key=_order))


@cache
def rules() -> tuple[str, ...]:
    """Return the names of all that the linter looks for: the files of `rules/`.

    Examples
    --------
    >>> "never_matches" in rules()
    True
    """
    return tuple(sorted(file.stem for file in RULES.glob("[!_]*.py")))


def _rule(name: str) -> Any:
    return importlib.import_module(f"wrangle.lint.rules.{name}").found


def _is_accepted(places: Places, problem: Problem, place: Place | None) -> bool:
    """Tell whether the line of a finding, or the first one of its step or check, ends with `# lint: ok`."""
    entry = places.find(problem.section, problem.index)
    return any(ACCEPTED.search(places.faults.line(each)) for each in (place, entry) if each)


def _order(fault: Fault) -> tuple[str, int, int]:
    return ("", 0, 0) if fault.place is None else (str(fault.place.file), fault.place.line, fault.place.column)
