"""CSV: text with a delimiter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from wrangle.sources.formats.base import Format
from wrangle.sources.input import Input
from wrangle.sources.spec import SourceSpec


class Csv(Format):
    """Text files with a delimiter, whatever it is."""

    endings: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".txt", ".dat")
    packs: ClassVar[bool] = True

    def open(self, spec: SourceSpec, paths: Sequence[Path], origin: str) -> Input:
        """Open files; what the source does not say of them is found out."""
        from wrangle.sources.delimited import open_delimited  # numpy comes with it

        return open_delimited(spec, paths, origin)
