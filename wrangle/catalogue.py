"""Finds the steps and checks: the folder is the registry.

One operation is one file: `wrangle/steps/<chapter>/<keyword>.py` holds one class, named after the file
(`parse_number.py` holds `ParseNumber`). Nothing is imported before it is asked for by name.

Other distributions bring steps and checks by the entry points `wrangle.steps` and `wrangle.checks`: the keyword, and
the module that is named after it (`frost_days = "weather_steps.frost_days"`).
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wrangle.errors import WrangleError, did_you_mean

PACKAGE = Path(__file__).parent

BASES = {"steps": "Step", "checks": "Check"}
"""Folder -> the class that its operations are of, in its module `base`."""


class UnknownNameError(WrangleError, KeyError):
    """No step or check has this name; the message names the closest. `wrangle steps` lists them."""

    def __str__(self) -> str:
        return str(self.args[0])


class BrokenOperationError(WrangleError):
    """A step or check that an installed distribution brings cannot be used. Mend that distribution, or uninstall it."""


@dataclass(frozen=True)
class Own:
    """A step or check that another distribution brings."""

    module: str
    distribution: str


@cache
def modules(folder: str) -> Mapping[str, str]:
    """Return keyword -> dotted module of every operation in a folder of the package, and of those brought by others.

    Parameters
    ----------
    folder : str
        `"steps"` (files in chapters), `"checks"` or `"sections"` (files side by side).

    Examples
    --------
    >>> modules("steps")["trim"]
    'wrangle.steps.text.trim'
    """
    root = PACKAGE / folder
    files = sorted(root.glob("*/*.py" if folder == "steps" else "*.py"))
    found = {
        file.stem: ".".join(("wrangle", *file.relative_to(PACKAGE).with_suffix("").parts))
        for file in files
        if file.stem not in {"__init__", "base", "pandera", "great_expectations"}
    }
    brought = {keyword: first.module for keyword, (first, *_) in own(folder).items()}
    return dict(sorted((brought | found).items()))


@cache
def own(folder: str) -> Mapping[str, tuple[Own, ...]]:
    """Return keyword -> who brings it, of the steps or checks that other installed distributions declare.

    Parameters
    ----------
    folder : str
        `steps` or `checks`.
    """
    from importlib.metadata import entry_points

    found: dict[str, tuple[Own, ...]] = {}
    for each in entry_points(group=f"wrangle.{folder}") if folder in BASES else ():
        mine = Own(each.value, each.dist.name if each.dist else "an unknown distribution")
        found[each.name] = (*found.get(each.name, ()), mine)
    return found


def in_use() -> list[str]:
    """Return the other distributions of which a step or check was imported.

    Examples
    --------
    >>> in_use()
    []
    """
    brought = (each for folder in BASES for them in own(folder).values() for each in them)
    return sorted({each.distribution for each in brought if each.module in sys.modules})


def class_name(keyword: str) -> str:
    """Return the class name that belongs to a keyword.

    Examples
    --------
    >>> class_name("parse_number")
    'ParseNumber'
    """
    return "".join(part.capitalize() for part in keyword.split("_"))


def chapter(keyword: str) -> str:
    """Return the chapter (sub-folder) that a step belongs to; of one that is not wrangle's, the distribution.

    Examples
    --------
    >>> chapter("trim")
    'text'
    """
    module = modules("steps")[keyword]
    return module.split(".")[-2] if module.startswith("wrangle.") else own("steps")[keyword][0].distribution


@cache
def operation(folder: str, keyword: str) -> Any:
    """Import one step or check class by its keyword.

    Returns
    -------
    type
        The class; `Any` because the kinds are defined above this module.

    Raises
    ------
    UnknownNameError
        No operation has this keyword. The message names the closest ones.
    BrokenOperationError
        Another distribution brings it, and it cannot be used. The message names the distribution.

    Examples
    --------
    >>> operation("steps", "trim").__name__
    'Trim'
    """
    known = modules(folder)
    if keyword not in known:
        kind = folder.removesuffix("s")
        raise UnknownNameError(f"there is no {kind} {keyword!r}: {did_you_mean(keyword, known)}")
    if keyword in own(folder):
        return _brought(folder, keyword)
    return getattr(importlib.import_module(known[keyword]), class_name(keyword))


def _brought(folder: str, keyword: str) -> Any:
    """Import an operation that another distribution brings, and hold that it is one."""
    first, *others = own(folder)[keyword]
    what = f"the {folder.removesuffix('s')} {keyword!r} of the distribution {first.distribution!r}"
    if others or modules(folder)[keyword] != first.module:
        rival = f"the distribution {others[0].distribution!r}" if others else "wrangle itself"
        raise BrokenOperationError(f"{what} clashes with one of {rival}: uninstall one, or have it renamed")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", keyword) or first.module.rsplit(".", 1)[-1] != keyword:
        help_ = "its entry point must be the name of a module, and the keyword the last part of it, in small letters"
        raise BrokenOperationError(f"{what} is declared as {first.module!r}: {help_}")
    try:
        found = getattr(importlib.import_module(first.module), class_name(keyword), None)
    except Exception as error:
        raise BrokenOperationError(f"{what} cannot be imported: {type(error).__name__}: {error}") from error
    base = getattr(importlib.import_module(f"wrangle.{folder}.base"), BASES[folder])
    if not (isinstance(found, type) and issubclass(found, base)):
        help_ = (
            f"{first.module} must hold a class {class_name(keyword)} that is a wrangle.{folder}.base.{base.__name__}"
        )
        raise BrokenOperationError(f"{what} is none: {help_}")
    return found
