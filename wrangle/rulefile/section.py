"""Reads one section of a rule file by itself, where the rest need not hold: the files it names may be elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wrangle.catalogue import operation
from wrangle.errors import Fault, RuleFileError
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.documents import Gathering
from wrangle.rulefile.files import neighbours, read_file, unreadable
from wrangle.rulefile.options import read_options
from wrangle.rulefile.variables import Variables


def load_section(path: Path, name: str) -> Any:
    """Return a section that is a model; its defaults where the file has none.

    Parameters
    ----------
    path : Path
        The rule file.
    name : str
        `train`, `serve`: a file of `wrangle/sections`.

    Raises
    ------
    RuleFileError
        The file cannot be read, or the section has faults.
    """
    try:
        text = read_file(path)
    except (OSError, ValueError) as error:
        raise RuleFileError([Fault(unreadable(str(path), error), help=neighbours(path, "*.y*ml"))]) from None
    faults = Faults()
    gathering = Gathering(faults, Variables(faults, {}))
    gathering.gather(text, path, path.parent, (path.resolve(),))
    faults.settle()
    sections = gathering.documents[-1].sections
    model = operation("sections", name)
    if name not in sections:
        return model()
    key, node = sections[name]
    variables = Variables(faults, gathering.own_variables)
    found = read_options(model, key, variables.expand(node, env=None), faults).model
    faults.settle()
    return found
