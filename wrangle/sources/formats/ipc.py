"""Arrow: its file form, and its stream form."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import polars as pl

from wrangle.sources.formats.base import Table, TypedFormat
from wrangle.sources.spec import SourceSpec

FILE = b"ARROW1"
"""What Arrow files begin with; streams do not."""


class Ipc(TypedFormat):
    """Arrow files are read in pieces; streams, which have no index, are read into memory."""

    endings: ClassVar[tuple[str, ...]] = (".arrow", ".feather", ".ipc", ".arrows")

    def table(self, path: Path, spec: SourceSpec) -> Table:  # noqa: ARG002  # nothing is to be said of them
        """Return the rows of a file."""
        with path.open("rb") as file:
            is_file = file.read(len(FILE)) == FILE
        if not is_file:
            return Table(pl.read_ipc_stream(path).lazy(), shared=False)
        return Table(pl.scan_ipc(path.absolute(), glob=False))
