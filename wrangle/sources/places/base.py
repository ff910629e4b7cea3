"""What a place is: somewhere data lies that is no plain file here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from wrangle.sources.decoding import Copy
from wrangle.sources.input import Input
from wrangle.sources.spec import SourceSpec


@dataclass(frozen=True)
class Brought:
    """Files that a place has brought here: they are read like all others, and removed when they are no longer used."""

    names: Mapping[Path, str]
    """Each file, in order -> what to call it in messages and in the lineage: its address, without passwords."""

    copies: tuple[Copy, ...] = field(default=(), repr=False)
    """Keeps the files as long as they are read."""


class Place(ABC):
    """Opens what lies at addresses of one kind. A place is one file of this folder, the class named after it."""

    schemes: ClassVar[tuple[str, ...]] = ()
    """What stands before `://` in its addresses."""

    takes: ClassVar[frozenset[str]] = frozenset()
    """The options of `source:` that have a meaning here, besides those for reading files."""

    reads_files: ClassVar[bool] = False
    """Whether it brings files, so that options for reading files have a meaning."""

    def claims(self, path: str, folder: Path) -> bool:  # noqa: ARG002  # an address is the same from everywhere
        """Return whether an address, or a path seen from a folder, is of this place."""
        scheme, sign, _ = path.partition("://")
        return bool(sign) and scheme.lower() in self.schemes

    @abstractmethod
    def open(self, path: str, spec: SourceSpec) -> Input | Brought:
        """Open what lies at an address: rows, or files that are then read by their format.

        Parameters
        ----------
        path : str
            The address: one that the place claims.
        spec : SourceSpec
            The options of the source.

        Raises
        ------
        SourceError
            It cannot be opened. The message names the address without passwords, and says what to do.
        """

    def located(self, path: str, folder: Path) -> str:  # noqa: ARG002  # addresses are the same from everywhere
        """Return an address as it is seen from everywhere, where it was written in a rule file of a folder."""
        return path

    def state(self, path: str, spec: SourceSpec) -> str | None:  # noqa: ARG002  # places that can tell override it
        """Return a word that is another one once the data changed, without reading them; None where none is known."""
        return None


def is_folder(path: Path) -> bool:
    """Return whether a path names a folder that may be looked into; what can be no path does not.

    Examples
    --------
    >>> is_folder(Path("x" * 10_000)), is_folder(Path("."))
    (False, True)
    """
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
