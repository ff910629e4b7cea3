"""Which versions a container must have: each package that serving a bundle needs, with its version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution

from wrangle.errors import ArtefactError

EXTRAS = frozenset({"serve", "postgresql"})
"""What of wrangle's extras a server needs."""
CONTAINER = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
"""What is asked of the container by conditions of requirements, rather than of this machine."""
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9.!+_-]+)")


def read_pins(text: str, where: str = "requirements.txt") -> dict[str, str]:
    r"""Return name -> version of requirements that are pinned.

    Raises
    ------
    ArtefactError
        One is not: what is installed tomorrow might answer otherwise.

    Examples
    --------
    >>> read_pins("numpy==2.4.0\nscikit-learn==1.9.1  # the estimator\n")
    {'numpy': '2.4.0', 'scikit-learn': '1.9.1'}
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        wanted = line.partition("#")[0].strip()
        pin = _PIN.fullmatch(wanted)
        if wanted and pin is None:
            raise ArtefactError(f"{where}:{number}: {wanted!r} is not pinned: write NAME==VERSION")
        if pin:
            found[pin[1]] = pin[2]
    return found


def pins_for(own: Mapping[str, str]) -> dict[str, str]:
    """Return name -> version of all that serving a bundle needs, wrangle itself left out.

    Parameters
    ----------
    own : mapping
        The bundle's own pins, which win; all else is as it is installed here.

    Raises
    ------
    ArtefactError
        Something that is needed is not installed here.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found: dict[str, str] = {}
    done: set[tuple[str, str]] = set()
    left = [("wrangle", extra) for extra in ("", *sorted(EXTRAS))] + [(name, "") for name in own]
    while left:
        name, extra = left.pop()
        name = canonicalize_name(name)
        if (name, extra) in done:
            continue
        done.add((name, extra))
        try:
            there = distribution(name)
        except PackageNotFoundError as error:
            raise ArtefactError(f"{name} is needed, and not installed here: pip install 'wrangle[serve]'") from error
        found[name] = there.version
        for text in there.requires or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate(CONTAINER | {"extra": extra}):
                left += [(wanted.name, each) for each in ("", *wanted.extras)]
    found |= {canonicalize_name(name): version for name, version in own.items()}
    del found["wrangle"]
    return dict(sorted(found.items()))
