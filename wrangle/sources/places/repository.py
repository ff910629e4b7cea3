"""Tables of the repository: `source: weather`, or one version: `source: weather@3`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from wrangle.sources.input import Input
from wrangle.sources.names import NAME
from wrangle.sources.places.base import Place, is_folder
from wrangle.sources.spec import SourceSpec
from wrangle.sources.versions import Root, root_of


class Repository(Place):
    """Tables of the repository, each version as it was fetched, with the rows that could not be read whole."""

    takes: ClassVar = frozenset({"options"})

    def claims(self, path: str, folder: Path) -> bool:
        """Return whether a path is a table's name: a word without an ending, and no folder beside the rule file."""
        return NAME.fullmatch(path) is not None and not is_folder(folder / path)

    def open(self, path: str, spec: SourceSpec) -> Input:
        """Open a version of a table, the newest where none is named."""
        found = NAME.fullmatch(path)
        assert found is not None
        number = int(found["version"]) if found["version"] else None
        return Root(root_of(spec.repository), spec.options).open(found["name"], number)

    def state(self, path: str, spec: SourceSpec) -> str | None:
        """Return the newest version's name."""
        found = NAME.fullmatch(path)
        assert found is not None
        return Root(root_of(spec.repository), spec.options).version(found["name"]).label
