"""What there may be to clean: a file a concern; the folder is the list.

Each has `ORDER`, by which concerns are told, and `find`, which yields what it sees in the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern


@cache
def detectors() -> Sequence[Any]:
    """Return the modules of this folder, in the order in which their concerns are told."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return sorted(modules, key=lambda each: each.ORDER)


def concerns(evidence: Evidence) -> tuple[Concern, ...]:
    """Return all that there may be to clean, the gravest kinds first."""
    return tuple(each for detector in detectors() for each in detector.find(evidence))
