"""Where data may lie besides files here: one file a kind of address. The folder is the registry."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.places.base import Place


@cache
def places() -> tuple[Place, ...]:
    """Return all places, by name.

    Examples
    --------
    >>> [type(each).__name__ for each in places() if "sklearn" in each.schemes]
    ['Sklearn']
    """
    files = sorted(Path(__file__).parent.glob("[!_]*.py"))
    names = [file.stem for file in files if file.stem != "base"]
    found = (getattr(import_module(f"{__name__}.{name}"), _class(name)) for name in names)
    return tuple(each() for each in found)


def place_of(path: str, folder: Path = Path()) -> Place | None:
    """Return the place that an address is of; None for a file here.

    Parameters
    ----------
    path : str
        An address, or a path.
    folder : Path
        What paths are relative to.

    Raises
    ------
    SourceError
        It is an address of no known kind: the message names the closest.

    Examples
    --------
    >>> place_of("weather.csv")
    """
    for place in places():
        if place.claims(path, folder):
            return place
    scheme, sign, _ = path.partition("://")
    if sign:
        known = [name for place in places() for name in place.schemes]
        raise SourceError(f"{path}: there is no kind of address {scheme}://: {did_you_mean(scheme, known)}")
    return None


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
