"""Finds the steps and checks: the folder is the registry.

One operation is one file: `wrangle/steps/<chapter>/<keyword>.py` holds one class, named after the file
(`parse_number.py` holds `ParseNumber`). Nothing is imported before it is asked for by name.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wrangle.errors import WrangleError, did_you_mean

PACKAGE = Path(__file__).parent


class UnknownNameError(WrangleError, KeyError):
    """No step or check has this name; the message names the closest. `wrangle steps` lists them."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def modules(folder: str) -> Mapping[str, str]:
    """Return keyword -> dotted module of every operation in a folder of the package.

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
    return dict(sorted(found.items()))


def class_name(keyword: str) -> str:
    """Return the class name that belongs to a keyword.

    Examples
    --------
    >>> class_name("parse_number")
    'ParseNumber'
    """
    return "".join(part.capitalize() for part in keyword.split("_"))


def chapter(keyword: str) -> str:
    """Return the chapter (sub-folder) that a step belongs to.

    Examples
    --------
    >>> chapter("trim")
    'text'
    """
    return modules("steps")[keyword].split(".")[-2]


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

    Examples
    --------
    >>> operation("steps", "trim").__name__
    'Trim'
    """
    known = modules(folder)
    if keyword not in known:
        kind = folder.removesuffix("s")
        raise UnknownNameError(f"there is no {kind} {keyword!r}: {did_you_mean(keyword, known)}")
    return getattr(importlib.import_module(known[keyword]), class_name(keyword))
