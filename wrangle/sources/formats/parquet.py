"""Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import polars as pl

from wrangle.sources.formats.base import Table, TypedFormat
from wrangle.sources.spec import SourceSpec


class Parquet(TypedFormat):
    """Parquet files."""

    endings: ClassVar[tuple[str, ...]] = (".parquet", ".pq")

    def table(self, path: Path, spec: SourceSpec) -> Table:  # noqa: ARG002  # nothing is to be said of them
        """Return the rows of a file."""
        return Table(pl.scan_parquet(path.absolute(), glob=False))
